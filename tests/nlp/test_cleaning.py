"""What the sender wrote this time, in the ways that mail programs quote."""

from __future__ import annotations

import pytest

from nlp.cleaning import says_nothing, signature_start, split_reply
from tests.steps import grows_with_its_length

OWN = "Die Zahlung geht am Freitag raus."
OURS = "Ihre Rechnung 4711 ist offen, 100,00 EUR."

QUOTES = {
    "thunderbird_de": f"Am 03.03.26 um 09:15 schrieb Kasse Meier:\n> {OURS}",
    "outlook_de": f"Von: Kasse <kasse@wir.example>\nGesendet: Dienstag, 3. März 2026 09:15\nAn: Otto\nBetreff: Mahnung\n\n{OURS}",  # noqa: E501
    "outlook_ruled_fr": f"________________________________\nDe : Compta\nEnvoyé : mardi 3 mars 2026 09:15\nÀ : Otto\nObjet : Relance\n\n{OURS}",  # noqa: E501
    "outlook_old_en": f"-----Original Message-----\nFrom: Desk\nSent: 3 March 2026\nTo: Otto\nSubject: Note\n\n{OURS}",
    "gmail_en_folded": f"On Tue, 3 Mar 2026 at 09:15, Receivables Desk <\ndesk@us.example> wrote:\n\n> {OURS}",
    "gmail_fr": f"Le mar. 3 mars 2026 à 09:15, Compta <c@nous.example> a écrit :\n{OURS}",
    "apple_nl": f"Op 3 mrt. 2026 om 09:15 heeft Kas <kas@wij.example> geschreven:\n\n> {OURS}",
    "gmail_it": f"Il giorno mar 3 mar 2026 alle ore 09:15 Cassa <c@noi.example> ha scritto:\n> {OURS}",
    "gmail_es": f"El mar, 3 mar 2026 a las 9:15, Caja (<c@nos.example>) escribió:\n> {OURS}",
    "gmail_pt": f"Em ter., 3 de mar. de 2026 às 09:15, Caixa <c@nos.example> escreveu:\n> {OURS}",
    "gmail_pl": f"wt., 3 mar 2026 o 09:15 Kasa <k@my.example> napisał(a):\n> {OURS}",
    "notes_bold": f"*Von:* Kasse\n*Datum:* 03.03.2026\n*An:* Otto\n*Betreff:* Mahnung\n\n{OURS}",
    "marks_only": f"> {OURS}\n> Mit freundlichen Grüßen",
}


@pytest.mark.parametrize("name", QUOTES)
def test_the_quote_below_an_answer_is_cut(name):
    new, quoted = split_reply(f"{OWN}\n\n{QUOTES[name]}")
    assert new == OWN
    assert "4711" in quoted


def test_answers_between_quoted_lines_are_kept():
    text = "Le 3 mars 2026 à 09:15, Compta a écrit :\n> Facture 1 ?\nPayée hier.\n\n> Facture 2 ?\nVendredi.\n"
    new, quoted = split_reply(text)
    assert "Payée hier." in new and "Vendredi." in new
    assert "Facture" not in new and "Facture 2 ?" in quoted


def test_prose_that_only_looks_like_an_introduction_is_kept():
    text = "On Monday we wrote to you about 12 chairs.\nFrom: the warehouse we hear nothing.\nPlease answer."
    assert split_reply(text) == (text, "")


FORWARDED = "Von: Eva Kunde <eva@kunde.example>\nGesendet: 3. März 2026\nAn: Vertrieb\nBetreff: Bestellung\n\nBitte 5 Stück A-17."  # noqa: E501


@pytest.mark.parametrize(
    "covering", ["", "Bitte bearbeiten, danke!", "Hallo zusammen,\nsiehe unten.\n\nViele Grüße\nMax"]
)
def test_a_mail_that_is_passed_on_without_own_words_is_the_statement(covering):
    new, quoted = split_reply(f"{covering}\n\n{FORWARDED}", subject="WG: Bestellung", own_domains=["wir.example"])
    assert new == "Bitte 5 Stück A-17."
    assert "Eva Kunde" in quoted


