"""Which organisation a domain belongs to, where that is sure: the name right below what a registry gives names under.

No copy of the Public Suffix List: registries of the countries that our customers write from, and what hosts give to
everybody. Under any other ending nothing is claimed, and only a domain and what lies below it are one organisation.
"""

from __future__ import annotations

# Endings whose names stand right below them, but for the registries of a second level named here.
ENDINGS: dict[str, frozenset[str]] = {
    ending: frozenset(second.split())
    for ending, second in {
        "com": "uk us eu de gb br cn jpn ru sa za mex ar co gr hu kr no qc se uy africa",
        "net": "uk gb se jp hu in za",
        "org": "us za ae",
        "info": "",
        "biz": "",
        "eu": "",
        "de": "com",
        "fr": "asso com gouv nom prd tm avocat avoues cci greta medecin notaires pharmacien port veterinaire aeroport "
        "huissier-justice chirurgiens-dentistes geometre-expert experts-comptables",
        "ch": "",
        "li": "",
        "at": "ac co gv or sth",
        "be": "ac",
        "nl": "co",
        "lu": "",
        "dk": "co firm reg store",
        "ie": "gov",
        "es": "com nom org gob edu",
        "cz": "co realm",
        "uk": "ac co gov ltd me mod net nhs org plc police sch",
        "example": "",
        "test": "",
    }.items()
}
# Names below these belong to whoever rents them.
SHARED = frozenset(
    "onmicrosoft.com gappssmtp.com sharepoint.com azurewebsites.net cloudapp.net amazonaws.com amazonses.com "
    "cloudfront.net herokuapp.com appspot.com firebaseapp.com blogspot.com wordpress.com wixsite.com weebly.com "
    "myshopify.com sendgrid.net mailgun.org mcsv.net mcdlv.net rsgsv.net sparkpostmail.com dyndns.org no-ip.org "
    "no-ip.com ddns.net ovh.net".split()
)
# Under endings that are not known, such a label may be a registry's.
USUAL = frozenset("ac asso co com edu gob gouv gov ltd me mil net nom or org plc sch".split())


def organisation(domain: str) -> str:
    """The organisation's domain ("mail.kunde.co.uk": "kunde.co.uk"); "" where it is not sure or there is none."""
    labels = domain.strip(".").lower().split(".")
    seconds = ENDINGS.get(labels[-1])
    if seconds is None or len(labels) < 2:
        return ""
    is_registry = labels[-2] in seconds or ".".join(labels[-2:]) in SHARED
    wanted = 3 if is_registry else 2
    return ".".join(labels[-wanted:]) if len(labels) >= wanted else ""


def is_registry(domain: str) -> bool:
    """Whether names below this domain may belong to anybody."""
    labels = domain.split(".")
    if len(labels) < 2:
        return True
    if labels[-1] in ENDINGS:
        return not organisation(domain)
    return domain in SHARED or (len(labels) == 2 and labels[0] in USUAL)


def same_organisation(left: str, right: str) -> bool:
    """Whether two domains are surely one organisation's (relaxed alignment, RFC 7489, 3.1.1)."""
    left, right = left.strip('.<>" ').lower(), right.strip('.<>" ').lower()
    if not left or not right or is_registry(left) or is_registry(right):
        return False
    if left == right or (organisation(left) and organisation(left) == organisation(right)):
        return True
    return left.endswith("." + right) or right.endswith("." + left)
