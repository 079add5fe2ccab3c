"""What stands at the edges of the words for goods, by language: what leads in, says which of them, leads away.

The tables are those of `nlp.lang.change_signs` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from nlp.lang.change_signs import Table

# Opens an addition that says which goods are meant: "napkins, the big ones", "salt (the 25 kilo bags)".
WHICH: Table = {
    "en": (r"the|your",), "fr": (r"les?|la|l'|vos|votre|ceux|celles|celle|celui",), "de": (r"die|der|das|den|dem|jene[nrsm]?|ihre?",),
    "": (r"de|het|il|lo|gli|i|el|los|las|os|as|o|te|ten|den|det",),
}  # fmt: skip
# Opens an addition that counts the goods again, or says that it is about something else.
NOT_WHICH: Table = {
    "en": (r"so|that is|i\.?e\.?|not|no|sorry|see|like|as|our|ref|po|for|order|same as",), "fr": (r"soit|donc|c'est|pas|non|sauf|comme|voir|notre|nos|ref|bon|commande|on|nous|il|je|a voir",),
    "de": (r"also|das sind|d\.? ?h\.?|nicht|keine?|kein|wie|siehe|unsere?|best|bestellung|welche|wir|ich|es|macht",), "": (r"niet|geen|non|no|nao|nie|cioe|es decir|oftewel|czyli|onze|ns|nuestr\w|nr|ordine|pedido",),
}  # fmt: skip
# Behind the words for goods: leads to where they go, to thanks, or into another clause.
AWAY: Table = {
    "en": (
        r"to|off|at|on|through|while|before|after|under|here|instead|if|that|there'?s|their|and|n|as|until|pls|plz|please|asap|thx|ta|thanks|cheers|our|we|i|i'll|il|you|ye|u|can|could|will|cos|because|since|when|but|so|now|today|tomorrow",
    ),
    "fr": (
        r"sous|sur|chez|voila|merci|stp|svp|s'il|et|pr|mettez|livraison|euh|si|car|on|je|nous|il|elle|c'est|a livrer|pas|puis|mais|parce|quand|des que|vite|urgent|le mien|la mienne|les miens|la vieille|le vieux|maintenant|aujourd'hui|demain",
    ),
    "de": (
        r"auf|an|und|danke|bitte|wie|nehmen|nehm|herbringt|wir|ich|ihr|falls|wenn|weil|da|aber|dann|sonst|ist|sind|dringend|nach|gleich|am|bis|pls|lg|mfg|vg|jetzt|heute|sofort|brauch\w{0,2}",
    ),
    "": (
        r"graag|aub|alstublieft|senast|senest|till|til|pa|op|naar|para [oa]s?|para el|para la|para los|pra|per il|per la|per lo|leveren|geleverd|grazie|gracias|obrigad[oa]|tak|tack|prosze|prosim|dziekuje|dekuji|e|y|i|en|och|og|con|em",
    ),
}  # fmt: skip
# Between goods and what, where or whom they are for: "elbows for Tramore", "salt for the dishwasher".
FOR: Table = {
    "en": (r"for",), "fr": (r"pour|chez",), "de": (r"fur",), "": (r"para|per|voor|dla|do|til|till|for|pra",),
}  # fmt: skip
# ... and what they come with.
WITH: Table = {
    "en": (r"with",), "fr": (r"avec|a|en",), "de": (r"mit|zu",), "": (r"con|met|com|med|da|z",),
}  # fmt: skip
# Before the words for goods: names none of them.
LEADS: Table = {
    "en": (r"again on the|more|further|other|no\.|nos\.|pairs? of|pair",), "fr": (r"autres?|encore",), "de": (r"nochmals?|nein|wieder",),
    "": (r"nieuwe|andere|nuov[ei]|nuev[oa]s|altr[ie]|otr[oa]s|las|los|gli|mas(?: de)?|nya|nye|nowych",),
}  # fmt: skip
OF: Table = {
    "en": (r"of the|of",), "fr": (r"de|des|d",), "de": (r"von den|von",), "": (r"van de|van|di|da|do|med",),
}  # fmt: skip
# Heads a column of what tells goods of one name apart.
TELLING_HEADINGS: Table = {
    "en": (r"sizes?|colou?rs?|format|shade|width|length|volume",), "fr": (r"tailles?|couleurs?|coloris|format|teinte|largeur|longueur|pointure",),
    "de": (r"grosse|grossen|farben?|format|breite|lange|ausfuhrung|variante",), "": (r"tagli[ae]|colori?|maat|kleur|tallas?|color|tamanho|cor|storlek|farg|rozmiar|kolor|storrelse|farve|velikost|barva",),
}  # fmt: skip
