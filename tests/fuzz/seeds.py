"""Bytes that are read well, one of each kind: a search that begins from them gets further than one from nothing."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from bot.store import codec
from flows.model import Ask, Choice, Event, Fact, How, Kind, Phrase, State, Tap, Text, Value
from tests.bot import papers
from tests.doubles.telegram import Telegram

PARIS = ZoneInfo("Europe/Paris")
NOON = 1_790_000_000_000

SENTENCES = (
    "j'ai fait le ménage 3 ans chez une dame, de mars 2019 à juin 2022, 12 € de l'heure",
    "je m'appelle Lina Diallo, 06 39 98 10 01, lina@example.org, j'habite à Saint-Nazaire",
    "I was a cleaner for two and a half years, since 2019, twenty hours a week; I never cooked",
    "اسمي مريم، اشتغلت خياطة خمس سنين في حلب من ٢٠١٢ إلى ٢٠١٧",
    "я працювала бухгалтером у Харкові 12 років, з 2010 до лютого 2022, розмовляю українською",
    "ni serveuse ni cuisinière, pas 2009 mais 2019 ; 1 3 et la dernière",
    "on recherche un agent d'entretien, CDI 35 h, 1 900 € brut, à Rezé, contact 01 99 00 12 34",
)


def _said() -> tuple[bytes, ...]:
    """Sentences, each in each language: the first byte says in which, the second to which question."""
    return tuple(bytes((lang, 7 * n)) + said.encode() for n, said in enumerate(SENTENCES) for lang in range(4))


def _telegram() -> tuple[bytes, ...]:
    awa = Telegram().person(7)
    file = {"file_id": "f", "file_unique_id": "f", "duration": 12, "file_size": 9, "mime_type": "audio/ogg"}
    place = {"latitude": 1.5, "longitude": 2.5}
    messages = (
        {"text": "je fais le ménage"}, {"text": "/start abc"}, {"voice": file}, {"document": file, "caption": "a"},
        {"location": place}, {"contact": {"phone_number": "+336", "first_name": "Awa", "user_id": 7}},
    )  # fmt: skip
    told = [{"update_id": 5, "message": awa.message(**one)} for one in messages]
    told.append({"update_id": 6, "edited_message": {**awa.message(text="non"), "edit_date": 1_780_000_001}})
    return tuple(json.dumps(one).encode() for one in told)


def _whatsapp() -> tuple[bytes, ...]:
    messages: list[dict[str, object]] = [
        {"type": "text", "text": {"body": "je fais le ménage"}},
        {"type": "audio", "audio": {"id": "a", "voice": True, "mime_type": "audio/ogg"}},
        {"type": "document", "document": {"id": "d", "filename": "cv.pdf", "caption": "mon cv"}},
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "a.1", "title": "x"}}},
        {"type": "location", "location": {"latitude": 1.5, "longitude": 2.5, "name": "Mairie"}},
        {"type": "contacts", "contacts": [{"name": {"formatted_name": "B"}, "phones": [{"phone": "+33"}]}]},
        {"type": "system", "system": {"type": "user_changed_number", "wa_id": "337"}},
    ]
    common: dict[str, object] = {
        "from": "33639981001",
        "id": "wamid.1",
        "timestamp": "1780000000",
        "context": {"id": "wamid.0"},
    }
    status = {"id": "wamid.2", "status": "failed", "recipient_id": "33639981001", "errors": [{"code": 131026}]}
    about = {"metadata": {"phone_number_id": "106540352242922"}, "contacts": [{"wa_id": "33639981001"}]}
    values = [{**about, "messages": [{**common, **one}]} for one in messages] + [{**about, "statuses": [status]}]
    bodies = [[{"field": "messages", "value": value}] for value in values]
    whole = ({"object": "whatsapp_business_account", "entry": [{"changes": changes}]} for changes in bodies)
    return tuple(json.dumps(one).encode() for one in whole)


def rows() -> tuple[bytes, ...]:
    things: tuple[State | Fact | Ask | Event, ...] = (
        State(lang="fr"),
        Fact(1, "cv/name", Value(Kind.TEXT, text="Lina"), "Lina", "e1", How.TEXT, 1, 1, "fr"),
        Ask("a", "cv/name", 1, 1, (Choice("x", Phrase("k")),), 0, 1),
        Event("e", 1, Text("oui")),
        Event("e", 1, Tap("a", "0")),
    )
    return tuple(map(codec.pack, things))


def pdfs() -> tuple[bytes, ...]:
    return (papers.pdf(), papers.pdf(("une seule ligne de texte",)), papers.locked(), papers.our_cv("fr"))


def words() -> tuple[bytes, ...]:
    return (papers.word(),)


SAID = _said()
TALK = tuple("\n".join((*SENTENCES[n:], "oui", "1", "2", "aide", "retour")).encode() for n in range(3))
TELEGRAM = _telegram()
WHATSAPP = _whatsapp()
WEB = (
    b'{"id": "aaaaaaaaaaaaaaaa", "text": "oui"}', b'{"id": "aaaaaaaaaaaaaaaa", "tap": "abc.1"}',
    b'{"id": "aaaaaaaaaaaaaaaa", "file": {"name": "cv.pdf", "size": 3, "type": "application/pdf"}}',
    b"id=aaaaaaaaaaaaaaaa&text=oui", b'{"shown": ["m1"], "seen": ["m2"]}', b'{"id": "aaaaaaaaaaaaaaaa", "open": "fr"}',
)  # fmt: skip
PLAIN = ("J'ai été vendeuse, à Rezé.\r\n".encode(), "vendeuse à Rezé".encode("utf-16"), "Бухгалтер".encode("cp1251"))
MODEL = (b'\0{"found": [{"field": "exp/e1/what", "quote": "x", "text": "y"}]}', b'\1{"text": "mieux"}')
VOICE = (b'{"text": " je fais le menage ", "language": "french"}', b'{"text": 1}', b"[]")
SMTP = (b"250 ok", b"550 5.1.1 no such user", b"421 later", b"535 5.7.8 bad password", b"552 5.2.2 mailbox full")
READER = (b"text\nje suis vendeuse", b"drawn jpg 3\n\xff\xd8", b"broken\n", b"")
PUSH = (
    json.dumps({
        "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
        "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    }).encode(),
)  # fmt: skip
SETTINGS = (
    b"PORT=8000\nLANGUAGES=fr,en\nHOURS=mon-fri 09:00-12:30\nTIMEZONE=Europe/Paris\nAGE=15\nKEEP_MONTHS=6",
    b"NUMBERS_CHECKED=2026-11-28\nCOUNTRY=fr\nLEASE=30\nPUBLIC_URL=https://cv.example.org/\nTELEGRAM_WEBHOOK=yes",
)
HOURS = (b"mon-fri 09:00-12:30 13:30-17:00, sat 09:00-12:00", b"sun-tue 0:00-24:00; wed 8:30-9:00")
MAIL = (b"smtp.example.org:587 atout@example.org", b"[::1]:25 a@b.fr", b"127.0.0.1 x@localhost")
FORMS = (b"text=oui&n=1&key=abc", b"text=%F0%9F%98%80&text.fr=%0D%0A", b"a=1&a=2")
HEADERS = (b"fr-FR,fr;q=0.9,en;q=0.8", b"https://cv.example.org:8443/x", b"http://[::1]:80", b"*;q=nan")
