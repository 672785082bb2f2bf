"""Two tabs of one counsellor, too much at once, and a page that is still open when it should see nothing more."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx2
import pytest

from bot.desk.bell import MOST, Ring
from bot.desk.web import HANDS, PACE
from bot.store.base import Session
from bot.store.following import Bond
from bot.store.staff import Role
from flows.model import Holder, Kind, Text, Value
from tests.bot.desk.full import BEGUN, Full
from tests.bot.desk.office import Office, hidden
from tests.patience import BUSY

EVENTS = {"Accept": "text/event-stream"}
SILENCE = 1.0  # seconds after which a stream that was to say something would have said it


@pytest.fixture
def full(office: Office) -> Full:
    """Anna and Bilal, and Awa, whom Anna talks to."""
    made = Full(office)
    made.staff = {"Anna": office.joined(name="Anna"), "Bilal": office.joined(name="Bilal")}
    made.staff["Omar"] = office.joined(Role.OPERATOR, "Omar")
    made.says("awa", *BEGUN, Text("une personne"), Text("oui"))
    return made


def said(full: Full) -> list[str]:
    """What counsellors said to Awa."""

    def work(tx: Session) -> list[str]:
        found = full.conversation_in(tx, "awa")
        return [
            line.bubble.text for line in tx.lines(found.who, found.id, "") if line.bubble and line.bubble.by != "bot"
        ]

    return full.did(full.office.house.run(work))


def form(full: Full, text: str, key: str) -> dict[str, str]:
    return {"n": full.floor("awa"), "text": text, "key": key}


# ---------------------------------------------------------------- two tabs


def test_a_press_that_comes_twice_is_said_once(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    one = form(full, "Bonjour", "the same page")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: anna.post(f"{path}/say", data=one).status_code, range(8)))
    assert done == [303] * 8
    assert said(full) == ["Bonjour"]
    assert "Bonjour</textarea>" not in anna.get(path).text  # nothing to send again


def key_of(page: str) -> str:
    """What the form to answer with is marked with."""
    return hidden(page.partition('<form id="say"')[2], "key")


def test_a_draft_that_is_sent_from_two_tabs_is_said_once(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    n, begun = full.floor("awa"), key_of(anna.get(path).text)
    anna.post(f"{path}/draft", data={"n": n, "text": "Bonjour Awa", "key": begun})
    tabs = [anna.get(path).text for _ in range(2)]
    assert all("Bonjour Awa</textarea>" in tab for tab in tabs)
    assert {key_of(tab) for tab in tabs} == {begun}  # it is one draft, wherever it is shown
    for tab in tabs:
        assert anna.post(f"{path}/say", data={"n": n, "text": "Bonjour Awa", "key": key_of(tab)}).status_code == 303
    assert said(full) == ["Bonjour Awa"]
    again = anna.get(path).text
    assert "Bonjour Awa</textarea>" not in again
    assert key_of(again) != begun


def test_what_the_second_tab_changed_is_said_as_well(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    n, begun = full.floor("awa"), key_of(anna.get(path).text)
    for text in ("Bonjour", "Bonjour, demain à neuf heures ?", "Bonjour"):
        assert anna.post(f"{path}/say", data={"n": n, "text": text, "key": begun}).status_code == 303
    assert said(full) == ["Bonjour", "Bonjour, demain à neuf heures ?"]


def test_what_is_being_written_in_one_tab_outlives_what_the_other_sends(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    n, one, other = full.floor("awa"), *(key_of(anna.get(path).text) for _ in range(2))
    assert one != other  # nothing was begun: each page begins something of its own
    anna.post(f"{path}/draft", data={"n": n, "text": "La suite", "key": one})
    for _ in range(2):
        anna.post(f"{path}/say", data={"n": n, "text": "Un instant", "key": other})
    assert said(full) == ["Un instant"]
    assert "La suite</textarea>" in anna.get(path).text


def test_a_draft_that_comes_after_its_words_were_said_is_none(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    begun = key_of(anna.get(path).text)
    anna.post(f"{path}/say", data=form(full, "Bonjour", begun))
    assert anna.post(f"{path}/draft", data=form(full, "Bonjour ", begun)).status_code == 303
    assert "Bonjour </textarea>" not in anna.get(path).text
    anna.post(f"{path}/draft", data=form(full, "Bonjour Awa", begun))
    assert "Bonjour Awa</textarea>" in anna.get(path).text


def test_of_a_mark_only_its_beginning_is_kept(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    anna.post(f"{path}/draft", data={"n": full.floor("awa"), "text": "Bonjour", "key": "Zzq " * 5000})
    assert key_of(anna.get(path).text) == "Zzq " * 10
    assert anna.post(f"{path}/say", data=form(full, "Bonjour", "Zzq " * 5000)).status_code == 303
    assert "Bonjour</textarea>" not in anna.get(path).text


@pytest.mark.parametrize("what", ["note", "suggest"])
def test_a_note_or_a_proposal_is_kept_once_a_page(full: Full, what: str) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    form = anna.get(path).text.partition(f'action="{path}/{what}"')[2]
    fields = {"n": full.floor("awa"), "qid": "cv/name", "text": "Awa", "key": hidden(form, "key")}
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: anna.post(f"{path}/{what}", data=fields).status_code, range(4)))
    assert done == [303] * 4
    assert anna.post(f"{path}/{what}", data={**fields, "text": "Awa Diallo"}).status_code == 303

    def work(tx: Session) -> list[str]:
        return [line.what for line in tx.accounts.logged(full.conversation_in(tx, "awa").who)]

    assert full.did(full.office.house.run(work)).count(what) == 2


def test_what_is_sent_without_a_mark_of_its_page_is_said_each_time(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    for word in ("un", "deux"):
        assert anna.post(f"{path}/say", data={"n": full.floor("awa"), "text": word}).status_code == 303
    assert said(full) == ["un", "deux"]


def test_what_is_sent_after_it_was_given_back_is_handed_back(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    late = form(full, "Ce que j'ai <écrit>", "k")
    assert anna.post(f"{path}/give-back", data={"n": late["n"]}).status_code == 303
    answer = anna.post(f"{path}/say", data=late)
    assert answer.status_code == 409
    assert "Ce que j&#39;ai &lt;écrit&gt;</textarea>" in answer.text
    assert said(full) == []


def test_what_was_written_in_a_case_that_went_to_a_colleague_is_handed_back(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    late = form(full, "trop tard", "k")
    bilal = next(one.id for one in full.office.tell(lambda known: known.all()) if one.name == "Bilal")
    assert anna.post(f"{path}/transfer", data={"n": late["n"], "to": bilal}).status_code == 303
    for name in ("say", "note", "suggest", "draft"):
        answer = anna.post(f"{path}/{name}", data={**late, "qid": "cv/name"})
        assert answer.status_code == 409
        assert "trop tard</textarea>" in answer.text
        assert "Bilal" in answer.text
    assert said(full) == []


def test_a_case_is_claimed_once_in_two_tabs_and_given_back_once(full: Full) -> None:
    found, anna = full.conversation("awa"), full.staff["Anna"].http
    path = f"/desk/case/{found.id}"
    with ThreadPoolExecutor(8) as pool:
        done = sorted(pool.map(lambda _: anna.post(f"{path}/claim").status_code, range(8)))
    assert done == [303] + [409] * 7
    n = full.floor("awa")
    with ThreadPoolExecutor(8) as pool:
        done = sorted(pool.map(lambda _: anna.post(f"{path}/give-back", data={"n": n}).status_code, range(8)))
    assert done == [303] + [409] * 7
    floor = full.conversation("awa").state.floor
    assert (floor.holder, floor.n) == (Holder.BOT, int(n) + 1)


def test_an_old_tab_does_not_speak_in_a_floor_that_moved_and_came_back(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    old = form(full, "d'avant", "k")
    anna.post(f"{path}/give-back", data={"n": old["n"]})
    assert anna.post(f"{path}/claim").status_code == 303
    assert anna.post(f"{path}/say", data=old).status_code == 409
    assert said(full) == []
    assert "d&#39;avant" in anna.get(path).text


# ---------------------------------------------------------------- whom nobody takes back


@pytest.mark.parametrize("words", ["assistant", "ne plus être suivi"])
def test_whom_the_person_left_takes_nothing_back_before_they_ask_again(full: Full, words: str) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    if words != "assistant":
        follows(full)
    full.says("awa", Text(words))
    assert full.conversation("awa").state.floor.holder is Holder.BOT
    page = anna.get("/desk/queue?view=sleeping").text
    assert f"{path}/claim" not in page
    assert ("la personne a repris avec" in page) is (words == "assistant")  # who is followed no more is in no list
    for name in ("Anna", "Bilal"):
        refused = full.staff[name].http.post(f"{path}/claim")
        assert refused.status_code == 409
        assert "redemander quelqu&#39;un" in refused.text
    late = anna.post(f"{path}/say", data=form(full, "attendez", "k"))
    assert (late.status_code, said(full)) == (409, [])
    assert "attendez</textarea>" in late.text
    full.says("awa", Text("une personne"))
    assert anna.post(f"{path}/claim").status_code == 303


def follows(full: Full) -> None:
    """Anna follows Awa, who agreed."""
    found = full.conversation("awa")
    anna = found.state.floor.owner

    def work(tx: Session) -> None:
        tx.bonds.begin(Bond("b" * 20, found.who, anna, full.office.clock()))

    full.did(full.office.house.run(work))
    full.tells("awa", f"follow/{anna}", Value(Kind.CHOICE, ids=("agree", "follow.1"), text="Anna"))


def test_a_request_that_was_taken_back_is_not_taken(full: Full) -> None:
    path = f"/desk/case/{full.conversation('awa').id}"
    full.says("awa", Text("retirer ma demande"))
    refused = full.staff["Anna"].http.post(f"{path}/claim")
    assert refused.status_code == 409
    assert "redemander quelqu&#39;un" in refused.text


@pytest.mark.parametrize("way", ["give-back", "close"])
def test_who_gave_back_or_ended_a_talk_may_take_it_up_again(full: Full, way: str) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    anna.post(f"{path}/{way}", data={"n": full.floor("awa")})
    full.says("awa", Text("merci"))
    assert f"{path}/claim" in anna.get("/desk/queue?view=sleeping").text
    assert full.staff["Bilal"].http.post(f"{path}/claim").status_code == 409
    assert anna.post(f"{path}/claim").status_code == 303


# ---------------------------------------------------------------- too much


def test_of_a_thousand_messages_in_a_minute_sixty_are_said(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    n = full.floor("awa")
    with full.office.clock.stands(), ThreadPoolExecutor(4) as pool:
        send = lambda i: anna.post(f"{path}/say", data={"n": n, "key": f"k{i}", "text": f"no {i}"})  # noqa: E731 - once
        answers = list(pool.map(send, range(1000)))
    assert sorted({one.status_code for one in answers}) == [303, 429]
    assert len(said(full)) == PACE
    refused = next(one for one in answers if one.status_code == 429)
    assert "Ce que vous avez écrit est gardé" in refused.text
    full.office.clock.ahead += 61_000
    assert anna.post(f"{path}/say", data={"n": n, "key": "later", "text": "plus tard"}).status_code == 303


@pytest.mark.parametrize("what", ["note", "suggest", "draft"])
def test_what_hands_do_not_do_in_a_minute_is_refused_and_handed_back(full: Full, what: str) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    fields = {"n": full.floor("awa"), "qid": "cv/name", "text": "Awa D'Aïr"}
    with full.office.clock.stands():
        assert [anna.post(f"{path}/{what}", data=fields).status_code for _ in range(HANDS)] == [303] * HANDS
        refused = anna.post(f"{path}/{what}", data=fields)
        assert refused.status_code == 429
        assert "Dans une minute" in refused.text
        assert "Awa D&#39;Aïr</textarea>" in refused.text
        scripted = anna.post(f"{path}/draft", data=fields, headers={"Accept": "application/json"})
        assert (scripted.status_code, scripted.json()["error"]) == (429, "desk.error.often")
        assert anna.get(f"{path}/summary?format=txt").status_code == 429  # what leaves the page counts with it
        assert anna.get(f"{path}/cv").status_code == 429
    assert anna.get(path).status_code == 200  # to look is free
    assert anna.post(f"{path}/say", data={**fields, "key": "k"}).status_code == 303  # who speaks is not held up
    other = full.office.browser()
    full.staff["Anna"].sign_in(other)
    assert other.post(f"{path}/{what}", data=fields).status_code == 303
    full.office.clock.ahead += 61_000
    assert anna.post(f"{path}/{what}", data=fields).status_code == 303


def test_the_oldest_of_too_many_open_pages_gives_way(full: Full) -> None:
    with ExitStack() as stack, httpx2.Client(limits=httpx2.Limits(max_connections=None)) as many:
        many.cookies = full.staff["Anna"].http.cookies
        opened = [
            stack.enter_context(many.stream("GET", f"{full.office.at}/desk/queue/events", headers=EVENTS))
            for _ in range(MOST + 6)
        ]
        ends = [threading.Thread(target=lambda one=one: list(one.iter_raw()), daemon=True) for one in opened]
        for one in ends:
            one.start()
        for one in ends[:6]:
            one.join(60)
        assert [one.is_alive() for one in ends].count(False) >= 6
        assert full.staff["Bilal"].http.get("/desk/queue").status_code == 200
        full.office.loop.call_soon_threadsafe(full.office.house.office.bell.close)
        for one in ends:
            one.join(60)


# ---------------------------------------------------------------- open, and not to be told any more


class Listening:
    """A page that is open: what it was sent so far, and whether it was ended."""

    def __init__(self, full: Full, name: str, path: str) -> None:
        self.told = ""
        self.heard = threading.Event()
        self._http = httpx2.Client(cookies=full.staff[name].http.cookies)
        self._url = f"{full.office.at}{path}"
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        assert self.heard.wait(60)

    def until(self, words: str) -> None:
        """Wait until it was sent these."""
        end = time.monotonic() + BUSY
        while words not in self.told:
            assert time.monotonic() < end, self.told
            time.sleep(0.02)

    def _listen(self) -> None:
        with self._http.stream("GET", self._url, headers=EVENTS) as answer:
            for part in answer.iter_text():
                self.told += part
                if "event:" in self.told:
                    self.heard.set()


def ends(full: Full, how: str, path: str) -> None:
    """Anna's session, account or hold of the case ends."""
    anna, ids = full.staff["Anna"], {one.name: one.id for one in full.office.tell(lambda known: known.all())}
    other = full.office.browser(Cookie=f"atout-desk={anna.http.cookies['atout-desk']}")
    n = full.floor("awa")
    fields = {
        "signed out": ("/desk/sign-out", {}),
        "sessions ended": ("/desk/account/sessions", {"session": ""}),
        "given back": (f"{path}/give-back", {"n": n}),
        "closed": (f"{path}/close", {"n": n}),
        "transferred": (f"{path}/transfer", {"n": n, "to": ids["Bilal"]}),
    }
    if how == "disabled":
        answer = full.staff["Omar"].http.post("/desk/staff/disable", data={"account": ids["Anna"]})
    elif how == "sessions ended":
        other = full.office.browser()
        anna.sign_in(other)
        answer = other.post(fields[how][0], data=fields[how][1])
    else:
        answer = other.post(fields[how][0], data=fields[how][1])
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("how", ["signed out", "sessions ended", "disabled", "given back", "closed", "transferred"])
def test_an_open_page_is_told_nothing_more_once_it_may_not_be(full: Full, how: str) -> None:
    path = full.takes("Anna", "awa")
    listening = Listening(full, "Anna", f"{path}/events")
    full.says("awa", Text("avant la fin"))
    ends(full, how, path)
    full.says("awa", Text("Zzqafter"))
    full.office.loop.call_soon_threadsafe(full.office.house.office.bell.ring, Ring("", moved=True))
    if how in {"signed out", "sessions ended", "disabled"}:
        listening.thread.join(60)
        assert not listening.thread.is_alive()
    else:
        listening.until("data-gone")
        listening.thread.join(SILENCE)
    assert "Zzqafter" not in listening.told


