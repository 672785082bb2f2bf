"""A Hunspell dictionary asked about words that are none of ours, in a process of its own for each language."""
