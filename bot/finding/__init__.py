"""From a phrase to the occupations it is near to: our lexicon, the acts it tells, titles; fused by rank.

It proposes and never decides: whoever asked shows a few and "none of these". Where nothing is sure enough it is silent.
"""
