"""The Chromium of this machine, and the two questions every test of a page asks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",  # a container's root has no sandbox of its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms for what is to be seen: the machine of a test may be busy
SETTLED = """async () => {
  const ends = (one) => one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime);
  await Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => {})));
}"""
NEEDED = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """A browser with nothing in it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def sideways(page: Page) -> int:
    """How many pixels the page can be pushed sideways; none, if it fits."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong, best practices included."""
    page.wait_for_timeout(250)  # a bubble that fades in is faint for a moment, on a busy machine for longer
    page.evaluate(SETTLED)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