# ---------------------------------------------------------------- what could not be said


LATE = "Ce que j'ai écrit"


def box(page: str) -> str:
    """What stands in the box to answer with."""
    return page.partition('<textarea id="text"')[2].partition(">")[2].partition("</textarea>")[0]


@pytest.mark.parametrize("way", ["expires", "given back", "closed"])
def test_what_was_written_after_the_floor_was_lost_comes_back_with_it(full: Full, way: str) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    late = form(full, LATE, key_of(anna.get(path).text))
    if way == "expires":
        full.office.clock.ahead += 20 * 60_000
        anna.get("/desk/queue")  # they are signed in still, and gave no sign
        full.office.clock.ahead += 11 * 60_000
        full.did(full.office.house.office.rounds.settle())
        assert full.conversation("awa").state.floor.holder is Holder.WAITING
    else:
        end = "give-back" if way == "given back" else "close"
        assert anna.post(f"{path}/{end}", data={"n": late["n"]}).status_code == 303
    answer = anna.post(f"{path}/say", data=late)
    assert answer.status_code == 409
    assert "Ce que vous avez écrit est gardé" in answer.text
    assert anna.post(f"{path}/claim").status_code == 303
    assert box(anna.get(path).text) == "Ce que j&#39;ai écrit"
    assert said(full) == []


