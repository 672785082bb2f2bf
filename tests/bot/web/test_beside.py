"""The pages beside the chat, at the real door: no cookie, no script, in the reader's language, for every eye."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.channels.web.beside import NAMES, charter
from flows.content import Host
from tests.bot.web.asking import Browser
from tests.bot.web.house import House
from tests.bot.web.serving import LANGUAGES, site

PAGES = tuple(NAMES)
HOST = Host(operator="Ville d'Exemple", contact="<Accueil>, 01 99 00 12 34", channels=("WhatsApp",), months=3)
LINK = re.compile(r'<a [^>]*href="([^"]+)"')


@pytest.fixture
def browser(house: House) -> Browser:
    return Browser(house, site(host=HOST))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_each_is_read_without_a_cookie_in_every_language(browser: Browser, page: str, lang: str) -> None:
    response = await browser.http.get(f"/{page}?lang={lang}")
    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["cache-control"] == "no-store"
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in response.text
    assert "<script" not in response.text
    assert "$" not in response.text


async def test_the_language_is_that_of_the_browser_where_none_is_asked_for(browser: Browser) -> None:
    for asked in ({}, {"lang": '"><script>'}):
        page = await browser.http.get("/notice", params=asked, headers={"Accept-Language": "uk"})
        assert '<html lang="uk"' in page.text


@pytest.mark.parametrize("page", PAGES)
async def test_each_leads_to_the_others_to_other_languages_and_back(browser: Browser, page: str) -> None:
    all_of_them = LINK.findall((await browser.http.get(f"/{page}?lang=en")).text)
    found = {link for link in all_of_them if not link.startswith("#")}
    others = {f"/{name}?lang=en" for name in PAGES if name != page}
    assert found == {"/", *others, *(f"/{page}?lang={lang}" for lang in LANGUAGES if lang != "en")}
    assert [path for path in found if (await browser.http.get(path)).status_code != 200] == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_chat_leads_to_each_in_its_language(browser: Browser, lang: str) -> None:
    page = (await browser.http.get(f"/?lang={lang}")).text
    first, foot = page.split("<footer>")
    assert LINK.findall(foot) == [f"/{name}?lang={lang}" for name in PAGES]
    assert f'<p class="first"><a href="/notice?lang={lang}">' in first


async def test_the_notice_is_that_of_the_settings_and_its_words_are_escaped(browser: Browser) -> None:
    page = (await browser.http.get("/notice?lang=fr")).text
    assert "&lt;Accueil&gt;, 01 99 00 12 34" in page
    said = unescape(page).replace("\u00a0", " ")
    for words in ("Ville d'Exemple répond de ce programme.", "après 3 mois", "WhatsApp peut garder", "CNIL, cnil.fr"):
        assert words in said


async def test_every_promise_stands_with_the_tests_that_try_it(browser: Browser) -> None:
    page = unescape((await browser.http.get("/charte?lang=fr")).text)
    known = charter()
    assert page.count("<details>") == len({one.number for one in known.promises}) == 10
    names = [name.removeprefix("test_").replace("_", " ") for one in known.promises for name in one.tests]
    assert [name for name in names if f"<li>{name}</li>" not in page] == []
    assert f"Connexions vers l'extérieur : {known.outbound}." in page.replace("\u00a0", " ")
    assert f"Questions à une IA : {known.model}." in page.replace("\u00a0", " ")


async def test_each_answer_leads_to_the_promises_whose_tests_show_it(browser: Browser) -> None:
    page = (await browser.http.get("/charte?lang=fr")).text
    answers = page.split("<h3>")[1:]
    assert len(answers) == 7 + 4
    for answer in answers:
        leads = [link for link in LINK.findall(answer) if link.startswith("#")]
        assert leads
        assert [link for link in leads if page.count(f'id="{link[1:]}"') != 1] == []


async def test_the_charter_says_whether_an_ai_is_set_up_here(house: House) -> None:
    for helped, said in ((False, "aucune IA n'est réglée"), (True, "une IA est réglée")):
        page = await Browser(house, site(host=Host(helped=helped))).http.get("/charte?lang=fr")
        assert said in unescape(page.text)


async def test_the_statement_says_that_nobody_audited_and_what_the_law_calls_that(house: House) -> None:
    for country, lawful in (("FR", True), ("GB", False)):
        shown = site(host=Host(operator="Ville d'Exemple", country=country))
        page = unescape((await Browser(house, shown).http.get("/accessibilite?lang=fr")).text).replace("\u00a0", " ")
        assert "État : non audité." in page
        for words in ("la loi dit : non conforme", "Défenseur des droits", "Ville d'Exemple s'engage"):
            assert (words in page) is lawful
