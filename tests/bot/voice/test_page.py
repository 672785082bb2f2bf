"""A voice note recorded in a real Chromium, with a microphone that plays a file, before the real program.

What the ears hear is scripted; the sound that reaches them is what the browser recorded, encoded and sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flows.model import Phrase
from locales import translator
from tests.bot.test_serve import serving
from tests.bot.voice import sounds
from tests.bot.web.chromium import NEEDED, axe, launched, sideways
from tests.bot.web.test_interview import QUOTED, TELLS
from tests.doubles.hearing import KEY, Hearing, hearing_beside
from tests.renderers.readers import lost, pdfium

pytestmark = NEEDED

PHONE = {"width": 320, "height": 568}
SPOKEN = 500  # ms somebody speaks; a note of less than 400 is thrown away
YES = {"fr": "Oui.", "en": "Yes.", "ar": "نعم.", "uk": "Так."}
STEPS = ("activity", "confirm_skill", "tasks", "when", "project", "first_name", "contact", "place", "confirm_facts")
SAID = {
    "fr": ("Je fais le ménage chez une dame.", "Oui.", "Un, trois et quatre.", "Trois ans.", "Un.", "Amina.",
           "Zéro six, trente-neuf, quatre-vingt-dix-huit, dix, zéro un.", "Rezé.", "Oui."),
    "en": ("I clean the house of an old lady.", "Yes.", "One, three and four.", "Three years.", "Two.", "Amina.",
           "06 39 98 10 01.", "I live in Rezé.", "Yes."),
    "ar": ("أنظف منزل سيدة.", "نعم.", "واحد، ثلاثة وأربعة.", "ثلاث سنوات.", "واحد.", "أمينة.", "06 39 98 10 01.",
           "نانت.", "نعم."),
    "uk": ("Прибираю в однієї пані.", "Так.", "Один, три і чотири.", "Три роки.", "Один.", "Аміна.", "06 39 98 10 01.",
           "Нант.", "Так."),
}  # fmt: skip
PRACTICE = {  # what is said in a practice, besides what is told: numbers as they are spoken, and choices by their names
    "fr": {"open": "Entretien.", "one": "Un.", "go": "Démarrer.", "next": "La suivante.", "none": "Rien de tout ça."},
    "en": {"open": "Interview.", "one": "One.", "go": "Let us begin.", "next": "The next one.",
           "none": "None of these."},
    "ar": {"open": "مقابلة.", "one": "واحد.", "go": "هيا نبدأ التدريب.", "next": "سؤال آخر.", "none": "لا شيء من هذا."},
    "uk": {"open": "Співбесіда.", "one": "Один.", "go": "Починаймо.", "next": "Наступне запитання.",
           "none": "Нічого з цього."},
}  # fmt: skip
CALLED = ("open", "one", "one", "go", *("tell", "one", "tell", "next") * 2, "tell", "one", "none", "yes")


@dataclass
class Talk:
    """Somebody with a microphone, who speaks one language, and those who hear them."""

    page: Page
    lang: str
    heard: list[str]
    before: str = ""

    @property
    def topic(self) -> str:
        return self.page.locator("#log .bot[data-topic]").last.get_attribute("data-topic") or ""

    @property
    def question(self) -> str:
        return self.page.locator("#log .bot[data-topic]").last.get_attribute("id") or ""

    def begins(self, words: str) -> None:
        """Record."""
        self.before = self.question
        self.heard.append(words)
        self.page.locator("#mic").click()
        expect(self.page.locator("#since")).to_be_visible()

    def ends(self) -> None:
        """Send what was recorded."""
        self.page.locator("#mic").click()

    def waits(self) -> None:
        """Wait until something else is asked."""
        asked = f".bot[data-topic]:not([id='{self.before}'])"
        self.page.locator(f"[id='{self.before}'] ~ {asked}").last.wait_for(timeout=90_000)


class Table:
    """People who speak at the same time, each their own language, before one program.

    Together, since the page takes twenty messages a minute of each: one after the other, most of it would be waiting.
    Whoever hears is told the language; words of one person that came as another's would be missed by both.
    """

    def __init__(self, browser: Browser, at: str, ears: Hearing, langs: Iterable[str]) -> None:
        said: dict[str, list[str]] = {lang: [] for lang in langs}
        ears.hears = lambda _samples, lang: said[lang].pop(0)
        self.talks = {lang: Talk(opened(browser, at, lang), lang, said[lang]) for lang in said}

    def say(self, words: Mapping[str, str]) -> None:
        """Let each say something, see it read back, and say yes."""
        self._speak(words)
        for lang, talk in self.talks.items():
            expect(talk.page.locator("#log .bot").last).to_contain_text(words[lang].removesuffix("."))
        self._speak(YES)

    def _speak(self, words: Mapping[str, str]) -> None:
        for lang, talk in self.talks.items():
            talk.begins(words[lang])
        next(iter(self.talks.values())).page.wait_for_timeout(SPOKEN)
        for talk in self.talks.values():
            talk.ends()
        for talk in self.talks.values():
            talk.waits()

    def close(self) -> None:
        """Let them go."""
        for talk in self.talks.values():
            talk.page.context.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    voice = tmp_path_factory.mktemp("voice") / "voice.wav"
    voice.write_bytes(sounds.note(3.0, "wav"))
    with launched(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={voice}",
    ) as chromium:
        yield chromium


@contextmanager
def listening(home: Path) -> Iterator[tuple[str, Hearing]]:
    """The address of a program that hears, and whoever hears for it."""
    (home / "hearing.key").write_text(KEY, encoding="utf-8")
    (home / "hearing.key").chmod(0o600)
    with hearing_beside() as ears:
        told = {"ATOUT_HEAR": ears.at, "ATOUT_HEAR_KEY_FILE": str(home / "hearing.key")}
        with serving(home, **told) as (_, at):
            yield at, ears
        assert ears.wrong == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Hearing]]:
    with listening(tmp_path_factory.mktemp("spoken")) as found:
        yield found


@pytest.fixture
def table(browser: Browser, tmp_path: Path) -> Iterator[tuple[Table, Hearing]]:
    """One person a language, before a program of their own: only five may begin in a minute."""
    with listening(tmp_path) as (at, ears):
        seated = Table(browser, at, ears, YES)
        yield seated, ears
        seated.close()


def opened(browser: Browser, at: str, lang: str) -> Page:
    context = browser.new_context(locale=lang, viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(at)
    page.locator(".ask[open] button").first.click()
    page.locator("#log .bot[data-topic=activity]").wait_for()
    return page


def paper(page: Page) -> tuple[str, str]:
    """The name of the paper that was made and what a reader gets of it; its picture is looked at before."""
    page.locator(".file[download$='.pdf']").wait_for(timeout=60_000)
    expect(page.locator(".pic img")).to_have_js_property("complete", value=True)
    assert page.locator(".pic img").evaluate("(image) => image.naturalWidth") > 300
    with page.expect_download() as saved:
        page.locator(".file").click()  # there is one
    return saved.value.suggested_filename, pdfium(Path(saved.value.path()).read_bytes())


def test_a_first_cv_by_voice_alone(table: tuple[Table, Hearing]) -> None:
    seated, ears = table
    for n, topic in enumerate(STEPS):
        assert {lang: talk.topic for lang, talk in seated.talks.items()} == dict.fromkeys(SAID, topic)
        seated.say({lang: words[n] for lang, words in SAID.items()})
    for talk in seated.talks.values():
        name, read = paper(talk.page)
        assert name == "CV-Amina.pdf"
        assert "06 39 98 10 01" in read
        assert (sideways(talk.page), axe(talk.page)) == (0, [])
    assert all(0.3 < sent.seconds < 30 for sent in ears.sent)


def test_a_practice_interview_by_voice_alone(table: tuple[Table, Hearing]) -> None:
    seated, _ = table
    for name in CALLED:
        seated.say({lang: (PRACTICE[lang] | {"tell": TELLS[lang], "yes": YES[lang]})[name] for lang in YES})
    for lang, talk in seated.talks.items():
        name, read = paper(talk.page)
        assert (name, lost([QUOTED[lang].replace("'", "’")], read)) == ("Entretien.pdf", [])
        well = translator(lang)(Phrase("interview.well"))
        expect(talk.page.locator("#log .bot").filter(has_text=well)).to_contain_text(QUOTED[lang])
        assert (sideways(talk.page), axe(talk.page)) == (0, [])


def test_what_is_recorded_can_be_thrown_away(browser: Browser, house: tuple[str, Hearing]) -> None:
    at, ears = house
    page = opened(browser, at, "fr")
    before, mic = ears.asked, page.locator("#mic")
    for way in ("cross", "Escape"):
        mic.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("J'enregistre")
        expect(page.locator("#text")).to_be_hidden()
        expect(mic).to_have_attribute("aria-label", "Envoyer le message vocal")
        assert (sideways(page), axe(page)) == (0, [])
        page.locator("#drop").click() if way == "cross" else page.keyboard.press(way)
        expect(page.locator("#text")).to_be_visible()
        expect(mic).to_be_focused()
        expect(page.get_by_role("status")).to_be_empty()
    assert page.locator("#log .me").count() == 1
    assert ears.asked == before
    page.context.close()


def test_what_is_recorded_is_not_lost_to_another_language(browser: Browser, house: tuple[str, Hearing]) -> None:
    at, ears = house
    page = opened(browser, at, "fr")
    before = ears.asked
    page.locator("#mic").click()
    expect(page.locator("#since")).to_be_visible()
    beside = page.context.new_page()
    beside.goto(at)
    beside.locator("#text").fill("english please")
    beside.keyboard.press("Enter")
    expect(page.locator("#log .bot[lang=en]").last).to_be_visible()  # the page would speak English now
    page.wait_for_timeout(SPOKEN)
    expect(page.locator("#since")).to_be_visible()
    ears.hears = lambda _samples, _lang: "I clean the house of an old lady."
    page.locator("#mic").click()
    expect(page.locator("#log .bot").last).to_contain_text("I clean the house of an old lady")
    assert ears.asked == before + 1
    expect(page.locator("html")).to_have_attribute("lang", "en")  # and it does
    page.context.close()


def test_a_microphone_that_is_closed_is_said_and_none_shows_no_button(
    browser: Browser, house: tuple[str, Hearing]
) -> None:
    page = opened(browser, house[0], "ar")
    refuses = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.add_init_script(refuses)
    page.reload()
    page.locator("#mic").click()
    expect(page.get_by_role("status")).to_contain_text("الميكروفون مغلق")
    assert sideways(page) == 0
    page.add_init_script("delete window.MediaRecorder")
    page.reload()
    page.locator("#text").wait_for()
    expect(page.locator("#mic")).to_be_hidden()
    page.context.close()


def test_the_microphone_is_asked_for_only_where_somebody_hears(
    browser: Browser, house: tuple[str, Hearing], tmp_path: Path
) -> None:
    page = browser.new_page()
    open_to = page.goto(house[0])
    assert open_to is not None
    assert "microphone=(self)" in open_to.headers["permissions-policy"]
    assert "microphone=()" in page.request.get(f"{house[0]}/health").headers["permissions-policy"]
    with serving(tmp_path) as (_, at):
        closed = page.goto(at)
        assert closed is not None
        assert "microphone=()" in closed.headers["permissions-policy"]
        assert page.locator("#mic").count() == 0
    page.close()
