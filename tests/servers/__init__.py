"""Servers that tests start for themselves, in a temporary folder, and stop at the end."""
