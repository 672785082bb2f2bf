"""What programs on one database tell each other, so that nobody waits for the next look."""
