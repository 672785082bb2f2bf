"""The counsellors' desk: who waits, who is spoken with, and the pages under /desk, for who has an account.

It reaches the house through the store and what it is given; channels and commands it does not know. The pages are drawn
here and work where no script runs; what they ask for is done by the office.
"""
