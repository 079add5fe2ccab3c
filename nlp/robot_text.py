"""Texts that a program wrote or that need no answer: absences, receipts, reports of failed delivery; without headers.

A text is one of them only if every sentence of it is: an absence beside a word about money or goods is a person's mail.
"""

from __future__ import annotations

import re

from nlp.reply_words import folded
from nlp.robot_words import every
from nlp.signature import signature_start

CHARACTERS = 3_000
SENTENCES = 14
SPLIT = re.compile(r"(?<!\d\.)(?<=[.!?:;])\s{1,20}|\n{1,5}")
GREETING = re.compile(
    r"(?:dear|hello|hi|good (?:day|morning|afternoon)|sehr geehrte|guten tag|hallo|liebe|bonjour|bonsoir|madame"
    r"|monsieur"
    r"|cher|chere|gentile|buongiorno|estimad|hola|geachte|beste|dzien dobry|szanown|hej|kaere|caro|prezad)"
)
# Signs that this is an absence or a receipt: one of them must be there. The others go with them and ask nothing.
ABSENCE, RECEIPT, ACCOMPANYING, FAILED_DELIVERY = (
    re.compile("|".join(rf"\b{part}" for part in every(field)))
    for field in ("absence", "receipt", "accompanying", "failed")
)
CHALLENGE = re.compile("|".join(rf"\b(?:{part})" for part in every("challenge")))
BUSINESS = re.compile(
    r"\b(?:invoice|order|deliver|payment|paid|pay\b|credit|quantit|price|rechnung|bestell|auftrag|lieferung"
    r"|zahl|uberwe|gutschrift"
    r"|menge|preis|facture|commande|livraison|paiement|pay[eé]|virement|avoir|quantite|prix|fattura|ordine"
    r"|bonifico|pagament"
    r"|factura|pedido|pago|bestelling|factuur|betaling|faktur|zamowieni|platnosc)"
)
CONTACT = re.compile(r"@|\btel|\bphone|\bfax|\bmobil|\bcontact|\bwenden|\bkontakt|\badress|\bticket|\bwww\.")
FIGURE = re.compile(r"\d{4,}|\d[.,]\d{2}\b|\d+ ?(?:€|eur|chf|usd|gbp|st\b|stuck|pcs|x\b)")


def is_written_by_nobody(new_text: str) -> bool:
    """Whether an absence or a receipt is all that the text says."""
    sentences = _sentences(new_text)
    if not 1 <= len(sentences) <= SENTENCES:
        return False
    if not any(ABSENCE.search(sentence) or RECEIPT.search(sentence) for sentence in sentences):
        return False
    if any(BUSINESS.search(sentence) and not CONTACT.search(sentence) for sentence in sentences):
        return False
    signs = (ABSENCE, RECEIPT, ACCOMPANYING)
    return all(len(part.split()) <= 2 or any(sign.search(part) for sign in signs) for part in sentences)


def names_business(text: str) -> bool:
    """Whether money, goods or a document with its figures stand in one sentence: not "for invoices ask Eva, tel. …"."""
    plain = folded(text[:CHARACTERS])
    return any(
        BUSINESS.search(sentence) and FIGURE.search(sentence) and not CONTACT.search(sentence)
        for sentence in SPLIT.split(plain)
    )


def reports_failed_delivery(text: str) -> bool:
    """Whether the first lines say that our mail did not arrive and name an address."""
    start = " ".join(folded(text[:1_200]).split())
    match = FAILED_DELIVERY.search(start[:500])
    return match is not None and "@" in start[max(0, match.start() - 200) : match.end() + 300]


def says_absence(text: str) -> bool:
    """Whether it says that nobody is there."""
    plain = folded(text[:CHARACTERS])
    return ABSENCE.search(plain) is not None or any(words in plain for words in every("away_subjects"))


def says_receipt(text: str) -> bool:
    """Whether it says that our mail arrived."""
    return RECEIPT.search(folded(text[:CHARACTERS])) is not None


def challenges(text: str) -> bool:
    """Whether a program asks its sender to prove that it is a person before it delivers the mail."""
    return CHALLENGE.search(" ".join(folded(text[:CHARACTERS]).split())) is not None


def _sentences(new_text: str) -> list[str]:
    text = new_text[:CHARACTERS]
    plain = folded(text[: signature_start(text)])
    parts = [part.strip(" \t-*_") for part in SPLIT.split(plain)]
    return [part for part in parts if part and not GREETING.match(part)]
