"""Where facts, words and keys are kept. The only place that knows SQL."""
