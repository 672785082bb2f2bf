"""Reading a talk that is long: its older lines, what was changed in it, and where the summary leads."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.channels.base import Arrival
from bot.desk.opening import LINES, READS
from bot.store.base import Session
from bot.store.staff import Role
from flows.model import Body, Edit, Open, Text
from tests.bot.desk.full import BEGUN, PRIVATE, Full, text, with_private
from tests.bot.desk.office import Office, content, opened

ASKS = (Text("une personne"), Text("oui"))
WORDS = "je ne sais plus comment payer mon loyer"


@pytest.fixture
def full(office: Office) -> Full:
    """Anna and a lead, and Awa, who told what she does."""
    made = Full(office)
    made.staff = {"Anna": office.joined(name="Anna"), "Lea": office.joined(Role.LEAD, "Lea")}
    made.says("awa", *BEGUN)
    return made


def ids(page: str) -> list[str]:
    return re.findall(r'<li id="m(\w+)"', page)


def linked(page: str, words: str) -> str:
    """Where the first link leads that has these words."""
    found = re.search(rf'<a href="([^"]*)">(?:(?!</a>).)*{re.escape(words)}', page)
    return unescape(found[1]) if found else ""


def points(page: str) -> list[str]:
    """The lines of the summary, as they are written."""
    return re.findall(r"<li.*?</li>", page.partition('<ol class="points">')[2].partition("</ol>")[0], re.DOTALL)


def test_older_lines_are_a_link_away_up_to_the_first(full: Full) -> None:
    full.says("awa", *ASKS)
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    full.says("awa", *(Text(f"ligne {n}") for n in range(2 * LINES)))
    page = anna.get(path).text
    seen: list[str] = []
    assert len(ids(page)) == LINES
    while older := linked(page, "Messages plus anciens"):
        seen = [*ids(page), *seen]
        page = anna.get(older.partition("#")[0]).text
        assert f'href="{path}"' in page  # back to the last ones
    seen = [*ids(page), *seen]
    assert len(seen) == len(set(seen)) > 2 * LINES
    assert "je fais le ménage chez une dame" in page
    assert "Messages plus anciens" not in page
    assert anna.get(f"{path}?before=x").status_code == anna.get(f"{path}?before=1").status_code == 200


def says(full: Full, mark: str, body: Body) -> None:
    full.office.clock.ahead += 1000
    full.did(full.office.house.receive([Arrival("web", "awa", mark, body, lang="fr", said_id=mark)]))


def test_a_message_that_was_changed_says_so_and_what_changed_it_leads_to_it(full: Full) -> None:
    full.says("awa", *ASKS)
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    says(full, "k1", Text("mardi à neuf heures"))
    first = full.last("awa")
    says(full, "k2", Edit("k1", "mercredi à neuf heures"))
    page = anna.get(path).text
    before, after = page.partition("mardi à neuf heures")[2].partition("mercredi à neuf heures")[::2]
    assert "Modifié ensuite" in before
    assert linked(after, "Message modifié par la personne") == f"#m{first}"


def test_what_changed_a_private_answer_is_as_private(office: Office) -> None:
    with opened(office.folder.parent / "private", asks=with_private(content())) as asked:
        full = Full(asked)
        full.staff = {"Anna": asked.joined(name="Anna")}
        full.says("awa", *BEGUN)
        says(full, "k1", Text("Zzqfirst"))
        full.tells("awa", PRIVATE, text("Zzqfirst"), source=full.last("awa"))
        says(full, "k2", Edit("k1", "Zzqsecond"))
        full.says("awa", *ASKS)
        page = full.staff["Anna"].http.get(full.takes("Anna", "awa")).text
        assert "Zzq" not in page


def test_a_practice_interview_is_not_read(full: Full) -> None:
    full.says("awa", Text("entretien"), Text("sans offre"), Text("ménage"), Text("ok"))
    full.says("awa", Text("Zzqhier j'ai vidé 20 poubelles avec mon chariot, et la directrice était contente."))
    full.says("awa", Text("pourquoi"), Text("une personne"), Text("oui"))
    page = full.staff["Anna"].http.get(full.takes("Anna", "awa")).text
    assert "je fais le ménage chez une dame" in page
    assert "poubelles" not in page  # neither the answer nor what was said of it
    assert "Parlez-moi de vous" not in page


def test_a_button_is_read_in_the_language_of_who_reads_with_the_original_under_it(full: Full) -> None:
    arrivals: tuple[Body, ...] = (Open("uk"), Text("так"), Text("прибираю в однієї пані"))
    for n, body in enumerate((*arrivals, Text("хочу поговорити з людиною"), Text("так"))):
        full.did(full.office.house.receive([Arrival("web", "olha", f"o{n}", body, lang="uk")]))
        full.did(full.office.house.settle())
    page = full.staff["Anna"].http.get(full.takes("Anna", "olha")).text
    buttons = re.findall(r'<li><span dir="auto">([^<]*)</span> <small lang="uk" dir="auto">([^<]*)</small>', page)
    assert ("Retirer la demande", "Скасувати запит") in [(unescape(a), unescape(b)) for a, b in buttons]


# ---------------------------------------------------------------- where the summary leads


def test_what_was_written_before_the_request_is_found_however_long_ago(full: Full) -> None:
    full.says("awa", Text(WORDS))
    said = full.last("awa")
    full.says("awa", *ASKS)
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    before = points(anna.get(path).text)
    assert WORDS in unescape(before[0])
    full.says("awa", *(Text(f"ligne {n}") for n in range(LINES + 20)))
    page = anna.get(path).text
    assert said not in ids(page)
    assert WORDS in unescape(points(page)[0])
    assert linked(page, WORDS.partition(" ")[0]) == f"{path}?line={said}#m{said}"
    assert said in ids(anna.get(f"{path}?line={said}").text)
    assert [re.sub("<[^>]*>", "", one) for one in points(page)] == [re.sub("<[^>]*>", "", one) for one in before]


def test_the_open_question_leads_to_the_message_in_which_it_was_asked(full: Full) -> None:
    asked = full.question("awa")

    def work(tx: Session) -> list[str]:
        found = full.conversation_in(tx, "awa")
        lines = (line.bubble for line in tx.lines(found.who, found.id, ""))
        return [bubble.id for bubble in lines if bubble and bubble.question == asked]

    wanted = full.did(full.office.house.run(work))[-1]
    full.says("awa", *ASKS)
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    assert linked(anna.get(path).text, "Question en cours") == f"#m{wanted}"
    full.says("awa", *(Text(f"ligne {n}") for n in range(LINES + 20)))
    assert linked(anna.get(path).text, "Question en cours") == f"{path}?line={wanted}#m{wanted}"


def test_a_line_that_rests_on_several_messages_leads_to_each(full: Full) -> None:
    sources = []
    for qid in ("cv/town", "cv/phone", "cv/email"):
        full.says("awa", Text(f"à propos de {qid}"))
        sources.append(full.last("awa"))
        full.tells("awa", qid, text("x@example.org" if qid.endswith("email") else "Rezé"), source=sources[-1])
    full.says("awa", *ASKS)
    page = full.staff["Anna"].http.get(full.takes("Anna", "awa")).text
    reach = next(one for one in points(page) if "Contact donné" in one)
    assert re.findall(r'href="#m(\w+)"', reach.partition('class="nums"')[2]) == sources
    assert f'href="#m{sources[-1]}"' in reach.partition('class="nums"')[0]


def test_of_who_refused_to_be_read_it_says_that_they_asked_and_when(full: Full) -> None:
    full.says("awa", Text(WORDS))
    full.office.clock.ahead += 60_000
    full.says("awa", Text("une personne"), Text("non"))
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    first = unescape(points(anna.get(path).text)[0])
    assert "Demande : parler à une personne" in first.replace("\u00a0", " ")
    assert "Demande faite le" in first
    assert WORDS not in anna.get(path).text
    full.says("awa", *(Text(f"ligne {n}") for n in range(LINES + 20)))
    assert unescape(points(anna.get(path).text)[0]) == first
    assert "Demande faite le" in anna.get(f"{path}/summary?format=txt").text


def test_who_was_taken_up_again_is_not_said_to_have_asked(full: Full) -> None:
    full.says("awa", *ASKS)
    path, anna = full.takes("Anna", "awa"), full.staff["Anna"].http
    anna.post(f"{path}/give-back", data={"n": full.floor("awa")})
    full.office.clock.ahead += 60_000
    assert anna.post(f"{path}/claim").status_code == 303
    assert not any("Demande" in one for one in points(anna.get(path).text))


# ---------------------------------------------------------------- a lead reads


def test_a_lead_who_wrote_a_reason_reads_on_and_each_look_is_a_line_of_the_log(full: Full) -> None:
    full.says("awa", Text(WORDS), *ASKS)
    full.says("awa", *(Text(f"ligne {n}") for n in range(LINES + 20)))
    path, lea = full.takes("Anna", "awa"), full.staff["Lea"].http
    page = lea.post(f"{path}/read", data={"reason": "Anna est malade aujourd'hui"}).text
    older, line = linked(page, "Messages plus anciens"), linked(page, "Demande")
    assert older.startswith(f"{path}/read?before=")
    assert "ligne 40" in lea.get(older).text
    assert line.startswith(f"{path}/read?line=")
    there = lea.get(line)
    assert line.partition("#m")[2] in ids(there.text)
    assert linked(there.text, "Revenir aux derniers messages") == f"{path}/read?before=0#lines"
    assert "ligne 119" in lea.get(f"{path}/read?before=0").text
    assert 'name="reason"' in lea.get(f"{path}/read").text  # from the list, a reason is asked each time

    def work(tx: Session) -> list[str]:
        return [one.detail for one in tx.accounts.logged(full.conversation_in(tx, "awa").who) if one.what == "look"]

    assert full.did(full.office.house.run(work)) == ["Anna est malade aujourd'hui"] * 4


def test_a_reason_opens_one_case_to_one_lead_for_a_while(full: Full) -> None:
    full.says("awa", *ASKS)
    path, lea = full.takes("Anna", "awa"), full.staff["Lea"].http
    assert 'name="reason"' in lea.get(f"{path}/read?before=0").text
    assert lea.post(f"{path}/read", data={"reason": "  ", "before": "0"}).status_code == 409
    assert lea.post(f"{path}/read", data={"reason": "Anna est malade"}).status_code == 200
    assert 'name="reason"' not in lea.get(f"{path}/read?before=0").text
    noa = full.office.joined(Role.LEAD, "Noa").http
    assert 'name="reason"' in noa.get(f"{path}/read?before=0").text
    assert full.staff["Anna"].http.get(f"{path}/read?before=0").status_code == 403
    full.office.clock.ahead += READS - 60_000
    lea.get("/desk/queue")
    full.office.clock.ahead += 2 * 60_000
    assert 'name="reason"' in lea.get(f"{path}/read?before=0").text
