"""Makes the two pictures of README.md from the real program: a CV by `atout talk`, the chat by Chromium.

usage: pictures.py. It writes docs/pictures/cv.png and docs/pictures/chat.png, in few colours, so that a slow line
shows them soon. Whatever the program says today is what is on them; nothing is drawn by hand.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
ATOUT = (sys.executable, "-c", "import sys; from atout import main; sys.exit(main())")
WIDTH = 640  # of the CV
PHONE = {"width": 390, "height": 760}
SHARP = 1.5  # pixels of the picture for one of the page
GAP = 24
EDGE = "#b9b2a6"
COLOURS = 48

# What is said, or [what is pressed: a stable word].
AMINA: Sequence[str | list[str]] = (
    "bonjour", ["agree"], "Je garde les trois enfants de ma sœur depuis 2021, je prépare les repas", ["yes"], "1 2 3 5",
    "garde d'enfants", "Amina Benali", "06 12 34 56 78", "Roubaix", ["yes"], ["go"],
    "Le ménage dans des bureaux, le soir, de 2017 à 2020, pour une entreprise", ["yes"], "1 2 4",
    "À la mosquée, de 2015 à 2016, je faisais la cuisine pour 40 personnes", ["yes"], "1 2", "c'est tout", ["skip"],
    ["skip"], "rien", "1 4 5", "français, arabe, un peu d'anglais", ["skip"], ["vous"],
)  # fmt: skip
CHATS = {
    "fr": ("Je garde les trois enfants de ma sœur, je prépare les repas",),
    "ar": ("أنظف منزل سيدة",),
}


def main() -> None:
    """Make both."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        cv(Path(scratch))
        chat(Path(scratch))


def save(picture: Image.Image, name: str) -> None:
    """Write a picture in few colours."""
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)
    print(f"{name}: {(PICTURES / name).stat().st_size} bytes")


# ---------------------------------------------------------------- the CV


def cv(scratch: Path) -> None:
    """Hold the whole conversation in the terminal and keep the last picture that came."""
    lines = [{"text": said} if isinstance(said, str) else {"press": said[0]} for said in AMINA]
    run = subprocess.run(
        [*ATOUT, "talk", "--jsonl", "--lang", "fr", "--db", str(scratch / "talk")],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    if wrong := [line["error"] for line in told if "error" in line]:
        sys.exit(f"the conversation goes another way now: {wrong}")
    files = [line["file"] for line in told if line.get("mime") == "image/png"]
    with Image.open(files[-1]) as page:
        height = round(page.height * WIDTH / page.width)
        save(framed(page.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)), "cv.png")


def framed(picture: Image.Image) -> Image.Image:
    """The picture with a thin line round it: a page stays a page on a white screen."""
    return ImageOps.expand(picture, border=2, fill=EDGE)


# ---------------------------------------------------------------- the chat


def chat(scratch: Path) -> None:
    """Talk to the web page in two languages, and set the two phones side by side."""
    with served(scratch) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        phones = [framed(phone(chromium, address, lang, scratch)) for lang in CHATS]
    both = Image.new("RGB", (sum(p.width for p in phones) + GAP, phones[0].height), "white")
    both.paste(phones[0], (0, 0))
    both.paste(phones[1], (phones[0].width + GAP, 0))
    save(both, "chat.png")


@contextmanager
def served(scratch: Path) -> Iterator[str]:
    """The address of `atout serve`, started as an operator does, on a free port and with data of its own."""
    mine = {"ATOUT_PORT": "0", "ATOUT_DATA": str(scratch / "data"), "ATOUT_KEY_FILE": str(scratch / "master.key")}
    with subprocess.Popen(
        [*ATOUT, "serve"], env={**os.environ, **mine}, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as program:
        found = re.search(r"http://\S+", program.stdout.readline() if program.stdout else "")
        try:
            yield found[0] if found else ""
        finally:
            program.terminate()


def phone(chromium: Browser, address: str, lang: str, scratch: Path) -> Image.Image:
    """What a person sees on a phone once their first skill has a name."""
    context = chromium.new_context(locale=lang, viewport=PHONE, device_scale_factor=SHARP, is_mobile=True)  # type: ignore[arg-type] # its type is private
    page = context.new_page()
    page.goto(address)
    page.locator(".ask[open] [data-id=agree]").click()
    settled(page, 1)
    for count, said in enumerate(CHATS[lang], start=2):
        page.fill("#text", said)
        page.locator(".send").click()
        settled(page, count)
    page.wait_for_timeout(600)  # a bubble fades in
    page.screenshot(path=scratch / f"{lang}.png")
    context.close()
    return Image.open(scratch / f"{lang}.png").convert("RGB")


def settled(page: Page, mine: int) -> None:
    """Wait until the person has said so much, and the answer is there."""
    expect(page.locator("#log .me")).to_have_count(mine)
    page.wait_for_function("document.getElementById('log').lastElementChild.matches('.bot')")


if __name__ == "__main__":
    main()
