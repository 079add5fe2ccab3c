"""CSV as each bank writes it: the layout is known by its headings, details and footers are no money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from bot.banks import read_bank_file
from workflows.cash.model import BankEntry
from workflows.errors import BadInput


@dataclass(frozen=True)
class Sample:
    """A bank's file with one receipt of 1,050.00 from Anker for RE 314 on 10 March 2026, whatever else is in it."""

    bank: str
    text: str
    account: str = ""
    payer: str = ""
    iban: str = ""
    currency: str = "EUR"
    day: str = "2026-03-10"
    others: int = 0


SAMPLES = [
    Sample(
        "Sparkasse",
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";'
        '"Glaeubiger ID";"Mandatsreferenz";'
        '"Kundenreferenz (End-to-End)";"Sammlerreferenz";"Lastschrift Ursprungsbetrag";'
        '"Auslagenersatz Ruecklastschrift";'
        '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";"Waehrung";"Info"\n'
        '"DE02120300000000202051";"10.03.26";"10.03.26";"GUTSCHR. UEBERWEISUNG";"RE 314";"";"";"E-1";"";"";"";"Anker";'
        '"DE11520513735120710131";"X";"1050,00";"EUR";"Umsatz gebucht"\n'
        '"DE02120300000000202051";"11.03.26";"";"ENTGELT";"Vormerkung";"";"";"";"";"";"";"";"";"";"-3,00";"EUR";'
        '"Umsatz vorgemerkt"\n',
        account="DE02120300000000202051",
        payer="Anker",
        iban="DE11520513735120710131",
    ),
    Sample(
        "Commerzbank",
        "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;Auftraggeberkonto;Bankleitzahl "
        "Auftraggeberkonto;IBAN Auftraggeberkonto;Kategorie\n"
        "10.03.2026;10.03.2026;Gutschrift;Anker RE 314;1050;EUR;202051;12030000;DE02120300000000202051;\n",
        account="DE02120300000000202051",
    ),
    Sample(
        "DKB",
        '"Girokonto";"DE02120300000000202051"\n""\n"Kontostand vom 12.03.2026:";"1.060,00 €"\n""\n'
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";'
        '"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"\n'
        '"10.03.26";"10.03.26";"Gebucht";"Anker";"Wir";"RE 314";"Eingang";"DE11520513735120710131";"1.050 €";"";"";""\n'
        '"11.03.26";"";"Vorgemerkt";"Birke";"Wir";"RE 9";"Eingang";"";"7,00 €";"";"";""\n',
        account="DE02120300000000202051",
        payer="Anker",
        iban="DE11520513735120710131",
    ),
    Sample(
        "GLS, VR",
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;Buchungstag;Valutadatum;"
        "Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;"
        "Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung;Bemerkung;Kategorie;Steuerrelevant;Glaeubiger ID;"
        "Mandatsreferenz\n"
        "Giro;DE02120300000000202051;X;GLS;10.03.2026;10.03.2026;Anker;DE11520513735120710131;Y;Gutschrift;RE 314;"
        "1050,00;EUR;1060,00;;;;;\n",
        account="DE02120300000000202051",
        payer="Anker",
        iban="DE11520513735120710131",
    ),
    Sample(
        "VR (S and H under an empty heading, balances as rows)",
        "VR-Bank;;;\n\nKontoinhaber;Wir\nKonto;DE02120300000000202051\n"
        "Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Konto-Nr.;IBAN;BLZ;BIC;"
        "Vorgang/Verwendungszweck;Kundenreferenz;Währung;Umsatz; \n"
        "11.03.2026;11.03.2026;Wir;Vermieter;;;;;Miete;;EUR;10,00;S\n"
        '10.03.2026;10.03.2026;Wir;Anker;;DE11520513735120710131;;;"RE\n314";;EUR;1.050,00;H\n\n'
        "09.03.2026;;;;;;;;Anfangssaldo;;EUR;100,00;H\n11.03.2026;;;;;;;;Endsaldo;;EUR;1.140,00;H\n",
        account="DE02120300000000202051",
        payer="Anker",
        iban="DE11520513735120710131",
        others=1,
    ),
    Sample(
        "ING",
        "Umsatzanzeige;Datei erstellt am: 12.03.2026 10:00\n\nIBAN;DE02 1203 0000 0000 2020 51\nKontoname;Giro\n\n"
        "Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung\n"
        "11.03.2026;11.03.2026;Amt;Lastschrift;Strom;1.040,00;EUR;-10,7;EUR\n"
        "10.03.2026;10.03.2026;Anker;Gutschrift;RE 314;1.050,70;EUR;1.050,00;EUR\n",
        account="DE02120300000000202051",
        payer="Anker",
        others=1,
    ),
    Sample(
        "Postbank, Deutsche Bank",
        "Umsatzanzeige;;;;\nKonto;Filial-/Kontonummer;IBAN;Währung\nGiro;100 1234567 00;DE02120300000000202051;EUR\n\n"
        "Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Kundenreferenz;"
        "Mandatsreferenz ;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der "
        "Schecks;Soll;Haben;Währung\n"
        "10.3.2026;10.3.2026;SEPA-Überweisung von;Anker;RE 314;DE11520513735120710131;X;;;;;;;1;;;1.050,00;EUR\n"
        "10.3.2026;10.3.2026;Kartenzahlung;Laden;Kauf;;;;;;;;;1;;-4,20;;EUR\n"
        "Kontostand;12.03.2026;;;1.060,00;EUR\n",
        account="DE02120300000000202051",
        payer="Anker",
        iban="DE11520513735120710131",
        others=1,
    ),
    Sample(
        "HypoVereinsbank",
        "Kontonummer;Buchungsdatum;Valuta;Empfaenger 1;Empfaenger 2;Verwendungszweck;Betrag;Waehrung\n"
        "202051;10.03.2026;10.03.2026;Anker;;RE 314;1.050,00;EUR\n",
        account="202051",
        payer="Anker",
    ),
    Sample(
        "comdirect",
        '"Umsätze Girokonto";"Zeitraum: 30 Tage"\n"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";'
        '"Umsatz in EUR"\n"10.03.2026";"10.03.2026";"Übertrag / Überweisung";"Auftraggeber: Anker RE 314";"1.050,00"\n',
    ),
    Sample("a German bank without headings", "10.03.2026;Anker RE 314;1.050,00\n11.03.2026;Miete;-3,00\n", others=1),
    Sample(
        "BNP Paribas",
        "Date operation;Categorie operation;Sous Categorie operation;Libelle operation;Montant operation;Pointage\n"
        "10-03-2026;Virements;VIR SEPA;VIR ANKER RE 314;1 050,00;0\n",
    ),
    Sample(
        "Société Générale",
        "=\"0302000050\";12/03/2026;\nDate de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise\n"
        "10/03/2026;VIR RECU;VIR ANKER RE 314;1050,00;EUR\n",
    ),
    Sample(
        "Crédit Agricole",
        "Téléchargement du 12/03/2026;\n\nCompte carte n° 123;\n\nDate;Libellé;Débit euros;Crédit euros;\n"
        '10/03/2026;"VIREMENT EN VOTRE FAVEUR\nANKER RE 314";;1 050,00;\n11/03/2026;FRAIS;1,50;;\n',
        others=1,
    ),
    Sample(
        "Crédit Mutuel, CIC",
        "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n10/03/2026;11/03/2026;;1050,00;VIR ANKER RE 314;1060,00\n"
        "12/03/2026;12/03/2026;-10,00;;FRAIS;1050,00\n",
        others=1,
    ),
    Sample(
        "La Banque Postale",
        "Numéro Compte   :;1234567X020\nType            :;CCP\nCompte tenu en  :;euros\nDate            :;12/03/2026\n"
        "Solde (EUROS)   :;1060,00\n\nDate;Libellé;Montant(EUROS);Montant(FRANCS)\n"
        "10/03/2026;VIREMENT DE ANKER RE 314;1050,00;6887,55\n",
    ),
    Sample(
        "Qonto",
        "Statut;Date de l'opération (local);Date de la valeur (local);Montant total (TTC);Devise;"
        "Nom de la contrepartie;"
        "Type de méthode de paiement;Référence\n"
        "Exécuté;10/03/2026 09:12:00;10/03/2026 09:12:00;1050,00;EUR;Anker;Virement;RE 314\n"
        "En attente;11/03/2026 09:12:00;;9,00;EUR;Birke;Virement;RE 9\n",
        payer="Anker",
    ),
    Sample(
        "Barclays",
        'Number,Date,Account,Amount,Subcategory,Memo\n ,10/03/2026,20-00-00 12345678,1050.00,Counter Credit,"ANKER  RE '
        '314"\n',
        account="20-00-00 12345678",
        currency="GBP",
    ),
    Sample("HSBC, no headings", '10/03/2026,ANKER RE 314,"1,050.00"\n11/03/2026,FEE,-1.50\n', currency="GBP", others=1),
    Sample(
        "Lloyds",
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,"
        "Balance\n10/03/2026,FPI,'30-00-00,12345678,ANKER RE 314,,1050.00,1060.00\n",
        account="30-00-00/12345678",
        currency="GBP",
    ),
    Sample(
        "NatWest",
        "\nDate, Type, Description, Value, Balance, Account Name, Account Number\n\n"
        '10/03/2026,BAC,"\'ANKER RE 314",1050.00,1060.00,"\'US","\'600000-12345678",\n',
        account="600000-12345678",
        currency="GBP",
    ),
    Sample(
        "Starling",
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n"
        "10/03/2026,Anker,RE 314,FASTER PAYMENT,1050.00,1060.00,INCOME,\n",
        payer="Anker",
        currency="GBP",
    ),
    Sample(
        "Revolut (its fee is not on the invoice)",
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        "TOPUP,Current,2026-03-09 23:00:00,2026-03-10 08:00:00,Anker RE 314,1051.00,1.00,EUR,COMPLETED,1060.00\n"
        "TRANSFER,Current,2026-03-11 08:00:00,,To Birke,-5.00,0.00,EUR,PENDING,\n",
    ),
    Sample(
        "UBS (details of a collective entry are no second money)",
        "Kontonummer:;0206 00520505.40;\nIBAN:;CH93 0076 2011 6238 5295 7;\nVon:;2026-03-01;\nAnfangssaldo:;10.00;\n"
        "Schlusssaldo:;1060.00;\nBewertet in:;CHF;\n\n"
        "Abschlussdatum;Abschlusszeit;Buchungsdatum;Valutadatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;"
        "Transaktions-Nr.;Beschreibung1;Beschreibung2;Beschreibung3;Fussnoten\n"
        '2026-03-10;;2026-03-10;2026-03-10;CHF;;1050.00;;1060.00;T1;"Anker; RE 314";Gutschrift;;\n'
        '2026-03-10;;2026-03-10;2026-03-10;CHF;;;600.00;;T1;"Teil 1";;;\n',
        account="CH9300762011623852957",
        currency="CHF",
    ),
    Sample(
        "PostFinance",
        "Datum von:;01.03.2026\nKonto:;CH9300762011623852957\nWährung:;CHF\n\n"
        "Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Label;Kategorie\n"
        '10.03.2026;Gutschrift;"ANKER RE 314";1050.00;;;\n\nDisclaimer:\nDies ist kein durch PostFinance erstelltes '
        "Dokument\n",
        account="CH9300762011623852957",
        currency="CHF",
    ),
    Sample(
        "ZKB",
        '"Datum";"Buchungstext";"Währung";"Betrag Detail";"ZKB-Referenz";"Referenznummer";'
        '"Belastung CHF";"Gutschrift CHF";'
        '"Valuta";"Saldo CHF"\n"10.03.2026";"Gutschrift: Anker RE 314";"";"";"Z1";"";"";"1050.00";'
        '"10.03.2026";"1060.00"\n'
        '"";"Anker Teil 1";"CHF";"600.00";"";"";"";"";"";""\n',
        currency="CHF",
    ),
    Sample(
        "Raiffeisen",
        "IBAN;Booked At;Text;Credit/Debit Amount;Balance;Valuta Date\n"
        "CH9300762011623852957;2026-03-10 00:00:00.0;Gutschrift Anker RE 314;1050.00;1060.00;2026-03-10 00:00:00.0\n"
        ";;Details;;;\n",
        account="CH9300762011623852957",
        currency="CHF",
    ),
]


