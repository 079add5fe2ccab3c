"""The words in which payment terms are written, by language and of one shape in each; codes that all of them use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TermWords:
    """Phrases in lower case; what they mean is said by the field. `end_of_month`: the month in which days run out."""

    days: tuple[str, ...]
    weeks: tuple[str, ...]
    months: tuple[str, ...]
    net: tuple[str, ...]
    discount: tuple[str, ...]
    at_once: tuple[str, ...]
    end_of_month: tuple[str, ...]
    from_end_of_month: tuple[str, ...]  # days count from there
    end_of_following_month: tuple[str, ...]
    of_following_month: tuple[str, ...]
    on_the: tuple[str, ...]
    balance: tuple[str, ...]
    instalments: tuple[str, ...]  # equal ones, a month apart
    next_business_day: tuple[str, ...]
    previous_business_day: tuple[str, ...]
    separator: tuple[str, ...]
    nothing: tuple[str, ...]  # says nothing that the rest does not say


WORDS: Mapping[str, TermWords] = MappingProxyType(
    {
        "en": TermWords(
            days=("days", "day", "calendar days"),
            weeks=("weeks", "week"),
            months=("months", "month"),
            net=("net", "strictly net", "n"),
            discount=("discount", "cash discount", "early payment discount", "settlement discount"),
            at_once=(
                "now", "immediately", "immediate", "on receipt", "upon receipt", "due on receipt", "at once", "prompt",
                "cash on delivery", "cash in advance", "payment in advance", "prepayment", "with order", "on order",
                "cash with order",
            ),
            end_of_month=("to the end of the month", "then end of month", "rounded up to the end of the month"),
            from_end_of_month=(
                "end of month", "end of the month", "month end", "end of invoice month", "end of the invoice month",
                "end of month of invoice", "end of the month of invoice",
            ),
            end_of_following_month=(
                "end of month following", "end of the month following", "end of following month",
                "end of the following month", "end of next month", "end of the next month", "net monthly",
                "last day of following month", "last day of the following month",
            ),
            of_following_month=(
                "of following month", "of the following month", "of month following", "of the month following",
                "of next month", "of the next month", "month following", "month following invoice",
                "of the month following invoice", "proximo",
            ),
            on_the=("on the", "on"),
            balance=("balance", "the balance", "remainder", "the remainder"),
            instalments=(
                "monthly instalments", "monthly installments", "equal monthly instalments",
                "equal monthly installments", "equal instalments monthly", "monthly payments",
                "equal monthly payments",
            ),
            next_business_day=("next business day", "following business day", "next working day"),
            previous_business_day=("previous business day", "preceding business day", "previous working day"),
            separator=("and", "then", "otherwise", "else", "or"),
            nothing=(
                "in", "within", "after", "from", "of", "if paid", "if paid within", "due", "payable", "payment",
                "payment terms", "terms", "invoice", "invoice date", "date of invoice", "date",
                "the", "for payment within", "by", "until", "if not a business day", "deposit",
            ),
        ),
        "fr": TermWords(
            days=("jours", "jour", "j", "jrs", "jours calendaires"),
            weeks=("semaines", "semaine"),
            months=("mois",),
            net=("net", "nets"),
            discount=("escompte", "d'escompte", "escompte pour paiement"),
            at_once=(
                "comptant", "au comptant", "à réception", "a reception", "à réception de facture",
                "a reception de facture", "dès réception", "immédiat", "immédiatement", "à la commande",
                "a la commande", "paiement d'avance", "contre remboursement", "tout de suite",
            ),
            end_of_month=("fin de mois", "fin du mois", "fdm", "fin mois", "jfm"),
            from_end_of_month=(
                "après fin de mois", "après la fin du mois", "apres fin de mois", "à compter de la fin du mois",
                "à compter de la fin de mois", "après la fin de mois", "à partir de la fin du mois",
            ),
            end_of_following_month=("fin du mois suivant", "fin de mois suivant", "fin du mois prochain"),
            of_following_month=("du mois suivant", "du mois prochain", "mois suivant"),
            on_the=("le",),
            balance=("solde", "le solde", "reste", "le reste"),
            instalments=(
                "mensualités", "mensualites", "mensualités égales", "mensualites egales", "échéances mensuelles",
                "echeances mensuelles", "échéances mensuelles égales", "versements mensuels",
                "versements mensuels égaux",
            ),
            next_business_day=("jour ouvré suivant", "prochain jour ouvré", "jour ouvrable suivant"),
            previous_business_day=("jour ouvré précédent", "jour ouvrable précédent"),
            separator=("et", "puis", "sinon", "ou"),
            nothing=(
                "à", "a", "sous", "dans", "de", "du", "d'", "date de facture", "date facture",
                "de la date de facture", "date d'émission", "de facture", "facture", "paiement", "payable", "règlement",
                "après", "sans escompte", "si paiement sous", "pour paiement sous", "au", "compter de la", "acompte",
            ),
        ),
        "de": TermWords(
            days=("tage", "tagen", "tag", "t", "tg", "kalendertage", "kalendertagen"),
            weeks=("wochen", "woche"),
            months=("monate", "monaten", "monat"),
            net=("netto", "rein netto", "ohne abzug"),
            discount=("skonto",),
            at_once=(
                "sofort", "sofort fällig", "zahlbar sofort", "bei erhalt", "nach erhalt", "vorkasse", "vorauskasse",
                "bei bestellung", "per nachnahme", "nachnahme", "bar",
            ),
            end_of_month=("monatsende", "zum monatsende", "ende des monats", "zum ende des monats", "ultimo"),
            from_end_of_month=("nach monatsende", "ab monatsende", "nach ende des rechnungsmonats"),
            end_of_following_month=(
                "ende folgemonat", "ende des folgemonats", "zum ende des folgemonats", "ultimo folgemonat",
                "ultimo des folgemonats", "ende des nächsten monats",
            ),
            of_following_month=("des folgemonats", "folgemonat", "des nächsten monats", "des folgenden monats"),
            on_the=("am", "zum", "den"),
            balance=("rest", "der rest", "restbetrag"),
            instalments=(
                "monatsraten", "gleiche monatsraten", "gleichen monatsraten", "monatliche raten", "monatlichen raten",
                "gleiche monatliche raten", "gleichen monatlichen raten",
            ),
            next_business_day=("nächster werktag", "nächster bankarbeitstag", "nächster arbeitstag"),
            previous_business_day=("vorheriger werktag", "vorheriger bankarbeitstag", "vorheriger arbeitstag"),
            separator=("und", "dann", "danach", "sonst", "oder", "ansonsten"),
            nothing=(
                "in", "innerhalb", "innerhalb von", "binnen", "nach", "ab", "zahlbar", "fällig", "rechnungsdatum",
                "rechnung", "rechnungserhalt", "bei zahlung", "bei zahlung innerhalb von", "mit", "zahlungsziel",
                "ziel", "zahlung", "bis", "bis zum", "von", "abzgl", "abzüglich", "anzahlung",
            ),
        ),
    }
)  # fmt: skip

CODES: Mapping[str, str] = MappingProxyType(
    {
        "eom": "from_end_of_month",
        "mfi": "of_following_month",
        "prox": "of_following_month",
        "cod": "at_once",
        "c.o.d.": "at_once",
        "cia": "at_once",
        "pia": "at_once",
        "cwo": "at_once",
        "%": "percent",
        "pct": "percent",
        "/": "slash",
        ",": "separator",
        ";": "separator",
        "+": "nothing",
        "-": "nothing",
        "–": "nothing",
        ".": "nothing",
        ":": "nothing",
        "(": "nothing",
        ")": "nothing",
    }
)


def meanings() -> dict[str, str]:
    """Phrase -> its meaning, of all languages and codes together."""
    found = dict(CODES)
    for words in WORDS.values():
        for one in fields(words):
            found |= dict.fromkeys(getattr(words, one.name), one.name)
    return found
