"""How often each situation comes, on ordinary days and on hard ones, and how payers identify themselves."""

from __future__ import annotations

import random
from dataclasses import replace

from evaluation.payments import foreign
from evaluation.payments.book import Book, draw_book
from evaluation.payments.lines import Draw, Line, Manners
from evaluation.payments.situations import SITUATIONS, Situation

MANNERS = {
    "base": Manners(ibans_known=0.85, new_iban=0.13, no_iban=0.03, odd_name=0.01),
    "hard": Manners(ibans_known=0.50, new_iban=0.20, no_iban=0.15, odd_name=0.03),
    "foreign": Manners(ibans_known=0.70, new_iban=0.15, no_iban=0.08, odd_name=0.02),
}
WEIGHTS = {  # of a thousand lines: base, hard
    "exact ref": (330, 150), "reformatted": (125, 110), "wrapped": (40, 50), "rf": (60, 40), "rf wrong digit": (4, 10),
    "po only": (50, 80), "end-to-end id": (15, 15), "lost prefix": (40, 70), "digit typo": (12, 36),
    "swapped": (6, 18), "lost digit": (6, 18), "ocr": (8, 24), "name only": (40, 70), "several refs": (65, 70),
    "refs cut at 140": (5, 10), "several without refs": (13, 30), "group payer": (15, 20), "skonto one": (45, 40),
    "skonto late": (8, 10), "skonto many": (15, 20), "credit note": (14, 18), "deduction": (9, 14),
    "part payment": (14, 18), "instalment": (3, 4), "overpay": (8, 10), "double payment": (4, 5),
    "charges stated": (5, 5), "charges silent": (2, 3), "rounding": (5, 6), "already paid": (10, 12),
    "stranger": (10, 12), "not a payment": (12, 12),
}  # fmt: skip


def draw_data(mix: str, items: int, lines: int, seed: int) -> tuple[Book, list[Line]]:
    """A book and bank lines in order of booking; the same for the same arguments."""
    rng = random.Random(f"{mix}/{items}/{lines}/{seed}")
    manners = MANNERS[mix]
    book = draw_book(items, manners.ibans_known, rng)
    draw = Draw(book, manners, rng)
    situations, weights = _situations(mix)
    made: list[Line] = []
    attempts = 0
    while len(made) < lines and attempts < lines * 3:
        attempts += 1
        made += rng.choices(situations, weights)[0](draw)
    made.sort(key=lambda line: line.entry.booking_date)  # stable: a second instalment stays second
    placed = [
        replace(line, entry=line.entry._replace(position=place, line=place))
        for place, line in enumerate(made[:lines], 1)
    ]
    return book, placed


def _situations(mix: str) -> tuple[list[Situation], list[int]]:
    if mix == "foreign":
        return [each for each, _ in foreign.SITUATIONS.values()], [weight for _, weight in foreign.SITUATIONS.values()]
    return list(SITUATIONS.values()), [WEIGHTS[name][mix == "hard"] for name in SITUATIONS]
