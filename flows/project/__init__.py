"""The project flow: its questions and its rules."""
