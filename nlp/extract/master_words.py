"""Whether a piece of text says that something holds from now on, and not only this once."""

from __future__ import annotations

import re

from nlp.lang import alternatives

_FROM_NOW_ON = (
    # English
    "from now on", "from now", "henceforth", "going forward", "in future", "in the future", "as of", "as from",
    "effective",
    "with effect from", "now", "no longer", "any more", "anymore", "instead of", "rather than", "permanently",
    "until further notice",
    # French
    "désormais", "dorénavant", "maintenant", "à compter", "à partir", "à l'avenir", "dès maintenant", "dès le",
    "dès lundi", "plutôt",
    "au lieu", "ne plus", "n'est plus", "ne sont plus", "et non plus", "jusqu'à nouvel ordre", "depuis",
    # German
    "ab sofort", "künftig", "zukünftig", "in Zukunft", "nun", "jetzt", "neu", "neue", "neuer", "neuen", "neues",
    "fortan", "von nun an",
    "nicht mehr", "statt", "anstatt", "anstelle", "bis auf Weiteres", "seit", "nur noch", "ab dem", "ab Januar",
    "ab Februar", "ab März",
    "ab April", "ab Mai", "ab Juni", "ab Juli", "ab August", "ab September", "ab Oktober", "ab November",
    "ab Dezember", "ab heute",
    "ab morgen", "ab Montag",
    # Dutch, Italian, Spanish, Portuguese, Polish, Czech, Swedish, Danish
    "voortaan", "vanaf", "in het vervolg", "niet meer", "d'ora in poi", "d'ora in avanti", "da ora", "a partire",
    "a decorrere", "non più",
    "a partir", "de ahora en adelante", "en adelante", "en lo sucesivo", "desde", "ya no", "doravante",
    "daqui em diante", "já não",
    "od teraz", "odtąd", "od dnia", "już nie", "od nynějška", "nově", "från och med", "hädanefter", "inte längre",
    "fra og med", "fremover",
    "ikke længere",
)  # fmt: skip
_SAID = re.compile(
    rf"(?<!\w)(?:{alternatives(_FROM_NOW_ON)}|from \d{{1,2}}|from [a-z]{{3,9}} 20\d\d)(?!\w)|(?<!\w)ab \d{{1,2}}\."
)


def from_now_on(flat: str) -> bool:
    """Of folded text in one line."""
    return _SAID.search(flat) is not None


_CHANGE = (
    r"(?:chang\w{0,4}|new|updated?|amend\w{0,4}|nouve\w{1,4}|modifi\w{1,6}|mise a jour|neue?[rsnm]?|anderung\w{0,2}|"
    r"geandert\w{0,2}|umstellung|nieuwe?|wijziging\w{0,2}|nuov[oaei]|variazione|cambi\w{1,4}|nuev[oa]s?|"
    r"alterac\w{1,4}|"
    r"nov[oaey]\w?|now[yaei]\w?|zmiana|zmiane|zmena|andring|aendring|endring|ny|nytt|nya)"
)
_KIND = (
    r"(?:vat|tax|tva|ust-?id\w{0,6}|uid|mwst|umsatzsteuer\w{0,22}|btw|iva|nip|iban|rib|bank\w{0,12}|"
    r"konto\w{0,10}|account|"
    r"\w{0,10}address(?:es)?|\w{0,12}adress\w{0,2}|\w{0,10}anschrift|adres|indirizzo|domicilio|sede|siedzib\w|sidlo|"
    r"contatto|contacto|contato|mails?|"
    r"direccion|morada|endereco|siege|"
    r"coordonnees|coordinates|details|contact\w{0,9}|kontakt\w{0,9}|"
    r"ansprech\w{0,12}|interlocut\w{1,5}|e-?mail\w{0,8}|courriel|name|nom|raison sociale|denomination|"
    r"firmierung|firmenname|company name|ragione sociale|razon social|naam|"
    r"nazwa)"
)
_CHANGED = re.compile(
    rf"(?<!\w){_CHANGE}(?!\w)[^.!?@]{{0,25}}?(?<!\w){_KIND}(?!\w)|"
    rf"(?<!\w){_KIND}(?!\w)[^.!?@]{{0,25}}?(?<!\w){_CHANGE}(?!\w)"
)


# What happens to a company or to its people that changes what the book says of them.
_HAPPENED = re.compile(
    r"(?<!\w)(?:demenag\w{1,5}|umgezogen|umzug|verzogen|we(?:'ve| have)? (?:just )?moved|relocat\w{2,4}|verhuis\w{1,2}|"
    r"trasferit\w|trasfer\w{3,5}|mudamos|mudado|traslad\w{2,5}|przenies\w{2,5}|umgefirmt|umfirmier\w{1,3}|"
    r"fusion\w{0,5}|"
    r"merge[dr]?|verschm\w{3,8}|incorporated|renamed|quitte l'entreprise|successeur|succede|nachfolg\w{1,4}|"
    r"takes? over|"
    r"taken over|retires|retired|mutterschutz|karenz|elternzeit|ruhestand|maternity|conge maternite|retraite|has left|"
    r"opvolg\w{1,3}|nicht mehr bei uns|ubernommen|umgewandelt|transfer(?:e|ons|red)|geht in (?:rente|pension))(?!\w)"
)


def names_a_change(flat: str) -> bool:
    """Whether folded text names something of a customer's data and that it is new or changes, or what changes it."""
    return _CHANGED.search(flat) is not None or _HAPPENED.search(flat) is not None
