"""Where what was said is kept: facts, words and keys. The only place that knows SQL."""
