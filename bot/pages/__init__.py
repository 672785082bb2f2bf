"""What the pages we serve have in common, the web chat and the counsellor's desk: who may speak to them, and how often.

It knows neither of them, and no word for a person.
"""
