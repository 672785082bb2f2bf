"""A small house behind the real `Door`: in memory, with a scripted conversation, so that the page can be looked at.

It keeps the promises of the door that the page leans on: a delivery counts once, what was received is in the
transcript, a line belongs to one address.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from bot.channels.base import Arrival, Attachment, Bubble, BusyError, Button, Report, Shown, Writing, payload
from flows.model import Media, Open, Speak, Tap, Text
from locales.grammar import direction

Spoken = dict[str, tuple[str, tuple[tuple[str, str], ...], bool, str]]

DOORS = {
    "fr": ("Travail payé", "Maison et famille", "Aider quelqu'un", "Association", "Petits boulots"),
    "ar": ("عمل مدفوع", "البيت والأسرة", "مساعدة شخص", "جمعية أو حي", "أعمال صغيرة"),
    "en": ("Paid work", "Home and family", "Helping someone", "Association", "Small jobs"),
    "uk": ("Оплачувана робота", "Дім і родина", "Допомога комусь", "Громада", "Підробітки"),
}
ACTS = {
    "fr": ("Laver les sols", "Nettoyer la cuisine", "Refaire les lits", "Trier le linge", "Fermer les locaux"),
    "ar": ("غسل الأرضيات", "تنظيف المطبخ", "ترتيب الأسرّة", "فرز الغسيل", "إغلاق المكان"),
    "en": ("Wash floors", "Clean the kitchen", "Make the beds", "Sort laundry", "Lock up"),
    "uk": ("Мити підлогу", "Прибирати кухню", "Застеляти ліжка", "Сортувати білизну", "Зачиняти приміщення"),
}
WORDS = {
    "fr": {
        "hello": "Bonjour. Je suis un programme, pas une personne. La Maison de l'emploi répond de moi.",
        "ten": "En 10 minutes, un premier CV en PDF. Gratuit, sans contrôle ni sanction.",
        "keep": "Je garde vos réponses pour ce CV. Écrivez « effacer » quand vous voulez, « notice » pour tout savoir. "
        "Vous avez 15 ans ou plus : d'accord ?",
        "agree": "J'accepte|Je refuse|Moins de 15 ans",
        "done": "Qu'avez-vous déjà fait, payé ou non ? Un seul exemple suffit.",
        "card": "« Faire le ménage chez un particulier »\nVos mots : « {said} »",
        "yes": "Oui|Changer|Non",
        "acts": "Gardé. Que faites-vous là ? Plusieurs chiffres possibles : 1 3 4.",
        "phone": "Gardé. Quel numéro de téléphone sur le CV ?",
        "fixed": "Plus|Autre|Menu",
        "skip": "Passer",
        "here": "Votre CV est là. Pour l'envoyer : appuyez dessus, puis Transférer.",
        "got": "C'est noté. On continue ?",
    },
    "ar": {
        "hello": "مرحبًا. أنا برنامج ولست شخصًا. دار التشغيل مسؤولة عني.",
        "ten": "خلال 10 دقائق، سيرة ذاتية أولى بصيغة PDF. مجانًا، بلا مراقبة ولا عقوبة.",
        "keep": "أحفظ إجاباتك لإعداد هذه السيرة. للحذف في أي وقت: «حذف»، ولمعرفة كل شيء: «بيان». "
        "عمرك 15 سنة أو أكثر: موافق؟",
        "agree": "أوافق|لا أوافق|أقل من 15 سنة",
        "done": "ما العمل الذي سبق لك القيام به، بأجر أو بدونه؟ مثال واحد يكفي.",
        "card": "«تنظيف منزل خاص»\nكلماتك: «\u2068{said}\u2069»",
        "yes": "نعم|تغيير|لا",
        "acts": "حُفظ. ما الذي يتم هناك؟ يمكن اختيار عدة أرقام: 1 3 4.",
        "phone": "حُفظ. ما رقم الهاتف في السيرة؟ مثلًا \u2068+33 6 12 34 56 78\u2069",
        "fixed": "المزيد|غير ذلك|القائمة",
        "skip": "تخطي",
        "here": "سيرتك الذاتية هنا. للإرسال: الضغط عليها ثم إعادة التوجيه.",
        "got": "تم. هل نتابع؟",
    },
}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea735"
    "81840000000049454e44ae426082"
)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


@dataclass
class Talk:
    """One conversation."""

    lang: str = "fr"
    lines: list[Shown] = field(default_factory=list)
    asks: dict[str, Sequence[str]] = field(default_factory=dict)
    step: int = 0


class House:
    """The double. `busy` makes it refuse; `received` counts what really entered."""

    def __init__(self) -> None:
        self.talks: dict[str, Talk] = defaultdict(Talk)
        self.seen: set[str] = set()
        self.received: list[Arrival] = []
        self.busy = False
        self.reports: list[tuple[str, Report]] = []
        self.writing: list[str] = []
        self.slow = 0.0
        self.waiting: dict[str, list[asyncio.Queue[Shown | Writing]]] = defaultdict(list)
        self.count = 0
        self.picture, self.pdf = PICTURE, PDF
        self.apps: Sequence[tuple[str, str]] = ()

    # ------------------------------------------------------------ the door

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        if self.busy:
            raise BusyError
        await asyncio.sleep(self.slow)
        for arrival in arrivals:
            if arrival.ext_id not in self.seen:
                self.seen.add(arrival.ext_id)
                self.received.append(arrival)
                self._answer(arrival, self.talks[arrival.address])

    async def reported(self, channel: str, address: str, report: Report) -> None:
        assert channel == "web"
        self.reports.append((address, report))

    async def answers(self, channel: str, address: str) -> bool:
        raise NotImplementedError

    async def writes(self, channel: str, address: str) -> None:
        assert channel == "web"
        self.writing.append(address)

    async def transcript(self, channel: str, address: str, after: str = "") -> Sequence[Shown]:
        assert channel == "web"
        lines = self.talks[address].lines if address in self.talks else []
        at = next((n for n, line in enumerate(lines) if line.id == after), -1)
        return tuple(lines[at + 1 :])

    async def document(self, channel: str, address: str, line: str) -> tuple[Attachment, bytes] | None:
        for one in await self.transcript(channel, address):
            if one.id == line and one.bubble and one.bubble.file:
                file = one.bubble.file
                return file, self.picture if file.format == "png" else self.pdf
        return None

    async def doors(self) -> Sequence[tuple[str, str]]:
        return self.apps

    async def depart(self, channel: str, address: str) -> None:
        assert channel == "web"
        self.talks.pop(address, None)

    async def listen(self, channel: str, address: str) -> AsyncIterator[Shown | Writing]:
        assert channel == "web"
        queue: asyncio.Queue[Shown | Writing] = asyncio.Queue()
        self.waiting[address].append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self.waiting[address].remove(queue)

    # ------------------------------------------------------------ the script

    def push(self, address: str, text: str, by: str = "bot") -> None:
        """Say something that nobody asked for."""
        self._say(self.talks[address], address, text, by=by)

    def give(self, address: str, kind: str, mime: str, name: str) -> None:
        """Say that a file is here, which nobody asked for."""
        self._file(self.talks[address], address, kind, mime, name)

    def writes_to(self, address: str, by: str) -> None:
        """Somebody writes to this person now."""
        for queue in self.waiting[address]:
            queue.put_nowait(Writing(by, self.talks[address].lang))

    def _answer(self, arrival: Arrival, talk: Talk) -> None:
        body, address = arrival.body, arrival.address
        match body:
            case Open(lang) | Speak(lang):
                talk.lang = lang if lang in WORDS else talk.lang
                if isinstance(body, Speak):
                    self._ask(talk, address, "done", DOORS[talk.lang], fixed=True)
                else:
                    self._hello(talk, address)
                return
            case Text(text):
                self._heard(talk, address, text)
            case Tap(ask, choice):
                labels = talk.asks.get(ask, ())
                at = int(choice) if choice.isdecimal() else len(labels)
                text = labels[at] if at < len(labels) else ""
                if not text:
                    self._say(talk, address, WORDS[talk.lang]["got"])
                    return
                self._heard(talk, address, text)
            case Media(kind, name):
                self._heard(talk, address, name or kind)
                self._say(talk, address, WORDS[talk.lang]["got"])
                return
            case _:
                text = ""
        self._next(talk, address, text)

    def _hello(self, talk: Talk, address: str) -> None:
        words = WORDS[talk.lang]
        self._say(talk, address, words["hello"])
        self._say(talk, address, words["ten"])
        self._ask(talk, address, "keep", words["agree"].split("|"))

    def _next(self, talk: Talk, address: str, said: str) -> None:
        talk.step += 1
        words = WORDS[talk.lang]
        match talk.step:
            case 1:
                self._ask(talk, address, "done", DOORS[talk.lang], fixed=True)
            case 2:
                self._ask(talk, address, "card", words["yes"].split("|"), said=said)
            case 3:
                self._ask(talk, address, "acts", ACTS[talk.lang], fixed=True, several=True)
            case 4:
                self._ask(talk, address, "phone", (), fixed=True, want="contact", skip=True)
            case 5:
                name = "CV-Amina"
                self._file(talk, address, "png", "image/png", f"{name}.png")
                self._file(talk, address, "pdf", "application/pdf", f"{name}.pdf")
                self._say(talk, address, words["here"])
            case _:
                self._say(talk, address, words["got"])

    def _heard(self, talk: Talk, address: str, text: str) -> None:
        self._show(talk, address, Shown(self._id(), self.count, "person", text=text))

    def _say(self, talk: Talk, address: str, text: str, by: str = "bot") -> None:
        key = self._id()
        bubble = Bubble(key, text, talk.lang, direction(talk.lang), by=by)
        self._show(talk, address, Shown(key, self.count, by, bubble))

    def _file(self, talk: Talk, address: str, kind: str, mime: str, name: str) -> None:
        key = self._id()
        bubble = Bubble(key, "", talk.lang, direction(talk.lang), file=Attachment("cv", kind, name, mime, 1))
        self._show(talk, address, Shown(key, self.count, "bot", bubble))

    def _ask(  # noqa: PLR0913 - one bubble has this many sides
        self,
        talk: Talk,
        address: str,
        word: str,
        labels: Sequence[str],
        *,
        fixed: bool = False,
        several: bool = False,
        said: str = "",
        want: str = "",
        skip: bool = False,
    ) -> None:
        key, words = self._id(), WORDS[talk.lang]
        ask = f"ask{key}"
        names = [(f"c:{n}", label) for n, label in enumerate(labels)]
        if skip:
            names.append(("skip", words["skip"]))
        elif fixed:
            names += zip(("more", "other", "menu"), words["fixed"].split("|"), strict=True)
        if word == "card":
            names = [("yes", names[0][1]), ("change", names[1][1]), ("no", names[2][1])]
        talk.asks[ask] = [label for _, label in names]
        buttons = tuple(Button(payload(ask, n), name, label) for n, (name, label) in enumerate(names))
        bubble = Bubble(
            key,
            words[word].format(said=said),
            talk.lang,
            direction(talk.lang),
            buttons,
            several=several,
            question=word,
            ask=ask,
            topic=word,
            want=want,
        )
        self._show(talk, address, Shown(key, self.count, "bot", bubble))

    def _show(self, talk: Talk, address: str, shown: Shown) -> None:
        talk.lines.append(shown)
        for queue in self.waiting[address]:
            queue.put_nowait(shown)

    def _id(self) -> str:
        self.count += 1
        return f"m{self.count:04d}"
