"""Listening in a real Chromium: a button on each bubble of the program, where the installation has a voice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.voice.espeak import PROGRAM
from flows.model import Phrase
from locales.translate import translator
from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe, sideways

pytestmark = NEEDED

SPOKEN = pytest.mark.skipif(not shutil.which(PROGRAM), reason=f"no {PROGRAM} on this machine")


@SPOKEN
def test_on_the_web_each_bubble_has_a_button_and_the_sound_plays(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, ATOUT_SPEAK_LANGUAGES="fr,ar") as (_, at):
        for lang, yes in (("fr", "oui"), ("ar", "نعم")):
            page = chromium.new_context(locale=lang, viewport={"width": 320, "height": 640}).new_page()
            page.goto(at)
            page.wait_for_selector(".ask[open]")
            page.fill("#text", yes)
            page.locator(".send").click()
            said = page.locator("#log .bot:not(.human)", has=page.locator(":scope > p"))
            button = said.last.locator(".hear")
            expect(button).to_have_attribute("aria-pressed", "false")
            assert page.locator(".hear").count() >= 3
            assert (axe(page), sideways(page)) == ([], 0)
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
            expect(button).to_have_attribute("aria-pressed", "false", timeout=120_000)  # it was heard to its end
            assert page.locator("#notice").text_content() == ""
            page.fill("#text", {"fr": "écouter", "ar": "استماع"}[lang])
            page.locator(".send").click()
            sound = page.locator("#log audio.voice")
            expect(sound).to_have_count(1, timeout=120_000)
            heard = "one.currentTime ? yes(true) : one.addEventListener('timeupdate', () => yes(true))"
            begun = f"one => new Promise((yes) => {heard})"
            assert sound.evaluate(begun), "it begins by itself"
            assert (axe(page), sideways(page)) == ([], 0)


def test_without_a_voice_there_is_no_button(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        page = chromium.new_page()
        page.goto(at)
        page.wait_for_selector(".ask[open]")
        assert page.locator(".hear").count() == 0


def test_a_voice_elsewhere_that_nobody_agreed_to_says_where_to_and_a_broken_one_that_it_is(
    chromium: Browser, tmp_path: Path
) -> None:
    say = translator("fr")
    nobody = "http://0.0.0.0:9"
    with serving(tmp_path, ATOUT_SPEAK=nobody, ATOUT_SPEAK_LANGUAGES="fr") as (_, at):
        page = chromium.new_context(locale="fr").new_page()
        page.goto(at)
        page.wait_for_selector(".ask[open]")
        page.locator(".hear").last.click()
        expect(page.locator("#notice")).to_have_text(say(Phrase("aloud.refused")))
        for words in ("oui", "écouter", "oui"):
            lines = page.locator("#log .bot").count()
            page.fill("#text", words)
            page.locator(".send").click()
            expect(page.locator("#log .bot").nth(lines)).to_be_visible()
        page.locator(".hear").last.click()
        expect(page.locator("#notice")).to_have_text(say(Phrase("aloud.failed")), timeout=60_000)
