"""Quotes below an answer, in the manner of every mail program and webmail that our customers use."""

# ruff: noqa: E501

from __future__ import annotations

from email.message import EmailMessage

import pytest

from nlp.cleaning import separated, split_reply
from nlp.limits import Limits
from nlp.mime import open_message

Q = "Ihre Rechnung 4711 ist offen."
ANSWERS = [
    "Wird am Freitag bezahlt.",
    "Guten Tag,\n\nwir haben am 2.3.2026 überwiesen.\nBitte prüfen: es waren 100 EUR.\n\nMit freundlichen Grüßen\nOtto Kunde",
]
HEADS = {
    "gmail de": "Am Di., 3. März 2026 um 09:15 Uhr schrieb Kasse Meier <kasse@wir.example>:\n\n> " + Q,
    "gmail de old": "Am 3. März 2026 um 09:15 schrieb Kasse Meier <kasse@wir.example>:\n\n> " + Q,
    "apple de": "Am 03.03.2026 um 09:15 schrieb Kasse Meier <kasse@wir.example>:\n\n" + Q,
    "apple en": "On 3 Mar 2026, at 09:15, Desk <desk@us.example> wrote:\n\n" + Q,
    "apple fr": "Le 3 mars 2026 à 09:15, Compta <c@nous.example> a écrit :\n\n" + Q,
    "gmail fr folded": "Le mar. 3 mars 2026 à 09:15, Comptabilité clients <compta-clients@nous.example>\na écrit :\n\n"
    + Q,
    "thunderbird fr": "Le 03/03/2026 à 09:15, Compta a écrit :\n> " + Q,
    "thunderbird en": "On 03/03/2026 09:15, Desk wrote:\n> " + Q,
    "thunderbird de": "Am 03.03.26 um 09:15 schrieb Kasse Meier:\n> " + Q,
    "gmx": 'Gesendet: Dienstag, 3. März 2026 um 09:15 Uhr\nVon: "Kasse" <kasse@wir.example>\nAn: otto@kunde.example\nBetreff: Mahnung\n'
    + Q,
    "gmx2": 'Gesendet: Dienstag, 03. März 2026 um 09:15 Uhr\nVon: kasse@wir.example\nAn: "Otto" <otto@kunde.example>\nCc: x@y.example\nBetreff: Mahnung\n\n'
    + Q,
    "webde": "--- Ursprüngliche Nachricht ---\nVon: Kasse\nDatum: 03.03.2026 09:15:00\nAn: Otto\nBetreff: Mahnung\n\n"
    + Q,
    "1und1": "Kasse Meier <kasse@wir.example> hat am 03.03.2026 09:15 CET geschrieben:\n\n \n" + Q,
    "ionos": "Kasse Meier kasse@wir.example hat am 03.03.2026 09:15 CET geschrieben:\n\n" + Q,
    "tonline": '-----Original-Nachricht-----\nBetreff: Mahnung\nDatum: 2026-03-03T09:15:22+0100\nVon: "Kasse" <kasse@wir.example>\nAn: "Otto" <otto@t.example>\n\n'
    + Q,
    "orange": '> Message du 03/03/26 09:15\n> De : "Compta" <c@nous.example>\n> A : o@orange.example\n> Copie à : \n> Objet : Relance\n> \n> '
    + Q,
    "orange2": "envoyé : 3 mars 2026 à 09:15\nde : Compta <c@nous.example>\nà : o@orange.example\nobjet : Relance\n\n"
    + Q,
    "laposte": 'De : "Compta" \nA : o@laposte.example\nEnvoyé: mardi 3 mars 2026 09:15\nObjet : Relance\n\n' + Q,
    "free zimbra": '----- Mail original -----\nDe: "Compta" <c@nous.example>\nÀ: "Otto" <o@free.example>\nEnvoyé: Mardi 3 Mars 2026 09:15:11\nObjet: Relance\n\n'
    + Q,
    "zimbra new": 'De: "Compta" <c@nous.example>\nÀ: "Otto" <o@free.example>\nEnvoyé: Mardi 3 Mars 2026 09:15:11\nObjet: Relance\n\n'
    + Q,
    "outlook fr": "De : Compta <c@nous.example>\nEnvoyé : mardi 3 mars 2026 09:15\nÀ : Otto <o@x.example>\nObjet : Relance\n\n"
    + Q,
    "outlook fr bold": "*De :* Compta <c@nous.example>\n*Envoyé :* mardi 3 mars 2026 09:15\n*À :* Otto <o@x.example>\n*Objet :* Relance\n\n"
    + Q,
    "outlook fr bold2": "**De :** Compta <c@nous.example>\n**Envoyé :** mardi 3 mars 2026 09:15\n**À :** Otto <o@x.example>\n**Objet :** Relance\n\n"
    + Q,
    "outlook mac de": "Von: Kasse <kasse@wir.example>\nDatum: Dienstag, 3. März 2026 um 09:15\nAn: Otto <o@x.example>\nBetreff: Mahnung\n\n"
    + Q,
    "outlook mac en": "From: Desk <d@us.example>\nDate: Tuesday, 3 March 2026 at 09:15\nTo: Otto <o@x.example>\nSubject: Reminder\n\n"
    + Q,
    "outlook mobile de": "________________________________\nVon: Kasse <kasse@wir.example>\nGesendet: Dienstag, März 3, 2026 9:15:11 AM\nAn: Otto <o@x.example>\nBetreff: Mahnung\n\n"
    + Q,
    "outlook web one line": "From: Desk <d@us.example> Sent: Tuesday, 3 March 2026 09:15 To: Otto <o@x.example> Subject: Reminder\n\n"
    + Q,
    "notes de": "Von:\tKasse Meier/WIR/DE\nAn:\tOtto@KUNDE\nDatum:\t03.03.2026 09:15\nBetreff:\tMahnung\n\n" + Q,
    "notes de indented": "             Von:         Kasse Meier/WIR/DE\n             An:          Otto@KUNDE\n             Datum:       03.03.2026 09:15\n             Betreff:     Mahnung\n\n"
    + Q,
    "notes wrote": "-----Kasse Meier/WIR schrieb: -----\nAn: Otto\nVon: Kasse Meier/WIR\nDatum: 03.03.2026 09:15\nBetreff: Mahnung\n\n"
    + Q,
    "notes en": "-----Desk Smith wrote: -----\nTo: Otto\nFrom: Desk Smith\nDate: 03/03/2026 09:15AM\nSubject: Reminder\n\n"
    + Q,
    "notes fr": "-----Compta a écrit : -----\nA : Otto\nDe : Compta\nDate : 03/03/2026 09:15\nObjet : Relance\n\n" + Q,
    "notes inline": "Kasse Meier ---03.03.2026 09:15:22---" + Q,
    "notes name date": "Kasse Meier/WIR schrieb am 03.03.2026 09:15:22:\n\n" + Q,
    "samsung de": "-------- Ursprüngliche Nachricht --------\nVon: Kasse <kasse@wir.example>\nDatum: 03.03.26 09:15 (GMT+01:00)\nAn: Otto <o@x.example>\nBetreff: Mahnung\n\n"
    + Q,
    "samsung fr": "-------- Message d'origine --------\nDe : Compta <c@nous.example>\nDate : 03/03/2026 09:15 (GMT+01:00)\nÀ : o@x.example\nObjet : Relance\n\n"
    + Q,
    "proton": "On Tuesday, March 3rd, 2026 at 9:15 AM, Desk <d@us.example> wrote:\n\n> " + Q,
    "proton de": "Kasse <kasse@wir.example> schrieb am Dienstag, 3. März 2026 um 09:15:\n\n> " + Q,
    "proton fr": "Le mardi 3 mars 2026 à 09:15, Compta <c@nous.example> a écrit :\n\n> " + Q,
    "yahoo fr": "Le mardi 3 mars 2026 à 09:15:12 UTC+1, Compta <c@nous.example> a écrit :\n\n\n" + Q,
    "yahoo de": "Am Dienstag, 3. März 2026 um 09:15:12 MEZ hat Kasse <kasse@wir.example> Folgendes geschrieben:\n\n\n"
    + Q,
    "yahoo en": "On Tuesday 3 March 2026 at 09:15:12 GMT, Desk <d@us.example> wrote:\n\n\n" + Q,
    "roundcube de": "Am 2026-03-03 09:15, schrieb Kasse:\n> " + Q,
    "roundcube en": "On 2026-03-03 09:15, Desk wrote:\n> " + Q,
    "roundcube fr": "Le 2026-03-03 09:15, Compta a écrit :\n> " + Q,
    "horde": "Zitat von Kasse <kasse@wir.example>:\n\n> " + Q,
    "horde fr": "Compta <c@nous.example> a écrit :\n\n> " + Q,
    "horde en": "Quoting Desk <d@us.example>:\n\n> " + Q,
    "bluemail": "Am 3. März 2026 um 09:15 MEZ schrieb Kasse:\n> " + Q,
    "k9": 'Am 3. März 2026 09:15:12 MEZ schrieb "Kasse" <kasse@wir.example>:\n>' + Q,
    "k9 fr": "Le 3 mars 2026 09:15:12 GMT+01:00, Compta <c@nous.example> a écrit :\n>" + Q,
    "mailmate": "On 3 Mar 2026, at 9:15, Desk wrote:\n\n> " + Q,
    "claws": "On Tue, 3 Mar 2026 09:15:12 +0100\nDesk <d@us.example> wrote:\n\n> " + Q,
    "mutt": "On Tue, Mar 03, 2026 at 09:15:12AM +0100, Desk wrote:\n> " + Q,
    "kmail": "Am Dienstag, 3. März 2026, 09:15:12 CET schrieb Kasse:\n> " + Q,
    "evolution de": "Am Dienstag, dem 03.03.2026 um 09:15 +0100 schrieb Kasse:\n> " + Q,
    "evolution fr": "Le mardi 03 mars 2026 à 09:15 +0100, Compta a écrit :\n> " + Q,
    "nl gmail": "Op di 3 mrt 2026 om 09:15 schreef Kas <kas@wij.example>:\n\n> " + Q,
    "nl outlook": "Van: Kas <kas@wij.example>\nVerzonden: dinsdag 3 maart 2026 09:15\nAan: Otto <o@x.example>\nOnderwerp: Herinnering\n\n"
    + Q,
    "it outlook": "Da: Cassa <c@noi.example>\nInviato: martedì 3 marzo 2026 09:15\nA: Otto <o@x.example>\nOggetto: Sollecito\n\n"
    + Q,
    "it thunderbird": "Il 03/03/2026 09:15, Cassa ha scritto:\n> " + Q,
    "es outlook": "De: Caja <c@nos.example>\nEnviado el: martes, 3 de marzo de 2026 9:15\nPara: Otto <o@x.example>\nAsunto: Recordatorio\n\n"
    + Q,
    "pt outlook": "De: Caixa <c@nos.example>\nEnviada em: terça-feira, 3 de março de 2026 09:15\nPara: Otto <o@x.example>\nAssunto: Lembrete\n\n"
    + Q,
    "pl outlook": "Od: Kasa <k@my.example>\nWysłano: wtorek, 3 marca 2026 09:15\nDo: Otto <o@x.example>\nTemat: Przypomnienie\n\n"
    + Q,
    "pl thunderbird": "W dniu 03.03.2026 o 09:15, Kasa pisze:\n> " + Q,
    "sv gmail": "Den tis 3 mars 2026 kl 09:15 skrev Kassa <k@vi.example>:\n\n> " + Q,
    "sv outlook": "Från: Kassa <k@vi.example>\nSkickat: den 3 mars 2026 09:15\nTill: Otto <o@x.example>\nÄmne: Påminnelse\n\n"
    + Q,
    "da gmail": "Den tirs. 3. mar. 2026 kl. 09.15 skrev Kasse <k@vi.example>:\n\n> " + Q,
    "da outlook": "Fra: Kasse <k@vi.example>\nSendt: 3. marts 2026 09:15\nTil: Otto <o@x.example>\nEmne: Rykker\n\n"
    + Q,
    "outlook indent": "    From: Desk <d@us.example>\n    Sent: Tuesday, 3 March 2026 09:15\n    To: Otto\n    Subject: Reminder\n\n    "
    + Q,
    "sfr": '========================================\n\nMessage du : 03/03/2026 09:15\nDe : "Compta" <c@nous.example>\nA : o@sfr.example\nCopie à :\nSujet : Relance\n\n'
    + Q,
    "bbox": "De : Compta\nDate d'envoi : mardi 3 mars 2026 09:15\nA : Otto\nObjet : Relance\n" + Q,
    "day only": "De : Compta\nEnvoyé : mardi 3 mars 2026\n" + Q,
    "day only de": "Von: Kasse\nGesendet: Dienstag, 3. März 2026\n" + Q,
    "quebec": "De : Compta\nEnvoyé : 3 mars 2026 09:15\nÀ : Otto\nCc : X\nObjet : Relance\n" + Q,
    "caution banner": "From: Desk <d@us.example> \nSent: 03 March 2026 09:15\nTo: Otto; Eva; Max;\n Paul; Peter\nCc: Anna\nSubject: Reminder\nImportance: High\n\n"
    + Q,
}


