"""The forms flow: its question and its rules."""
