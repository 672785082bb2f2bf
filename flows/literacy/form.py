"""Understanding AI: the game "true or false", and the yes to a tip a day, which is asked once after a first game.

Five cards in a row hold true ones, false ones and one on which every opinion is right.
"""

from __future__ import annotations

from functools import partial

from flows import games, tips
from flows.content import Form, Question
from flows.games import OWN
from flows.literacy import rules

TRUE, FALSE = "true", "false"
GAME = games.Game(
    "ai",
    (TRUE, FALSE),
    {
        "guess": TRUE, "password": FALSE, "sure": FALSE, "tells": OWN, "reread": TRUE,
        "feels": FALSE, "sources": TRUE, "letter": OWN, "sees": FALSE, "voice": TRUE,
        "precise": TRUE, "security": FALSE, "hiring": OWN, "unfair": TRUE, "doctor": FALSE,
        "fee": FALSE, "refuse": TRUE, "translates": FALSE, "comfort": OWN, "power": TRUE,
        "today": FALSE, "simpler": TRUE, "school": OWN, "photo": FALSE, "reads": TRUE,
    },
)  # fmt: skip
TIPS = (
    Question(tips.SHOWN, "note", "any", private=True),
    Question(tips.DAILY, "confirm", "any", say="ask.tip.daily", parse=rules.read, choices=rules.yes_or_no,
             report=partial(rules.report, tips.DAILY), besides=rules.first_tip, private=True),
)  # fmt: skip
OFFER = Question(rules.OFFER, "confirm", "any", say="ask.tip.offer", parse=rules.read, choices=rules.yes_or_no,
                 when=partial(rules.to_offer, GAME), report=partial(rules.report, rules.OFFER),
                 besides=rules.same_and_first_tip, private=True)  # fmt: skip

FORMS = (
    Form("tips", 1, TIPS, at=115, door="tips", offered=rules.kept, entering=rules.entering, menu=games.MENU,
         closed="tip.closed", plays=True),
    games.form(GAME, 120, OFFER),
)  # fmt: skip
