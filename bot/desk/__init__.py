"""The counsellor's desk under /desk: pages drawn here, for who has an account. They work where no script runs.

It reaches the house through the store and what it is given; channels and commands it does not know.
"""

from bot.desk.app import DeskApp, app
from bot.desk.web import ROOT, Desk

__all__ = ["ROOT", "Desk", "DeskApp", "app"]
