"""The cv flow: its questions and its rules."""
