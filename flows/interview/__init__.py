"""Practising an interview: five questions of the occupation, in words or by voice, and no mark."""
