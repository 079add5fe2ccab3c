"""A language as a country spells it: "de-CH" is German whose words are written as they are there.

Only our own words are written so. Names, addresses, articles and what a person wrote stay as they are.
"""

from __future__ import annotations

from bot.documents.customs import custom


def spelled_in(language: str, country: str) -> str:
    """The language as it is spelled in a reader's country (BCP 47): "de-CH", or "de" where nothing differs."""
    return f"{language}-{country}" if custom(country).spelling.get(language) else language


def base(language: str) -> str:
    """The language without a country: "de" of "de-CH"."""
    return language.partition("-")[0]


def spelled(text: str, language: str) -> str:
    """Words of ours in the spelling of a language and country (config/documents.toml)."""
    plain, _, country = language.partition("-")
    for usual, there in custom(country).spelling.get(plain, {}).items() if country else ():
        text = text.replace(usual, there)
    return text
