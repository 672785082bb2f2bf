"""Understanding AI, a little at a time: a game of true or false, and a tip a day."""
