"""What happens to a number between our invoice and the payer's transfer."""

from __future__ import annotations

import random
import re

LOOKALIKES = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z"}
FOLLOWING = 3  # blanks and dashes fall between groups of at least so many


def reformatted(number: str, rng: random.Random) -> str:
    """The same number in other clothes: without separators, with others, with blanks, without its year's century."""
    way = rng.randrange(4)
    if way == 0:
        return re.sub(r"[-/ ]", "", number)
    if way == 1:
        return (
            re.sub(r"[-/ ]", rng.choice((" ", "/", ".", "-", "_")), number)
            if re.search("[-/]", number)
            else number.lower()
        )
    if way == 2:
        place = rng.randrange(FOLLOWING, max(len(number) - 2, FOLLOWING + 1))
        return f"{number[:place]} {number[place:]}"
    letters = re.match(r"[A-Z]+", number)
    return f"{letters[0]} {number[letters.end() :].lstrip('-/')}" if letters else f"{number[:4]} {number[4:]}"


def without_prefix(number: str, rng: random.Random) -> str:
    """The payer leaves letters out, or letters and year, or leading zeros, too."""
    bare = re.sub(r"^[A-Z]+[-/]?", "", number)
    parts = re.split(r"[-/]", bare)
    if len(parts) > 1 and rng.random() < 0.6:
        return parts[-1] if rng.random() < 0.6 else parts[-1].lstrip("0")
    return bare


def _spot(number: str, rng: random.Random) -> int:
    """Where a slip happens: anywhere in the digits, mostly near the end."""
    spots = [place for place, sign in enumerate(number) if sign.isdigit()]
    return rng.choice(spots[-6:] if rng.random() < 0.8 else spots)


def typo(number: str, rng: random.Random) -> str:
    place = _spot(number, rng)
    return number[:place] + rng.choice([each for each in "0123456789" if each != number[place]]) + number[place + 1 :]


def swapped(number: str, rng: random.Random) -> str:
    pairs = [
        place for place in range(len(number) - 1)
        if number[place : place + 2].isdigit() and number[place] != number[place + 1]
    ]  # fmt: skip
    if not pairs:
        return typo(number, rng)
    place = rng.choice(pairs)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def lost_digit(number: str, rng: random.Random) -> str:
    place = _spot(number, rng)
    return number[:place] + number[place + 1 :]


def lookalike(number: str, rng: random.Random) -> str:
    """Read by a machine: one or two digits became letters."""
    spots = [place for place, sign in enumerate(number) if sign in LOOKALIKES]
    for place in rng.sample(spots, min(len(spots), rng.choice((1, 1, 2)))):
        number = number[:place] + LOOKALIKES[number[place]] + number[place + 1 :]
    return number


def creditor_reference(number: str) -> str:
    """ISO 11649: RF, two check digits, the number's letters and digits."""
    body = re.sub(r"[^A-Z0-9]", "", number.upper())
    value = "".join(str(int(each, 36)) for each in body + "RF00")
    return f"RF{98 - int(value) % 97:02d}{body}"


def grouped(reference: str) -> str:
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))
