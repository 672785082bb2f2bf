"""Telling those on duty, on their phone, that a person waits: whom, by which way, and never a word of anybody.

base.py is the port; mail.py and push.py stand behind it, and Telegram's is beside its channel. rules.py decides and is
pure; sender.py carries it out.
"""
