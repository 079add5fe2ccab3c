"""How payers' names come to be written otherwise: by hand, by banks that know few letters, by machines that read."""

from __future__ import annotations

import random
import unicodedata

FORMS = "GmbH|& Co. KG|AG|KG|e.K.|SAS|SARL|SA|EURL|Ltd|PLC|LLP|Limited|mbH".split("|")
OTHER_FORMS = ("GMBH", "G.m.b.H.", "Gesellschaft mbH", "GmbH+Co.KG", "S.A.S.", "S.A.R.L.", "LIMITED", "Ltd.", "")
DEPARTMENTS = (" - Rechnungswesen", " Kreditoren", " c/o Shared Services", " SERVICE COMPTA", " ACCOUNTS PAYABLE",
               ", Werk 2", " Agence Lyon", " Head Office")  # fmt: skip
BEFORE = ("Firma ", "Fa. ", "STE ", "SOCIETE ", "M/S ", "ETS ")
LOOKALIKES = {"O": "0", "I": "1", "S": "5", "B": "8", "E": "F", "M": "N", "U": "V"}


def misnamed(name: str, rng: random.Random) -> str:
    """One or two of what happens to names."""
    for way in rng.sample(WAYS, rng.choice((1, 1, 2))):
        name = way(name, rng)
    return name[: rng.choice((27, 35, 70))]


def _without_form(name: str) -> str:
    for form in FORMS:
        name = name.removesuffix(" " + form)
    return name


def slip(name: str, rng: random.Random) -> str:
    """A letter wrong, lost, doubled or swapped with the next one."""
    places = [place for place, sign in enumerate(name[:-1]) if sign.isalpha() and name[place + 1].isalpha()]
    if not places:
        return name
    place, way = rng.choice(places), rng.randrange(4)
    if way == 0:
        return name[:place] + rng.choice("abcdefghijklmnoprstuvwz") + name[place + 1 :]
    if way == 1:
        return name[:place] + name[place + 1 :]
    if way == 2:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def initials(name: str, rng: random.Random) -> str:
    """A word cut to its first letters: "Maschinenbau" as "Masch."."""
    words = name.split()
    place = rng.randrange(1, len(words)) if len(words) > 1 else 0
    words[place] = words[place][: rng.randrange(1, 6)] + rng.choice((".", ""))
    return " ".join(words)


def other_form(name: str, rng: random.Random) -> str:
    return f"{_without_form(name)} {rng.choice(OTHER_FORMS)}".strip()


def few_letters(name: str, rng: random.Random) -> str:
    """Accents and umlauts as banks mangle them: dropped, as a question mark, as a blank, as two letters."""
    out = rng.choice(("", "?", " ", "."))
    signs = [sign if sign.isascii() else out for sign in name]
    if rng.random() < 0.5:
        return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(signs)


def read_by_machine(name: str, rng: random.Random) -> str:
    name = name.upper()
    places = [place for place, sign in enumerate(name) if sign in LOOKALIKES]
    for place in rng.sample(places, min(len(places), rng.choice((1, 2)))):
        name = name[:place] + LOOKALIKES[name[place]] + name[place + 1 :]
    return name


def in_other_order(name: str, rng: random.Random) -> str:
    words = name.split()
    rng.shuffle(words)
    return " ".join(words)


def with_more(name: str, rng: random.Random) -> str:
    return name + rng.choice(DEPARTMENTS) if rng.random() < 0.6 else rng.choice(BEFORE) + name


def torn_or_joined(name: str, rng: random.Random) -> str:
    if rng.random() < 0.5 and " " in name:
        return name.replace(" ", rng.choice(("", "-", "/")), 1)
    place = rng.randrange(2, max(len(name) - 2, 3))
    return f"{name[:place]} {name[place:]}"


def first_word(name: str, rng: random.Random) -> str:
    return name.split()[0]


WAYS = (slip, slip, initials, other_form, few_letters, read_by_machine, in_other_order, with_more, torn_or_joined,
        first_word)  # fmt: skip
