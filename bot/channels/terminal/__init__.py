"""The terminal: one JSON a line for machines, plain lines for a person. No limits, no buttons but numbers."""

from typing import Final

from bot.channels.base import Limits
from bot.files.found import BYTES_MOST

NAME: Final = "terminal"
LIMITS: Final = Limits(file_in_max=BYTES_MOST)
