"""One file a sub-command of `atout`. Found by looking: the file's name is the word."""
