"""Files people send: their text, or why there is none. Each is looked at in a process of its own, nowhere else."""