def same(text: str, other: str) -> bool:
    return text.split() == other.split()


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("program", HEADS)
def test_every_program_heads_its_quote_so_that_it_is_cut(program: str, answer: str, gap: str) -> None:
    new, quoted = split_reply(f"{answer}{gap}{HEADS[program]}")
    assert same(new, answer)
    assert "4711" in quoted


PROSE = [
    "Am 12. März haben wir die Ware erhalten und Ihr Fahrer schrieb:\nPaletten fehlen. Bitte liefern.",
    "On Monday 12.3. your colleague wrote that goods are missing, see the list:\n- 5 boxes\n- 3 boxes",
    "Von: Lager Nord\nAn: Lager Süd\n5 Stück bitte.",
    "Am 03.03.2026 um 09:15 kam die Lieferung an:\n5 Kartons fehlten.",
    "Hallo,\nwir brauchen > 100 Stück.\nDanke",
    "Le 3 mars 2026 nous avons reçu :\n- 5 cartons\n- 3 cartons",
    "Le 03/03/2026 à 10:15 le chauffeur a écrit sur le bon :\n2 cartons abîmés",
    "On 3 March 2026 we ordered the following items from john@x.example:\n5 x A-17",
    "Bestellung\n-----------\n5 x A-17\n-----------\nDanke",
    "We sent on 3.3.2026 by DHL to store@x.example:\n5 boxes",
    "Lieferadresse:\nVon: 8:00\nBis: 16:00\nBitte beachten.",
    "Payment advice\nDate: 03.03.2026\nTo: Laborel\nInvoice 4711 100,00\nInvoice 4712 200,00",
    "Wie am 03.03.2026 telefonisch besprochen, schrieb Herr Maier uns dies:\nBitte stornieren.",
    "Herr Müller schrieb uns, die Ware sei defekt:\nBitte Gutschrift.",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_names_days_writers_and_colons_is_no_head(text: str) -> None:
    assert split_reply(text) == (text, "")


@pytest.mark.parametrize(
    "head",
    [
        "De : clients@nous.example\nObjet : Relance facture IN-7016\n",
        "From: <desk@us.example>\nSubject: Payment reminder\n\n",
        "Von: kasse@wir.example\nBetreff: Mahnung\n",
    ],
)
def test_an_address_and_a_subject_below_a_letter_head_a_quote(head: str) -> None:
    new, quoted = split_reply(f"Long since paid.\nBest, Otto\n{head}Amount due: 2 124,00 EUR")
    assert new.strip() == "Long since paid.\nBest, Otto"
    assert "2 124,00" in quoted


@pytest.mark.parametrize(
    "text",
    [
        "From: kunde@x.example\nSubject: Bestellung\n12 Wischmopp bitte",
        "Hello,\nFrom: Hamburg\nSubject: pallets\n12 of them, please.",
    ],
)
def test_a_form_that_begins_so_and_words_that_look_so_are_no_quote(text: str) -> None:
    assert same(split_reply(text)[0], text)


def test_an_attribution_on_the_line_of_the_answer_is_cut_there() -> None:
    new, quoted = split_reply(f"Paid. On Tue, 3 Mar 2026 at 09:15, Desk <d@us.example> wrote:\n> {Q}")
    assert new == "Paid."
    assert "4711" in quoted


def test_the_tail_of_a_wrapped_quoted_line_is_no_answer() -> None:
    long = "> Bitte teilen Sie uns mit, wann Sie die Rechnung 4711 über den Betrag von\nhundert Euro zahlen\n> werden."
    new, _ = split_reply(f"Am Freitag.\n\nAm 03.03.2026 um 09:15 schrieb Kasse Meier:\n{long}")
    assert new == "Am Freitag."


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Ok.\n\nSent from my cell, please excuse typos.", "Ok."),
        ("Ok.\n\nGesendet von Outlook für Android<https://x.example/a>\n\nWir liefern Kartons aller Art.", "Ok."),
        ("Ok.\n\nVon meinem iPhone gesendet\n\nPS: Rechnung 9 auch.", "Ok.\n\nPS: Rechnung 9 auch."),
        (
            "Sent from my desk, which is easier than the phone, this order stands.",
            "Sent from my desk, which is easier than the phone, this order stands.",
        ),
    ],
)
def test_below_a_device_line_only_a_postscript_is_said(text: str, new: str) -> None:
    assert split_reply(text)[0] == new


