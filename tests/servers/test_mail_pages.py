"""Every letter in a real browser: on a phone and on a desk, in light and in dark, it fits and can be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.documents import wording
from bot.documents.notation import languages
from bot.rendering import facts_of
from tests.bot.selling import company
from tests.letter_samples import SAMPLES, letter

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = Path(os.environ.get("O2CBOT_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]
HOMES = {"de": "DE", "fr": "FR", "en": "GB"}
# How far the page runs out of its window, and the words with the least contrast to their ground (WCAG 2.2, 1.4.3).
MEASURE = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) =>
    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = parts(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let least = [99, ''];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, words = texts.currentNode.textContent.trim();
    if (!words || !element.offsetWidth) continue;
    const pair = [luminance(parts(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < least[0]) least = [ratio, words];
  }
  return {beyond: document.documentElement.scrollWidth - innerWidth, contrast: least[0], words: least[1]};
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_letter_fits_its_window_and_can_be_read(browser: Any, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True)
    page, faults = context.new_page(), []
    for name in sorted(SAMPLES):
        for language in languages():
            facts = facts_of(letter(name, language), company(HOMES[language]), None)
            page.set_content(wording.html(name, language, facts))
            seen = page.evaluate(MEASURE)
            if seen["beyond"] > 0 or seen["contrast"] < 4.5:
                faults.append((name, language, seen))
    context.close()
    assert faults == []
