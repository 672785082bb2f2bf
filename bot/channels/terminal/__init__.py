"""The terminal: one JSON a line for machines, plain lines for a person. No limits, no buttons but numbers."""