def test_an_empty_answer_to_our_letter_does_not_make_our_letter_the_statement():
    ours = FORWARDED.replace("eva@kunde.example", "kasse@wir.example")
    new, quoted = split_reply(f"Danke\n\n{ours}", subject="WG: Bestellung", own_domains=["wir.example"])
    assert new == "Danke"
    assert "5 Stück" in quoted


def test_thanks_above_a_quote_is_an_answer_and_no_covering_note():
    new, _ = split_reply(f"Merci\n\n{QUOTES['outlook_ruled_fr']}", subject="RE: Relance")
    assert new == "Merci"


def test_the_mark_of_the_mail_program_cuts_in_languages_that_nobody_listed():
    html = '<p>Kifizetjük pénteken.</p><div class="gmail_quote">Kasse ezt írta: Ihre Rechnung 4711 ist offen</div>'
    new, quoted = split_reply("Kifizetjük pénteken.\nKasse ezt írta: Ihre Rechnung 4711 ist offen", html)
    assert new == "Kifizetjük pénteken."
    assert "4711" in quoted


def test_device_lines_and_disclaimers_are_no_statement():
    text = "Ok, demain.\n\nEnvoyé de mon iPhone\n\nCe message et ses pièces jointes sont confidentiels."
    assert split_reply(text)[0] == "Ok, demain."


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("Paid R-1.\n\nKind regards\nTom\nVAT 123456789", "Kind regards\nTom\nVAT 123456789"),
        ("Paid R-1.\n-- \nTom\n0161 496 0128", "-- \nTom\n0161 496 0128"),
        ("Payé.\n\nMerci\nCordialement,\nLéa", "Merci\nCordialement,\nLéa"),
        ("Paid.\n\nTom Smith\nTel: +44 161 496\nwww.tom.example", "Tom Smith\nTel: +44 161 496\nwww.tom.example"),
        ("Viele Grüße\nEva\n\nR-1  100,00\nR-2  200,00", ""),
        ("Regards\nTom\n\nPS: R-9 follows", ""),
        ("Thanks for checking.\nPlease also cancel order 4711 as soon as you can, we do not need it.", ""),
        ("Merci de traiter la 4711\nLéa", ""),
        ("Nothing closes this.", ""),
    ],
)
def test_the_signature_begins_at_the_closing_words(text, signature):
    start = signature_start(text)
    assert text[start:].strip("\n") == signature or (signature == "" and start == len(text))


def test_figures_are_never_a_mere_covering_note():
    assert says_nothing("Bonjour,\nmerci de traiter.\nCordialement\nLéa")
    assert not says_nothing("Bonjour, annulez la 4711 svp")


@pytest.mark.parametrize("words", ["Lest selbst.\nToni", "Read for yourself.", "Voyez vous-même.\nMarc"])
def test_who_lets_a_mail_speak_for_itself_passes_it_on(words: str) -> None:
    assert says_nothing(words)


HOSTILE = {
    "digits": "1 " * 15_000,
    "no-break spaces": "\u00a0" * 30_000,
    "From in one line": "From: " * 5_000,
    "From in many lines": "From: a\n" * 3_750,
    "marks": ">" * 30_000,
    "marked lines": "> a\n" * 7_500,
    "introductions": "On 10:10 x\n" * 2_700,
    "rules": "_____\n" * 5_000,
    "dividers": "--- a\n" * 5_000,
    "closings": "Regards\n1\n" * 3_000,
    "empty lines": "\n" * 30_000,
    "addresses": "a@" * 15_000,
    "stars": "*" * 30_000,
    "leads": "am\n" * 10_000,
    "wrote": "am 10:10 schrieb" * 1_900,
    "hyphens": "-" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(name):
    for work in (split_reply, signature_start, says_nothing):
        assert grows_with_its_length(work, HOSTILE[name])
