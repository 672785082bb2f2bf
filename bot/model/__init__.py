"""A language model an operator may set up: what it is asked, what never reaches it, and what it may answer."""