def test_a_page_that_keeps_what_is_written_keeps_it_after_the_floor_was_lost(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    late = form(full, LATE, key_of(anna.get(path).text))
    anna.post(f"{path}/give-back", data={"n": late["n"]})
    told = anna.post(f"{path}/draft", data=late, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["error"]) == (409, "desk.error.not_held")
    assert "est gardé" in told.json()["say"]
    anna.post(f"{path}/claim")
    assert box(anna.get(path).text) == "Ce que j&#39;ai écrit"


def test_who_never_had_the_case_is_not_told_that_anything_is_kept(full: Full) -> None:
    path, bilal = full.takes("Anna", "awa"), full.staff["Bilal"].http
    answer = bilal.post(f"{path}/say", data=form(full, LATE, "k"))
    assert answer.status_code == 409
    assert "gardé" not in answer.text
    assert "Ce que j&#39;ai écrit</textarea>" in answer.text  # to be copied
    note = full.staff["Anna"].http.post(f"{path}/note", data={"text": "n" * 4001, "key": "k"})
    assert note.status_code == 409
    assert "gardé" not in note.text
    assert "n" * 4001 in note.text


def test_more_than_a_form_takes_is_handed_back_as_far_as_it_was_read(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    answer = anna.post(f"{path}/say", data=form(full, "Bonjour, " + "é" * 70_000, "k"))
    assert answer.status_code == 413
    assert "4 000 signes" in answer.text.replace("\u00a0", " ").replace("\u202f", " ")
    words = answer.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert words.startswith("Bonjour, ééé")
    assert len(words) > 4_000
    assert set(words[9:]) == {"é"}


def test_what_is_sent_after_the_session_ended_is_handed_back(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    full.office.clock.ahead += 31 * 60_000
    answer = anna.post(f"{path}/say", data=form(full, "Ce que j'ai <écrit>", "k"))
    assert answer.status_code == 401
    assert "Ce que j&#39;ai &lt;écrit&gt;</textarea>" in answer.text
    assert said(full) == []


# ---------------------------------------------------------------- what is on the page of a case


def acts(page: str) -> str:
    """The buttons over a talk that are seen without opening anything."""
    return page.partition('<div class="acts">')[2].partition("<details")[0]


def test_still_on_it_is_one_press_and_stands_out_when_little_time_is_left(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    assert '<button class="plain">Je suis toujours dessus' in acts(anna.get(path).text)
    full.office.clock.ahead += 21 * 60_000
    low = acts(anna.get(path).text)
    assert "<button>Je suis toujours dessus" in low
    assert "Sans signe d&#39;ici 10\u00a0min" in low.replace("10 min", "10\u00a0min")
    assert anna.post(f"{path}/here", data={"here": ""}).status_code == 303
    assert '<button class="plain">Je suis toujours dessus' in acts(anna.get(path).text)


def test_words_that_worry_are_marked_on_a_page_that_is_open(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    assert "Mots qui inquiètent" not in anna.get(path).text

    def worries(tx: Session) -> None:
        tx.cases.put(full.conversation_in(tx, "awa"), full.office.clock(), urgent=True)

    with anna.stream("GET", f"{path}/events", headers=EVENTS) as answer:
        told = ""
        for part, _ in zip(answer.iter_text(), range(12), strict=False):
            told += part
            if part.startswith("event: lines") and "encore un mot" not in told:
                full.did(full.office.house.run(worries))
                full.says("awa", Text("encore un mot"))
            if "Mots qui inquiètent" in told:
                break
    assert "event: flag\ndata: <strong" in told


def test_a_ready_reply_in_another_language_says_which(full: Full) -> None:
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    anna.post("/desk/replies", data={"id": "new", "shortcut": "rdv", "text.fr": "Quel jour ?", "text.en": "Which day?"})
    anna.post("/desk/replies", data={"id": "new", "shortcut": "hi", "text.en": "Good morning"})
    ready = anna.get(path).text.partition('class="ready"')[2]
    assert '<span lang="fr" dir="auto">Quel jour ?</span></li>' in ready
    assert '<span lang="en" dir="auto">Good morning</span> <strong class="flag">en anglais</strong></li>' in ready


def test_the_search_says_what_it_reads(full: Full) -> None:
    assert (
        "La recherche lit les échanges qui sont avec vous maintenant"
        in full.staff["Anna"].http.get("/desk/search").text
    )
