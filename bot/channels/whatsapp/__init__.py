"""WhatsApp, by the Cloud API of Meta: a webhook in, HTTPS out.

Only here is it known how the platform says things. What a message costs, and Meta's rules, are in docs/operators.md.
"""

NAME = "whatsapp"
API = "https://graph.facebook.com"
VERSION = "v25.0"  # of the Graph API; a setting, for Meta retires one after two years