@pytest.mark.parametrize(
    ("below", "is_doubted"),
    [
        ("We also need the credit note for invoice 9.", True),
        ("Wir liefern Kartons aller Art.", True),
        ("Acme Ltd", False),
        ("This e-mail is confidential and intended for the addressee only.", False),
    ],
)
def test_a_sentence_below_a_device_line_is_left_out_and_said_to_be(below: str, is_doubted: bool) -> None:
    parts = separated(f"We pay on Friday.\n\nSent from my iPhone\n\n{below}")
    assert (parts.new, parts.has_text_below) == ("We pay on Friday.", is_doubted)


QUOTED = "Ihre Rechnung 4711 ist seit langem offen, bitte zahlen."
ANSWER = "Wird am Freitag bezahlt."
FOREIGN_HEAD = f"<b>Kimden:</b> Kasse &lt;kasse@wir.example&gt;<br><b>Tarihxx:</b> 3 Mart 2026 09:15<br><b>Kimexx:</b> Otto<br><b>Konuxx:</b> Mahnung<br><br>{QUOTED}"
PAGES = {
    "gmail": f'<div dir="ltr">{ANSWER}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Kasse x ezt xxx (2026. 3. 3.):<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">{QUOTED}</blockquote></div>',
    "apple": f'<body>{ANSWER}<br><div><br><blockquote type="cite"><div>On 3 Mar 2026, at 09:15, Kasse &lt;k@wir.example&gt; wrote:</div><br><div>{QUOTED}</div></blockquote></div></body>',
    "moz": f'<p>{ANSWER}</p><div class="moz-cite-prefix">Foo bar 3/3/26, Kasse xyz:<br></div><blockquote type="cite" cite="mid:x">{QUOTED}</blockquote>',
    "owa": f'<div>{ANSWER}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font>{FOREIGN_HEAD}</font></div>',
    "x_": f'<div class="x_WordSection1"><p>{ANSWER}</p></div><div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg">{FOREIGN_HEAD}</div>',
    "outlook": f'<div class="WordSection1"><p class="MsoNormal">{ANSWER}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{FOREIGN_HEAD}</p></div></div><p>{QUOTED}</p></div>',
    "yahoo": f'<div class="ydp1 yahoo-style-wrap">{ANSWER}</div><div id="ydpabcyahoo_quoted_1" class="ydpabcyahoo_quoted"><div>xyz Kasse :</div><div>{QUOTED}</div></div>',
    "proton": f'<div>{ANSWER}</div><div class="protonmail_quote">xx Kasse:<br><blockquote class="protonmail_quote" type="cite">{QUOTED}</blockquote></div>',
    "zmail": f'<div>{ANSWER}<br></div><div class="zmail_extra_hr" style="border-top:1px solid #ccc;"></div><div class="zmail_extra">xx Kasse yy {QUOTED}</div>',
    "gmx": f'<div>{ANSWER}<div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div>xx Kasse</div>{QUOTED}</div></div></div>',
    "ios outlook": f'<div>{ANSWER}</div><div id="ms-outlook-mobile-signature">Get Outlook for iOS</div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message skipProofing"><div class="ms-outlook-mobile-reference-message skipProofing" style="border-top:1px solid #b5c4df">{FOREIGN_HEAD}</div></div>',
    "notes": f'<font size=2 face="sans-serif">{ANSWER}</font><br><br><font size=1 color=#5f5f5f face="sans-serif">Von: </font><font size=1>Kasse Meier/WIR</font><br><font size=1>An: </font><font size=1>Otto</font><br><font size=1>Datum: </font><font size=1>03.03.2026 09:15</font><br><font size=1>Betreff: </font><font size=1>Mahnung</font><hr noshade><br>{QUOTED}',
    "notes table": f"<font>{ANSWER}</font><br><br><table><tr><td>Von:</td><td>Kasse Meier/WIR</td></tr><tr><td>An:</td><td>Otto</td></tr><tr><td>Datum:</td><td>03.03.2026 09:15</td></tr><tr><td>Betreff:</td><td>Mahnung</td></tr></table><hr>{QUOTED}",
    "inline": f'<blockquote type="cite">{QUOTED}</blockquote><p>{ANSWER}</p><blockquote type="cite">Wann genau?</blockquote><p>Um zehn.</p>',
    "spark": f'<div name="messageBodySection">{ANSWER}</div><div name="messageReplySection">Am 3. Mar Kasse xx:<blockquote type="cite">{QUOTED}</blockquote></div>',
    "zimbra": f'<div>{ANSWER}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"C"<br><b>À: </b>x<br><b>Envoyé: </b>Mardi 3 Mars 2026 09:15:00<br><b>Objet: </b>R<br></div><div>{QUOTED}</div>',
}


