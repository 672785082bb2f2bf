"""A letter of at most 150 words, from an offer and from confirmed facts only."""
