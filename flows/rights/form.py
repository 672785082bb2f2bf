"""A game: may I not answer? Questions of employers, some of which may be asked and some not.

An employer may ask what has a direct and necessary link with the job or with the skills it needs, and a candidate
answers that in good faith (Code du travail, L1221-6). Nobody may be refused for origin, family, pregnancy, health,
disability, religion, politics, union, age or looks, to name a few (L1132-1). Who is asked all the same can be helped:
Défenseur des droits, 39 28 (antidiscriminations.fr). The questions are quoted here, and never asked by us.
"""

from __future__ import annotations

from flows import games

REFUSE, ANSWER = "may", "must"  # one may stay silent; the question may be asked
GAME = games.Game(
    "rights",
    (REFUSE, ANSWER),
    {
        "children": REFUSE, "licence": ANSWER, "religion": REFUSE, "saturday": ANSWER, "health": REFUSE,
        "pregnant": REFUSE, "permit": ANSWER, "origin": REFUSE, "last": ANSWER, "union": REFUSE,
        "age": REFUSE, "record": ANSWER, "partner": REFUSE, "start": ANSWER, "weight": REFUSE,
        "vote": REFUSE, "forklift": ANSWER, "bank": REFUSE, "night": ANSWER, "disability": REFUSE,
    },
)  # fmt: skip

FORMS = (games.form(GAME, 130),)
