"""Whether two actors of one matter are one person, which four eyes forbid."""

from __future__ import annotations


def same_person(one: str, other: str) -> bool:
    """Whether two names of actors may be one person: the console knows a name ("Anna Meyer"), a mail an address
    (anna.meyer@…). What stands between the parts of a name tells nobody from another."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold().partition("@")[0] if sign.isalnum())
