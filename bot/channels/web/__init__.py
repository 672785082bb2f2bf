"""The web chat: one server-rendered page, one small script, plain forms where scripts do not run.

It translates and nothing else: what the page sends becomes an `Arrival`, what the house says becomes HTML.
It knows neither the store nor the other channels; it reaches the house through `Door`. Words of the page come
from the catalogs.
"""

from bot.channels.web.app import Chat, app
from bot.channels.web.channel import Web
from bot.channels.web.parse import NAME
from bot.channels.web.site import Site

__all__ = ["NAME", "Chat", "Site", "Web", "app"]
