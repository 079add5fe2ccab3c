"""How each language says that goods go back to whoever sold them, and what else goes back that is none.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from nlp.lang.change_signs import Table

# "We want to send back two cartons", "sollen wir die zurückschicken?".
GOES_BACK: Table = {
    "en": (
        r"\b(?:send|sends|sending|sent|ship|shipping|give|giving|hand|post|take|taking)\b[^.?!;]{0,60}?\bback\b",
        r"\breturn(?:ing|s)?\b(?! (?:to (?:you|work|the office|this)|of post|from|my|your (?:call|mail|email)|the call))",
        r"\b(?:rma|return (?:label|slip|note|number|authori[sz]ation))\b",
    ),
    "fr": (
        r"\brenvo(?:yer|yons|yez|ie|ies|i|yes|yee?s?|yera|yerons|yait)\b", r"\bretourn(?:er|ons|ez|e|era|erons|ees?|es?|ions)\b",
        r"\b(?:bon|etiquette|demande|numero|bordereau) de retour\b", r"\bretour (?:de |des |du |de la |d.une? )?(?:marchandise|produit|article|colis|piece|materiel)\w{0,2}", r"\brepren(?:dre|ez|driez|nez)\b", r"\breprise (?:de|des|du)\b",
    ),
    "de": (
        r"\bzuruck(?:zu)?(?:schick|send|geb|nehm|geschickt|gesandt|gesendet)\w{0,4}", r"\bretour(?:e|en|nier\w{1,4}|sendung\w{0,2}|schein\w{0,2})?\b",
        r"\b(?:schick|send|geb|nehm|gehen?)\w{0,4}\b[^.?!;]{0,60}?\bzuruck\b", r"\bruck(?:sendung|gabe|lieferung|schein|nahme)\w{0,2}\b",
    ),
    "": (
        r"\b(?:terugsturen|terugzenden|retourneren)\b", r"\b(?:rendere|restituire|reso|restituzione)\b",
        r"\b(?:devolver|devolvemos|devolucion|devolver-lhe|devolucao)\b", r"\b(?:zwrocic|zwrot|odeslac)\b",
        r"\b(?:returnera|skicka tillbaka|sende tilbage|sende tilbake)\b",
    ),
}  # fmt: skip
# What goes back beside it is no goods: money, papers, calls.
NO_GOODS: Table = {
    "en": (
        r"\b(?:send|sent|sending)\b(?: \w{1,9}){0,3} (?:invoice|statement|order)s? back\b|\b(?:send|sent|sending) back(?: \w{1,9}){0,3} (?:invoice|statement|order)s?\b",
        r"\b(?:by|on|in) (?:my |our |your )?return\b",
        r"\b(?:confirmation|acknowledge?ment|quote|quotation|mail|e-?mail|message|information|feedback)\b",
        r"\b(?:payment|transfer|money|refund(?:ed)?|funds|cheque|check|form|contract|agreement|copy|call|deposit|amount|signed|answer|reply)\b",
    ),
    "fr": (
        r"\b(?:renvo|retourn)\w{1,6}(?:-\w{2,4})?(?: \w{1,9}){0,3} (?:factures?|releve|rib|avoir|bon de commande|commande)\b",
        r"\b(?:me|nous|lui)(?: (?:la|le|les|en|lui))? (?:renvo|retourn)(?:yer|yez|er|ez)\b|\brenvo(?:ie|yez)-(?:moi|nous|la|le|les)\b",
        r"\b(?:confirmation|accuse|devis|mail|message|courriel|informations?)\b",
        r"\b(?:paiement|virement|argent|cheque|formulaire|contrat|copie|appel|acompte|montant|signee?s?|reponse|par retour)\b",
    ),
    "de": (
        r"\b(?:rechnung|kontoauszug|bestellung|auftrag)(?:en|s)?\b(?: \w{1,14}){0,8} zuruck",
        r"\b\w{0,12}bestatigung\w{0,2}\b|\b(?:angebot|e-?mail|mail|nachricht|info\w{0,6}|ruckmeldung)\b",
        r"\b(?:zahlung\w{0,2}|uberweisung\w{0,2}|geld|betrag\w{0,3}|scheck|formular\w{0,2}|vertrag\w{0,2}|kopie\w?|anruf|anzahlung|unterschrieben\w{0,2}|antwort)\b",
    ),
    "": (r"\b(?:betaling|geld|contract|pagamento|denaro|contratto|pago|dinero|contrato|pagamento|dinheiro|platnosc|umowa)\b",),
}  # fmt: skip
