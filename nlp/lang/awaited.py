"""Words with which a mail that is about something else waits for goods, by language.

The tables are those of `nlp.lang.changes` in shape: "" for languages without a lexicon; patterns for folded text.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from functools import cache

from nlp.lang.change_signs import Table

# Something is still waited for; what it is stands behind.
AWAITED: Table = {
    "en": (
        r"(?:still |yet )?no (?:sign|sight|trace|word|news|show) (?:yet )?(?:of|on|from|about|for)|(?:still |are |am |we're |i'm |been )(?:still )?(?:waiting|awaiting|holding out|hanging on)(?: for| on)?|still (?:missing|outstanding|short|owed|due)|where (?:is|are|have|has|the hell|on earth)|where's|when (?:will|do|does|can|is|are|should)(?: we| i| you)?(?: get| expect| see| have| the| deliver| send)|any (?:news|sign|word|update|joy) (?:of|on|about|from|yet)",
    ),
    "fr": (
        r"(?:j'?|on |nous |je )?atten(?:ds?|d|dons|dent)(?: encore)? (?:toujours|encore)|(?:toujours|encore) (?:aucune nouvelle|rien vu|pas de nouvelles?)(?: de| du| des| pour| sur)?|(?:toujours )?(?:aucune nouvelle|pas de nouvelles?|rien) (?:de|du|des|pour|sur)|ou (?:en est|en sont|est|sont|restent|reste|en etes)|quand (?:arriv|livr|viendr|recev|aur)\w{1,6}",
    ),
    "de": (
        r"wart(?:e|en|et) (?:wir |ich |hier )?(?:\w{3,9} ){0,2}(?:auf|noch)|wo bleib(?:t|en)|wo (?:ist|sind|steckt|stecken|bleiben)|wann (?:kommt|kommen|liefer\w{1,3}|wird|werden|durfen|konnen)|(?:nach wie vor|noch immer|immer noch|bisher|bislang) (?:nichts|keine spur|keine nachricht) (?:von|zu|uber)|keine spur (?:von|vom|der|des)|steh(?:t|en) (?:\w{3,9} )?(?:noch )?aus",
    ),
    "": (
        r"wacht(?:en)? (?:we |ik )?(?:nog )?(?:steeds|altijd)? ?op|waar blij(?:ft|ven)|stiamo ancora aspettando|aspettiamo ancora|dove (?:sono|e)|seguimos esperando|donde esta\w{0,1}|todavia esperamos|wciaz czekamy|nadal czekamy|gdzie (?:jest|sa)|ainda (?:estamos a espera|aguardamos)|venter (?:stadig|fortsatt)|vantar fortfarande|porad cekame",
    ),
}  # fmt: skip
# Waited for as a part of the complaint itself, or said of no thing at all: no matter of its own.
OF_THE_COMPLAINT: Table = {
    "en": (
        r"(?:it|them|this|that|these|those|one|ones|you|your|the|a|an|any|for|on|of|to|hear|hearing)?(?: \w{1,12})? ?(?:credit|refund|reply|answer|response|replacement\w?|exchange|collection|corrected|revised|new invoice|re-?issue\w?|your call|word|pod|proof|certs?|certificates?|copy|money|invoice|bill|explanation|apology)",
        r"(?:it|them|this|that|these|those)(?=[\s.,;!?]|$)|to hear|hearing",
    ),
    "fr": (
        r"(?:l'|la |le |les |un |une |votre |vos |notre |cet |d'|de |que )?(?:avoir|credit|rembours\w{1,6}|reponse|retour|remplac\w{1,6}|echange|reprise|rectific\w{1,6}|nouvelle facture|preuve|justificatif|copie|facture|explication|geste|argent|certificat)",
    ),
    "de": (
        r"(?:auf )?(?:die |eine |ihre |eure |den |das |ein |einen |eine |ihren |euren )?(?:gutschrift|antwort|ruckmeldung|ersatz\w{0,10}|korrigiert\w{0,2}|neue rechnung|korrektur|abholung|austausch|ruckruf|ablieferbeleg|nachweis|kopie|rechnung|erklarung|ruckzahlung|erstattung|zeugnis\w{0,2}|bescheinigung)",
    ),
    "": (
        r"(?:de |een |uw |la |una |il |el |a |o |na )?(?:creditnota|creditfactuur|antwoord|nota di credito|risposta|abono|respuesta|nota de credito|resposta|korekt\w{1,3}|odpowiedz|kreditnota|kreditfaktura|svar|dobropis|odpoved)",
    ),
}  # fmt: skip


@cache
def waiting(table: str, languages: tuple[str, ...]) -> str:
    """An expression for the words of a table in these languages and in those without a lexicon, for folded text."""
    rows: Table = globals()[table]
    return "|".join(row for language in (*languages, "") for row in rows.get(language, ()))
