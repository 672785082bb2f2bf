"""Files as they are seen in a real Chromium: a photo from a phone in Arabic, a paper from the desk."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.bot import papers
from tests.bot.desk.test_story import Story, says
from tests.bot.test_drawn import trap
from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe, sideways

pytestmark = NEEDED


def _photo() -> bytes:
    """A photo as a telephone takes it: large, and with the place beside it."""
    out, about = io.BytesIO(), Image.Exif()
    about[0x8825] = {1: "N", 2: (45.0, 45.0, 0.0)}
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(out, "JPEG", exif=about)
    return out.getvalue()


def _taken(story: Story) -> tuple[Page, Page]:
    """Somebody asked in Arabic, and Anna answers."""
    anna, (_, awa) = story.counsellor("Anna"), story.person()
    for text in ("نعم", "أنظف منزل سيدة", "أريد التحدث مع شخص", "نعم"):
        says(awa, text)
    anna.goto(f"{story.at}/desk/queue")
    anna.locator("form[action$='/claim'] button").first.click()
    anna.wait_for_selector("#say")
    return anna, awa


def test_a_photo_goes_to_the_desk_and_a_paper_comes_back(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        anna, awa = _taken(Story(tmp_path, at, chromium))
        photo = _photo()
        with awa.expect_request(lambda one: one.url.partition("?")[0].endswith("/say")) as sent:
            awa.set_input_files("#file", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo})
        size = int(sent.value.all_headers()["content-length"])
        assert size < len(photo) / 2, "it is sent as small as it is looked at"
        case = anna.url
        anna.locator("#lines a", has_text="Voir la photo").click()
        expect(anna.locator("img.look")).to_be_visible()
        assert anna.locator("img.look").evaluate("one => one.naturalWidth") == 1600
        for width in (360, 1440):
            anna.set_viewport_size({"width": width, "height": 800})
            assert sideways(anna) == 0
            assert axe(anna) == []
        anna.goto(case)
        anna.set_input_files("#given", {"name": "Convocation.pdf", "mimeType": "application/pdf", "buffer": trap()})
        expect(anna.locator(".give bdi")).to_have_text("Convocation.pdf")
        anna.locator(".give button").click()
        expect(anna.locator(".give bdi")).to_have_text("")
        anna.set_input_files("#given", {"name": "virus.docx", "mimeType": "x/y", "buffer": papers.word()})
        anna.fill("#text", "Pour lundi, 9 heures.")
        anna.locator("#say .write button").click()
        expect(anna.locator("#say [role=alert]")).to_contain_text("PDF")
        expect(anna.locator("#text")).to_have_value("Pour lundi, 9 heures.")
        anna.set_input_files("#given", {"name": "Convocation.pdf", "mimeType": "application/pdf", "buffer": trap()})
        anna.locator("#say .write button").click()
        expect(anna.locator("#text")).to_have_value("")
        expect(anna.locator("#lines .ours").last).to_contain_text("Convocation.pdf")
        assert axe(anna) == []
        line = awa.locator("#log article", has_text="Pour lundi, 9 heures.")
        expect(line).to_contain_text("Convocation.pdf")
        expect(line).to_contain_text("Anna")
        with awa.expect_download() as loaded:
            line.locator("a.file").click()
        data = Path(loaded.value.path()).read_bytes()
        assert "Awa Diop" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
        assert b"canary" not in data
        anna.set_input_files("#given", {"name": "plan.png", "mimeType": "image/png", "buffer": papers.image("PNG")})
        anna.locator("#say .write button").click()
        picture = awa.locator("#log .pic img").last
        expect(picture).to_be_visible()
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
        assert sideways(awa) == 0
        assert axe(awa) == []
