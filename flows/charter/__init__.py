"""The charter flow: its questions and its rules."""
