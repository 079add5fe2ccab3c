"""Small words of questions, by language: thanks, what is not wanted, all of several.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from nlp.lang.change_signs import Table

# A sentence that begins so asks for nothing.
THANKS: Table = {
    "en": (r"(?:many )?(?:thank|thx)",), "fr": (r"merci",), "de": (r"(?:vielen |herzlichen |besten )?danke?\b",),
    "": (r"bedankt|grazie|gracias|obrigad|dzieku",),
}  # fmt: skip
# What shall not be done is not asked for.
NOT_WANTED: Table = {
    "en": (r"please(?: [^\W\d_]{1,9}){0,2}? (?:don't|do not|not)",),
    "fr": (r"(?:merci de|priere de)(?: [^\W\d_]{1,9}){0,2}? ne (?:pas|rien)",),
    "de": (r"bitte(?: [^\W\d_]{1,9}){0,2}? (?:nicht|nichts)", r"(?:noch )?(?:nicht|nichts)(?: [^\W\d_]{1,12}){1,2},? bitte"),
    "": (),
}  # fmt: skip
# All the documents of our mail are meant.
EACH: Table = {
    "en": (r"each|all of (?:them|these)|the ones below|below|listed",),
    "fr": (r"chacune|chaque|toutes|ci-dessous|ci-apres",),
    "de": (r"jeweils|alle|allen|saemtliche|samtliche|unten|untenstehend\w{0,2}",),
    "": (r"onderstaande|alle|tutte|ciascuna|todas|cada una|wszystkich|ponizsz\w{1,4}",),
}  # fmt: skip
