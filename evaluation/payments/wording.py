"""How payers write: sentences around references in three languages, and what else stands in a transfer's text."""

from __future__ import annotations

import random
from datetime import date

SINGLE = {
    "de": ("{ref}", "RE {ref}", "Rg.Nr. {ref}", "RECHNUNG {ref}", "RG.-NR. {ref} VOM {date}", "Rechnungsnr. {ref}",
           "RNR {ref} KD-NR {customer}", "KD.-NR. {customer} RE.NR. {ref}", "Bezahlung Rechnung {ref} vom {date}",
           "{ref} {date} {amount}", "{ref} vielen Dank", "RE-NR. {ref}, LS {delivery}"),
    "fr": ("{ref}", "FACT {ref}", "FACTURE N {ref}", "FACTURE N° {ref} DU {date}", "VIR FAC {ref}",
           "REGLEMENT FACTURE {ref}", "V/REF {ref}", "VIREMENT {ref} CLIENT {customer}", "REGLT {ref} {amount} EUR",
           "FAC {ref} BL {delivery}", "N/REF {own} V/REF {ref}"),
    "en": ("{ref}", "INV {ref}", "INVOICE {ref}", "INVOICE NO {ref}", "YOUR REF {ref}", "PAYMENT OF {ref} {date}",
           "ACC {customer} INV {ref}", "{ref} GBP {amount}", "INV {ref} DN {delivery}", "OUR REF {own} YOUR REF {ref}"),
}  # fmt: skip
SEVERAL = {
    "de": ("RE {refs}", "Rechnungen {refs}", "RG {refs} lt. Avis", "Sammelzahlung {refs}", "{refs}"),
    "fr": ("FACTURES {refs}", "FACT {refs}", "REGLEMENT {refs}", "VIR {refs}", "{refs}"),
    "en": ("INVS {refs}", "INVOICES {refs}", "PAYMENT {refs}", "{refs}"),
}
NOTHING = {
    "de": ("Zahlung", "UEBERWEISUNG", "Rechnung", "KD-NR {customer}", "Ausgleich Konto", "lt. Avis vom {date}",
           "Zahllauf {own}", "DANKE"),
    "fr": ("VIREMENT", "REGLEMENT", "VIR SEPA", "CLIENT {customer}", "SUIVANT AVIS DU {date}", "N/REF {own}"),
    "en": ("PAYMENT", "BACS", "ACCOUNT {customer}", "AS PER REMITTANCE", "STATEMENT", "OUR REF {own}"),
}  # fmt: skip
BALANCE = {
    "de": ("Kontoausgleich", "Ausgleich aller offenen Posten", "SALDO KD {customer}"),
    "fr": ("SOLDE DE TOUT COMPTE", "SOLDE COMPTE CLIENT {customer}", "SOLDE RELEVE"),
    "en": ("FULL STATEMENT BALANCE", "STATEMENT BALANCE {customer}", "ACCOUNT BALANCE"),
}
MONTH = {
    "de": ("RECHNUNGEN {month}", "Zahlung Monat {month}"),
    "fr": ("FACTURES {month}", "REGLEMENT MOIS {month}"),
    "en": ("INVOICES {month}", "PAYMENT FOR {month}"),
}
PURCHASE = {
    "de": ("BEST.-NR. {po}", "Bestellung {po}", "IHRE LIEFERUNG ZU {po}", "{po}"),
    "fr": ("BC {po}", "COMMANDE {po}", "VOTRE LIVRAISON CDE {po}", "{po}"),
    "en": ("PO {po}", "PURCHASE ORDER {po}", "ORDER {po}", "{po}"),
}
DISCOUNT = {
    "de": (" abzgl. {percent}% Skonto", " SKONTO", " abz. Skonto", ""),
    "fr": (" ESCOMPTE {percent}%", " SOUS DEDUCTION ESCOMPTE", ""),
    "en": (" LESS {percent}% DISCOUNT", " LESS DISCOUNT", ""),
}
CREDIT = {
    "de": ("{ref} abzgl. Gutschrift {credit}", "RE {ref} ./. GS {credit}"),
    "fr": ("FACT {ref} MOINS AVOIR {credit}", "{ref} AVOIR {credit} DEDUIT"),
    "en": ("INV {ref} LESS CN {credit}", "{ref} CREDIT NOTE {credit}"),
}
DEDUCTION = {
    "de": ("{ref} Abzug Reklamation", "RE {ref} Kürzung wg. Fehlmenge", "{ref} abzgl. Bruch"),
    "fr": ("FACT {ref} RETENUE LITIGE", "{ref} DEDUCTION CASSE", "{ref} MOINS MANQUANT"),
    "en": ("INV {ref} LESS SHORT DELIVERY", "{ref} DEDUCTION DAMAGED", "{ref} LESS PRICE CLAIM"),
}
PART = {
    "de": ("TEILZAHLUNG {ref}", "Abschlag RE {ref}", "{ref} Teilbetrag"),
    "fr": ("ACOMPTE FACT {ref}", "{ref} PAIEMENT PARTIEL", "ACOMPTE SUR {ref}"),
    "en": ("PART PAYMENT {ref}", "INV {ref} ON ACCOUNT", "PARTIAL {ref}"),
}
INSTALMENT = {
    "de": ("{nth}. RATE RE {ref}", "Rate {nth} {ref}"),
    "fr": ("{nth}E ECHEANCE FACT {ref}", "ECHEANCE {nth} {ref}"),
    "en": ("INSTALMENT {nth} INV {ref}", "{ref} INSTALLMENT {nth}"),
}
STRANGER = ("Mitgliedsbeitrag 2026", "COTISATION 2026", "DEPOSIT REFUND 88213", "Kaution Objekt 4411", "PARTICIPATION",
            "Spende", "RACHAT VEHICULE", "SALE OF VAN")  # fmt: skip
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
FOLDING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "AE", "Ö": "OE", "Ü": "UE", "é": "e",
                         "É": "E", "è": "e", "û": "u", "°": ""})  # fmt: skip


def day(when: date, rng: random.Random) -> str:
    return when.strftime(rng.choice(("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d%m%y", "%Y-%m-%d")))


def money(text: str, language: str, rng: random.Random) -> str:
    """An amount as people write it."""
    return text.replace(".", ",") if language != "en" and rng.random() < 0.8 else text


def as_bank_name(name: str, rng: random.Random) -> str:
    """The payer's name as its bank passes it on: folded, in capitals, cut, with or without its legal form."""
    name = name.translate(FOLDING)
    chance = rng.random()
    if chance < 0.2:
        name = " ".join(name.split()[:-1])
    elif chance < 0.25:
        name += rng.choice((" Buchhaltung", " Comptabilite", " Accounts"))
    name = name.upper() if rng.random() < 0.6 else name
    return name[:27] if rng.random() < 0.4 else name[:70]


def as_text(text: str, rng: random.Random) -> tuple[str, ...]:
    """The remittance text as delivered: cut at 140, in capitals, in pieces of 27 (apart, or joined)."""
    text = text.translate(FOLDING)
    text = (text.upper() if rng.random() < 0.6 else text)[:140]
    chance = rng.random()
    if chance > 0.15 or len(text) <= 27:
        return (text,)
    pieces = [text[start : start + 27] for start in range(0, len(text), 27)]
    return tuple(piece.strip() for piece in pieces) if chance < 0.08 else (" ".join(pieces),)


HOLDERS = ("Nordstern Treuhand", "Fiduciaire Lambert", "Meridian Holding", "Paysafe Treasury", "Helios Services",
           "Office Comptable Rive", "Northgate Group", "Zentralkasse Mitte")  # fmt: skip
