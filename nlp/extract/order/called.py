"""Numbers that a customer asks to quote without calling them an order's: "Ref 5521-B", "26/0815 auf die Rechnung"."""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Source

MOST_READ = 4_000  # characters of a mail: what is longer quotes nothing behind them
_NUMBER = r"(?P<number>(?:[a-z]{1,8}[-/_.]?|[a-z]{2,4}[ ](?=\d{2,6}[/-]\d))?\d[\da-z]{0,15}(?:[-/_.][a-z0-9]{1,12}){0,4})(?![\w@€£$%]|[.,]\d)"
_LABEL = re.compile(
    r"(?<!\w)(?<!art )(?<!artikel )(?<!article )(?:"
    r"ref(?:erence|erenz|erentie|erencia)?|(?:ref|reference|numero|n°) a (?:rappeler|indiquer|mentionner|reprendre)(?: sur \w{2,5} \w{4,8})?|"
    r"pedido|encomenda|bestelling|bestilling|bestallning|ordre|zamowienie|ordine|"
    r"bon|engagement|job|kom|kommission|vorgang|(?:unsere|uns|onze|ons) (?:nr|nummer|ref|referentie)|rif|riferimento|nuestra ref|nr ref|"
    r"(?:sous|avec) (?:le |la )?(?:n|no|numero|ref|reference)|unter (?:der )?(?:nr|nummer|referenz)|auf (?:die )?(?:nr|nummer)|(?:under|on|against) (?:number|no|ref|reference)|"
    r"als (?:bestell)?-?(?:nr|nummer|referenz)|bestell-?nr|bestellnummer|onder (?:nr|nummer|referentie)|"
    r"(?<!your )(?<!the )(?<!our )(?<!per )(?<!last )quot(?:e|ing)|(?:merci de|a) (?:rappeler|indiquer|mentionner|reprendre|porter))"
    r"[ .:°#-]{1,4}(?:(?:number|nummer|numero|no|nr|n|is|ist|est|lautet|nehmen sie|bitte|c'est|the|le|la|die)[ .:°#-]{1,3}){0,2}"
    + _NUMBER
)
_FRAME = re.compile(
    r"(?<![\w.,/@€£$-])"
    + _NUMBER
    + r" (?:on (?:the|your|all|our) (?:invoice|paperwork|delivery|docket|bill|label)|(?:bitte )?(?:auf|in) (?:die|der|den|dem|ihre\w?|alle\w?) (?:rechnung|lieferschein|beleg|auftrag)|"
    r"sur (?:la|votre|le|vos|les) (?:facture|bon|bulletin|bl|bordereau)|(?:bitte )?(?:angeben|vermerken|draufschreiben)|als (?:bestellnummer|referenz)|as (?:the |our )?(?:po|reference|order)|"
    r"comme (?:numero|reference)|op de factuur|sulla fattura|en la factura)"
)


def called(body: Source) -> Iterator[OrderNumber]:
    """Each number of three digits and more that stands behind such a label, or before words for where to write it."""
    text = body.flat[:MOST_READ]
    for pattern in (_LABEL, _FRAME):
        for match in pattern.finditer(text):
            start, end = match.span("number")
            if sum(sign.isdigit() for sign in text[start:end]) >= 3:
                yield OrderNumber(body.text[start:end], body, start, end, False)
