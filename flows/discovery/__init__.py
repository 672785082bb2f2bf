"""The discovery flow: its questions and its rules."""
