"""What stands before the number of a payment: a paper's title, or what banks and bookkeepers number."""

from __future__ import annotations

import re

# What calls a paper an advice, in any language: the number behind it is the payment's.
TITLES = (
    r"(?:zahlungs)?avis(?:o)?(?: de (?:virement|paiement|reglement|debit))?|zahlungsanzeige|vergutungsanzeige|"
    r"zahl(?:ungs)?lauf|zahlungs(?:mitteilung|nachricht|benachrichtigung|meldung|beleg|bestatigung|information)|"
    r"uberweisungs(?:avis|beleg|bestatigung)|(?:aus)?zahlungs(?:anweisung|anordnung)|"
    r"(?:payment|remittance|transfer|settlement) (?:notification|notice|confirmation|note|summary|voucher|slip|report)|"
    r"(?:notification|confirmation|ordre|preuve|justificatif|avis|note) de (?:virement|paiement|reglement|transfert)|"
    r"remittance(?: advice)?|(?:bacs |payment |eft )?(?:payment )?(?:advice|specification|run)|bordereau|"
    r"(?:releve|detail|etat|liste) des? (?:reglement|paiement|virement|mandatement)s?|"
    r"justificante de transferencia|contabile(?: bonifico)?|"
    r"betal(?:ings)?advies|betaal(?:advies|specificatie|bewijs)|"
    r"avviso di (?:pagamento|bonifico)|aviso de (?:pago|pagamento)|awizo|avizo|electronic funds transfer"
)

# What banks and bookkeepers number beside a payment; the sign may stand before ("n° d'opération") or behind it.
_NOUNS = (
    r"operac\w{1,4}|operazione|transak[ct]\w{1,3}|platb\w|transaktion(?:s)?|"
    r"transaction|operation|overforing|virement(?: sepa)?|reglement|paiement|mandat|"
    r"ordre(?: de (?:virement|paiement))?(?: sepa)?|depot(?: direct)?|"
    r"uberweisung(?:s)?|zahlung(?:s)?|buchung(?:s)?|auftrag(?:s)?|"
    r"vorgang(?:s)?|(?:e-?|online-?)banking|(?:payment )?doc(?:ument)?|payment|transfer|trace|batch|wire|bacs|chaps|"
    r"(?:zahl(?:ungs)?|sammel|buchungs)?lauf(?:s)?|(?:zahl(?:ungs)?|buchungs|ausgleichs|bank)?beleg|bordereau|voucher|pmt|"
    r"eft|lcr|traite|bonifico|transferencia|betaling|przelew|telebanking"
)
_SIGN = r"(?:n°|nº|nr|no|num(?:ero)?|number|nummer|id|ref(?:erence|erenz)?|code)(?![^\W\d_])\.?"
_NUMBER = r"([a-z]{0,10}[-/]?\d[a-z0-9]{0,24}(?:[-/][a-z0-9]{1,20}){0,4})(?![\w/]|[.,]\d)"
NUMBERED = re.compile(
    rf"(?<!\w)(?:(?:{_NOUNS})[ -]{{0,2}}{_SIGN}|(?:{_NOUNS})[ ][^\W\d_]{{4,12}}[ ](?:n°|nº|nr|no)\.?|"
    rf"{_SIGN}[ ](?:(?:de|du|der|des|of)[ ]|d['’])?(?:{_NOUNS}))"
    rf"(?![^\W\d_])[ .:#=]{{0,40}}{_NUMBER}"
)
# "Mandat 4471 du 8 octobre", "run 118 of 2 May": what carries a number and a day.
DATED = re.compile(
    rf"(?<!\w)(?:(?:{_NOUNS}|lot|run|lauf|zahllauf)[ ]{{1,2}}{_NUMBER}(?=[ ](?:du|vom|of|from|dated)[ ]\d)"
    rf"|(?:mandat|bordereau|(?:bacs |payment )?run|(?:zahl|sammel)?lauf|batch|trace|beleg|lot)[ ]{{1,2}}"
    r"(?=[a-z0-9/-]{0,20}\d{3})([a-z]{0,4}-?\d[a-z0-9]{0,20}(?:-[a-z0-9]{1,12}){0,2})"
    r"(?=[ ]?[,;:)\n]|[.]?$|[.]\s|[ ][-–|]))"
)
# Without a sign only what is no amount and no year: five digits, or letters and digits.
BESIDE = re.compile(
    rf"(?<!\w)(?:{_NOUNS})[ :]{{1,3}}"
    rf"(?=[a-z]{{1,8}}[-/]?\d{{2}}|[a-z0-9/-]{{0,24}}\d{{5}}|\d[a-z]|\d{{1,8}}-\d{{2,8}}-\d){_NUMBER}"
)