def opened(text: str, subject: str, sender: str = "eva@kunde.example", subtype: str = "plain"):  # type: ignore[no-untyped-def]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ar@wir.example", subject
    message.set_content(text, subtype=subtype)
    return open_message(message.as_bytes(), Limits())


@pytest.mark.parametrize("program", PAGES)
def test_every_program_marks_its_quote_in_html_so_that_it_is_cut(program: str) -> None:
    new = opened(PAGES[program], "Re: Mahnung", subtype="html").new_text
    assert same(new, f"{ANSWER} Um zehn." if program == "inline" else ANSWER)


ORDER = (
    "Von: Eva Kunde <eva@kunde.example>\nGesendet: 3. März 2026 09:15\nAn: Vertrieb\nBetreff: Bestellung\n\n"
    "Bitte 5 Stück A-17.\n\nAm 01.03.2026 um 10:00 schrieb Vertrieb <ar@wir.example>:\n> Unser Angebot 99"
)
COVERING = [
    "", "Bitte bearbeiten", "FYI", "zur Info", "cf. ci-dessous", "Pour traitement", "please see below", "z.K.",
    "Bonjour,\n\nPour traitement svp.\n\nCordialement,\nLéa Martin\nTél. +33 4 72 00 00 00", "Can you book this please?",
    "Hallo Kollegen,\n\nkönnt ihr das bitte übernehmen?\n\nDanke\nMax", "Merci de saisir cette commande",
    "Hallo Frau Meier, bitte anlegen. Gruß, Otto Huber",
]  # fmt: skip


