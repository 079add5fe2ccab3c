"""Whether two actors of one matter are one person, which four eyes forbid."""

from __future__ import annotations


def same_person(one: str, other: str) -> bool:
    """Whether two names of actors may be one person: the console knows a name, a mail an address."""
    left, right = (name.casefold().partition("@")[0].strip() for name in (one, other))
    return left == right
