"""Voice: notes people send become words, bubbles become speech. Both stay away until an operator names who does it."""