@pytest.mark.parametrize("sender", ["max@wir.example", "tom@kunde.example"])
@pytest.mark.parametrize("subject", ["WG: Bestellung", "TR: commande", "Bestellung"])
@pytest.mark.parametrize("covering", COVERING)
def test_a_forward_by_a_colleague_or_by_the_customers_staff_says_what_it_passes_on(covering, subject, sender) -> None:
    message = opened(f"{covering}\n\n{ORDER}", subject, sender)
    assert message.new_text == "Bitte 5 Stück A-17."
    assert "Eva Kunde" in message.quoted_text and "99" in message.quoted_text


@pytest.mark.parametrize(
    "own", ["Bitte stornieren", "Schon bezahlt", "Merci de ne pas livrer", "Please hold this", "Doppelt!"]
)
def test_a_word_that_decides_is_the_senders_statement_above_a_forward(own: str) -> None:
    assert opened(f"{own}\n\n{ORDER}", "WG: Bestellung").new_text == own


def test_a_forward_of_a_colleagues_forward_says_what_the_customer_wrote() -> None:
    inner = (
        "Von: Max <max@wir.example>\nGesendet: 4. März 2026 08:00\nAn: Desk\nBetreff: WG: Bestellung\n\nzur Info\n\n"
    )
    assert (
        opened(f"Bitte bearbeiten\n\n{inner}{ORDER}", "WG: WG: Bestellung", "eva@wir.example").new_text
        == "Bitte 5 Stück A-17."
    )


def test_an_empty_answer_above_our_letter_and_the_customers_older_mail_says_nothing() -> None:
    ours = "Von: Max <max@wir.example>\nGesendet: 4. März 2026 08:00\nAn: Eva\nBetreff: AW: Bestellung\n\nBestätigt, Lieferung Montag.\n\n"
    assert opened(f"Danke\n\n{ours}{ORDER}", "WG: Bestellung").new_text == "Danke"