def receipt_in(text: str, encoding: str = "utf-8") -> tuple[str, list[BankEntry]]:
    (statement,) = read_bank_file("x.csv", text.encode(encoding))
    return statement.account, list(statement.entries)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.bank)
def test_the_receipt_is_read_whole_from(sample: Sample) -> None:
    account, entries = receipt_in(sample.text)
    (entry,) = [entry for entry in entries if entry.amount == 1050]
    assert (account, entry.currency, str(entry.booking_date)) == (sample.account, sample.currency, sample.day)
    assert (entry.payer_name, entry.payer_iban) == (sample.payer, sample.iban)
    assert "RE 314" in " ".join(" ".join((*entry.texts, entry.end_to_end_id)).split())
    assert len(entries) == 1 + sample.others


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.bank)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_does_not_matter(sample: Sample, encoding: str) -> None:
    assert receipt_in(sample.text, encoding) == receipt_in(sample.text)


def test_a_fee_of_the_provider_is_told_apart() -> None:
    revolut = next(sample for sample in SAMPLES if sample.bank.startswith("Revolut"))
    assert receipt_in(revolut.text)[1][0].charges == Decimal("1.00")


def test_rows_with_balances_prove_the_rows_between_them() -> None:
    bank = next(sample for sample in SAMPLES if sample.bank.startswith("VR (S"))
    with pytest.raises(BadInput, match="closing balance"):
        read_bank_file("x.csv", bank.text.replace("1.050,00;H", "1.005,00;H").encode())


def test_a_reference_that_a_spreadsheet_destroyed_is_none() -> None:
    sparkasse = SAMPLES[0].text.replace('"E-1"', '"6,17761250170673E+025"')
    assert receipt_in(sparkasse)[1][0].end_to_end_id == ""


def test_english_figures_under_german_headings_are_read_if_only_that_explains_all_of_them() -> None:
    text = "Buchungstag;Verwendungszweck;Betrag\n10.03.2026;RE 1;1,050.00\n11.03.2026;RE 2;-3.20\n"
    assert [str(entry.amount) for entry in receipt_in(text)[1]] == ["1050.00", "-3.20"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Buchungstag;Verwendungszweck;Betrag\n10.03.2026;RE 1;1.050,00\n11.03.2026;RE 2;-3.20\n", 3),
        ("Wann;Was;Wieviel\n10.03.2026;RE 1;1.050,00\n", 1),
        ("\n\nWann;Was;Wieviel\n10.03.2026;RE 1\n", 3),
        ("Buchungstag;Verwendungszweck;Betrag\n2026/03/10;RE 1;1.050,00\n", 2),
    ],
)
def test_what_no_profile_explains_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        read_bank_file("x.csv", text.encode())
    assert refused.value.line == line
