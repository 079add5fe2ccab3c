"""What people say around the counts of an order, by language: how they ask, what is left, how they take a number back.

The tables are those of `nlp.lang.change_signs` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from nlp.lang.change_signs import Table

# Words between what opens an item and its count.
FILLERS: Table = {
    "en": (r"of|another|the|about|for|please|us|me|in addition|additionally|maybe",),
    "fr": (r"de|d'|encore|aussi|en plus|peut-etre",),
    "de": (r"noch|also|dazu|weitere|je|bitte|gern|gerne|uns|separat|wieder|nochmal|dann|vielleicht|gleich",),
    "": (r"nog|ook|anche|ancora|tambien|mais|tez|jeszcze|jeste|take|ogsa|ocksa",),
}
# A verb of asking, or what stands for one: what follows is asked for.
OPENING: Table = {
    "en": (r"need|want|order|send|have|get|take|put|book|reserve|hire|supply|add",),
    "fr": (r"faut|faudrait|veux|voudrais|voudrions|prends|prendrait|commande|besoin|aimerais|aimerions|souhaite|souhaitons|mettez|mettrez|mettre|envoyer|envoyez|envoie|livrer|livrez|expedier|expediez|ajouter|ajoutez|rajouter|rajoutez|prevoir|prevoyez|recommander",),
    "de": (r"brauche|brauchen|brauchts?|brauchten|benotigen|benotige|bestelle|bestellen|nehme|nehmen|hatte|hatten|schickts?|bringts?",),
    "": (
        r"graag|wil|willen|wensen|nodig|bestel|doe|doe maar|stuur|stuur maar|vorrei|vorremmo|servono|serve|servirebbero|ordino|ordiniamo|ordinare|quiero|queremos",
        r"quisiera|necesito|necesitamos|pedimos|encargo|preciso|precisamos|queria|gostaria|prosze o|prosze|potrzebuje|potrzebujemy|zamawiam|zamawiamy",
        r"prosim|prosim o|prosime|potrebuji|potrebujeme|objednavam|objednavame|behover|bestiller|bestaller|bestalla|onskar|onsker|ha|skicka|send oss",
    ),
}  # fmt: skip
# What comes with the mail and is no goods: "bon de commande joint".
ATTACHED: Table = {
    "en": (r"attached|enclosed|attachment|herewith",), "fr": (r"(?:ci-)?jointe?s?|piece jointe|annexee?s?",), "de": (r"anbei|beigefugt\w{0,2}|anhang|angehangt\w{0,2}|anlage",),
    "": (r"allegat[oai]|adjunt[oa]s?|bijgevoegd|bijlage|zalacz\w{1,5}|vedhaftet|bifogad|anexo",),
}  # fmt: skip
# Points to an earlier order for the manner and not for the goods; and of what it is the manner then.
IN_WAYS: Table = {
    "en": (r"(?:as|like) last time|as before",), "fr": (r"comme la derniere fois|comme la fois derniere|comme d'habitude",),
    "de": (r"wie (?:beim )?letzte[sn] mal|wie gehabt|wie zuletzt",), "": (),
}  # fmt: skip
WAYS: Table = {
    "en": (r"prices?|deliver\w{0,4}|drop\w{0,4}|account|invoice|billing|number|po|ref|place|door|time|terms|not (?:the|those|that) [^,;.]{0,30}",),
    "fr": (r"prix|tarifs?|livr\w{1,6}|compte|factur\w{1,6}|numero|bon|adresse|depose\w{0,2}|porte|horaires?|pas (?:les?|la|ceux) [^,;.]{0,30}",),
    "de": (r"preis\w{0,2}|liefer\w{0,8}|zustell\w{0,4}|anliefer\w{0,4}|konto|rechnung\w{0,12}|nummer|termin|abhol\w{0,4}|adresse|nicht (?:die|den|das) [^,;.]{0,30}",),
    "": (),
}  # fmt: skip
# Beside "one" in a clause that says how many are wanted of what was named before it.
SINGLE: Table = {
    "en": (r"just|only|of (?:it|them|those)|please",), "fr": (r"seule?|seulement|juste|svp|de plus",), "de": (r"nur|bloss|davon|bitte|einzige[nrs]?|stuck|stk\.?",),
    "": (r"solo|maar|slechts|uno|una",),
}  # fmt: skip
# Before a bare number that is the price of what was named: "zu den 890".
AT_PRICE: Table = {
    "en": (r"at|@",), "fr": (r"a",), "de": (r"zu|um|a",), "": (r"a|za|til",),
}  # fmt: skip
# A word for what goods cost.
PRICES: Table = {
    "en": (r"prices?|priced",), "fr": (r"prix|tarifs?",), "de": (r"preis\w{0,3}",), "": (r"prezzo|prezzi|precios?|prijs|cena|ceny|precos?|pris",),
}  # fmt: skip
# Between the items of a list.
JOINING: Table = {
    "en": (r"and|plus|with|n",), "fr": (r"et|ou|pis|puis|avec",), "de": (r"und|sowie|mit",), "": (r"e|y|i|og|och|con|med",),
}  # fmt: skip
JOINING_ABROAD: Table = {"en": (), "fr": (), "de": (), "": (r"en|a",)}  # "in" in French, and an article in English
# Between one thing and another one that comes with it at a price of its own: "1 oven incl. installation".
ADDED: Table = {
    "en": (r"plus|including|incl\.?|inc\.?|as well as",), "fr": (r"plus|y compris|incl\.?|ainsi que",),
    "de": (r"plus|sowie|inkl\.?|inklusive|einschliesslich|einschl\.?|samt|zzgl\.?|zuzuglich",), "": (r"piu|mas|inclusief|incl\.?|incluso|incluido",),
}  # fmt: skip
# "One" that says which and counts nothing: "the one on the fridge".
POINTED: Table = {
    "en": (r"(?:the|this|that|which|each|every|no|old|last|other) one",), "fr": (r"l'une?|l'autre|chacune?",), "de": (r"(?:die|der|das|diese[rs]?) eine",),
    "": (r"(?:de|het) ene|l'altr[oa]|el otro|la otra",),
}  # fmt: skip
# Before the hour until or from which goods are taken in.
TOWARDS_HOUR: Table = {
    "en": (r"before|until|till|by|after",), "fr": (r"avant|jusqu'a|apres|des|vers",), "de": (r"vor|bis|bis spatestens|ab|nach|gegen",),
    "": (r"voor|tot|vanaf|prima delle|entro le|dopo le|antes de las|antes das|przed|inden|innan|efter|kl\.?",),
}  # fmt: skip
# Before goods that are only spoken of: "for a dishwasher", "the pump of a boiler".
AT_GOODS: Table = {
    "en": (r"for|of|with|in|on|from|at|as|to|like|is|was|have|has|than",), "fr": (r"pour|de|d'|avec|dans|sur|par|a|comme|est|c'est|ai|avons|qu'",), "de": (r"fur|von|mit|in|an|auf|aus|bei|zu|als|wie|ist|war|haben|habe|hat",),
    "": (r"voor|van|met|op|per|di|con|da|para|com|do|na|w|till|til|med|av|af",),
}  # fmt: skip
# Before goods: says nothing of which.
NEW: Table = {
    "en": (r"new|spare|fresh|replacement",), "fr": (r"nouve(?:au|lle)|neufs?|neuves?|autre",), "de": (r"neue[nrsm]?|weitere[nrsm]?|andere[nrsm]?",),
    "": (r"nieuwe?|nuov[oai]|nuev[oa]s?|nov[oa]s?|nowy|ny|nytt|nya",),
}  # fmt: skip
# Behind goods: verbs and small words that ask for them once more and name nothing.
BEHIND_GOODS: Table = {
    "en": (r"as well|too|also|on top|our way|over|across|again|this time|for now|and that(?:'s it)?|or so",), "fr": (r"en plus|aussi|egalement|avec|en sus|au passage|cette fois|a nouveau",),
    "de": (r"dazu|mit dazu|mitschicken|mit schicken|schicken|zuschicken|nachsenden|senden|zusenden|liefern|mitliefern|bestellen|bringen|mitbringen|einpacken|dazulegen|beilegen|draufpacken|haben|extra|zusätzlich|diesmal",),
    "": (r"erbij|ook|mee|in piu|anche|tambien|tambem|ogsa|ocksa|tez",),
}  # fmt: skip
# Between goods and the number of what they are for or hold: "boxes for 12 bottles".
PURPOSE: Table = {
    "en": (r"for|to hold|holding",), "fr": (r"pour|a",), "de": (r"fur|zu|a",), "": (r"para|per|voor|do|na|til|till|for",),
}  # fmt: skip
# Of a line in an order that was placed: so many are still to come.
STAYS: Table = {
    "en": (r"stays?|remains?|unchanged|as is",), "fr": (r"restent?|ne changent? pas|inchangee?s?",), "de": (r"bleib(?:t|en)|unverandert|wie gehabt",),
    "": (r"blij(?:ft|ven)|rest(?:a|ano)|queda|quedan|fica|ficam|bez zmian|star kvar|uaendret",),
}  # fmt: skip
# Before a count of what is there, not of what is wanted.
LEFT: Table = {
    "en": (
        r"down to(?: our| my| the)?(?: last)?|(?:we|i)(?: only)?(?: have|'ve got) (?:only|just)|only have|just have|last",
    ),
    "fr": (r"(?:il|me|nous) reste(?: plus que)?|plus que|avons encore|derniere?s?",),
    "de": (r"nur noch|haben noch|hab noch|noch etwa|noch ca\.?|letzten?",),
    "": (r"quedan|restano|rimangono|hebben nog|mamy tylko|har bara",),
}
# Between a count and its goods.
OF: Table = {
    "en": (r"of|in|the|a",), "fr": (r"de|a|en|des|du",), "de": (r"von|vom|im|in|der|den|die|mit|zu",), "": (r"da|di|van",),
}  # fmt: skip
# Behind a count that has no goods behind it.
NO_GOODS: Table = {
    "en": (r"in|of|for|please|and|pls|thanks",), "fr": (r"en|de|pour|svp|et|merci",), "de": (r"von|fur|bitte|und|danke",), "": (),
}  # fmt: skip
# Takes back what was said right before: "no sorry".
TAKING_BACK: Table = {
    "en": (r"no|nope|sorry|actually|better|rather|scratch that|strike that|correction|i mean|i meant|make (?:it|that)|let's say|say|on second thoughts|wait|hang on",),
    "fr": (r"non|pardon|plutot|ou plutot|enfin|excusez(?:-moi)?|disons|je corrige|je me trompe|au temps pour moi|je rectifie|attendez|attends",),
    "de": (r"nein|na|ne|quatsch|entschuldigung|pardon|sorry|korrektur|oder besser|oder lieber|lieber|besser|sagen wir|sagma|sag ma|moment|halt|ich meine|vielmehr|stopp",),
    "": (r"scusi|anzi|perdon|mejor|nee|liever|nie|raczej|sorry|pardon|no|ne|radeji|hellere|eller hellre|desculpe|melhor",),
}  # fmt: skip
# ... said before it, which means nothing.
SIGHS: Table = {
    "en": (r"oh|ah|hm|oops|er|erm|um|uh|well|hmm",), "fr": (r"euh|ah|oh|ben|bah|oups|soit|hum",), "de": (r"ach|ah|ahh|oh|ups|hm|ahm|ah ne|doch",), "": (r"eh|beh|ehm|nou|och|no",),
}  # fmt: skip
# ... said behind it, before the number that holds.
ANEW: Table = {
    "en": (
        r"sorry|make (?:it|that)|let's say|say|rather|better|i meant?|we need|give me|it's|that's|let's make it|go for|put down|call it",
    ),
    "fr": (
        r"pardon|disons|plutot|mettez(?:[ -]en)?|mettons(?:[ -]en)?|mettez-?m'en|prenez(?:[ -]en)?|faites(?:[ -]en)?|comptez(?:[ -]en)?|envoyez(?:[ -]en)?|je veux dire|mieux|il (?:m'|nous |vous )?en faut|on dit|c'est|ce sera|ca fait|non",
    ),
    "de": (
        r"lieber|besser|sagen wir|machen wir|mach(?:ts|t)?(?: ma)?|nehmen wir|nimm|nehmt|doch|dann|gleich|ich meine|ich meinte|schreib|wir brauchen|es sind|brauchen wir|nein",
    ),
    "": (r"meglio|facciamo|mejor|ponga|pon|doe(?: maar)?|maak(?: er)?|liever|lepiej|dajcie|zrobmy",),
}
# Behind a number that ends what is said of it.
ENDING: Table = {
    "en": (r"and|please|pls|thanks|thank you|cheers|then|instead|full stop|of (?:them|those|these)",),
    "fr": (r"et|merci|svp|s'il vous plait|finalement|alors|a la place|en tout|stp|point",),
    "de": (r"und|bitte|danke|dann|davon|stattdessen|insgesamt|punkt|merci",),
    "": (r"e|y|en|i|grazie|gracias|graag|prosze|alstublieft|dekuji",),
}
# Signs that a telephone wrote as words: the clause is at its end; ", " and ". " by length.
DICTATED_COMMA: Table = {"en": (r"comma",), "fr": (r"virgule",), "de": (r"komma",), "": (r"virgola|coma",)}
DICTATED_POINT: Table = {
    "en": (r"full stop|new line|new paragraph",),
    "fr": (r"point(?= (?:il|le|numero|merci|et|pour|voila))|point a la ligne|a la ligne",),
    "de": (r"punkt(?= (?:und|dann|danke|bitte|noch|ich|wir|das|die|der|liefer\w{0,4}|nummer|gruss)(?!\w))|neue zeile|neuer absatz",),
    "": (r"punto e a capo|punto y aparte",),
}  # fmt: skip
# Stand for goods named before: "12 fresh ones".
FRESH: Table = {
    "en": (r"fresh|new|more|further|extra|others?|replacements?|ones?|of (?:them|those|these)",),
    "fr": (r"nouve(?:aux|lles?)|neu(?:fs|ves)|fraiche?s?|frais|autres|supplementaires?|de plus|de remplacement",),
    "de": (r"frische\w?|neue\w?|weitere\w?|andere\w?|mehr|davon|ersatz\w{0,4}",),
    "": (r"nieuwe|verse|nuov[ie]|freschi|nuev[oa]s|frescos|nowych|nya|nye",),
}  # fmt: skip
# Before the sum of an order, beside the words that payments have for theirs.
TOTALS: Table = {
    "en": (r"order total|total order value|goods value|amount due|total price",),
    "fr": (r"montant (?:de la )?commande|total de la commande|valeur totale|prix total|montant global",),
    "de": (r"gesamtwert|gesamtpreis|bestellwert|auftragssumme|auftragswert|nettowert|gesamtnetto|endsumme",),
    "": (r"totaal(?:bedrag|prijs)?|subtotaal|totale(?: ordine)?|importe(?: total)?|razem|suma|wartosc(?: razem)?|celkem|totalt|i alt|sum|valor total|totaalwaarde",),
}  # fmt: skip
# In the clause of a day: what is not there any more on it.
SHORTAGE: Table = {
    "en": (r"nothing|none|not enough|run(?:s|ning)? (?:out|low|short)|out of|short of|(?:all )?gone|empty|no more",),
    "fr": (r"plus rien|presque plus|plus d[e']|plus du tout|pas assez|a court|en rupture|a sec|manquer|manquons|vide",),
    "de": (r"nichts|nix|nicht genug|zu wenig|leer|geht (?:uns )?(?:\w{1,9} ){0,3}aus|gehen (?:uns )?(?:\w{1,12} ){0,3}aus|ausgehen|aufgebraucht|kein\w{0,2} mehr|knapp",),
    "": (r"niets|op is|bijna op|finit[oaie]|nada|nie ma|nic|slut|inget",),
}  # fmt: skip
# ... what happens on it, with a verb of its own.
HAPPENING: Table = {
    "en": (r"is|are|was|we've|we have|we're|i've|i have|i'm|there's|has|have got|got|starts?|begins?|opens?|reopens?|comes? in|arrives?|left",),
    "fr": (r"est|sont|c'est|on a|avons|j'ai|nous avons|il y a|y'a|y a|ont|commence\w{0,3}|demarre\w{0,3}|debute\w{0,3}|ouvr\w{1,4}|rouvr\w{1,4}|arrive\w{0,2}|vient|viennent|reste",),
    "de": (r"ist|sind|haben|hat|habe|hab|geht|gehen|beginnt|beginnen|startet|starten|fangt|fangen|steht|stehen|eroffnen|offnen|kommt|kommen",),
    "": (r"is|zijn|hebben|heeft|begint|abbiamo|c'e|ci sono|inizia|tenemos|hay|empieza|mamy|jest|har vi|vi har|comeca|temos",),
}  # fmt: skip
# In a sentence with a day: goods should have come on it and did not.
OVERDUE: Table = {
    "en": (r"(?:was|were) (?:supposed|meant|due|expected|promised|to)|should(?:'ve| have)|ought to have|had been promised",),
    "fr": (r"aurai(?:t|ent) du|devai(?:t|ent)|etai(?:t|ent) (?:prevue?s?|attendue?s?|promise?s?|annoncee?s?)",),
    "de": (r"hatten? .{0,60}(?:sollen|mussen)|war(?:en)? (?:\w{1,12} ){0,4}(?:zugesagt|versprochen|angekundigt|avisiert|geplant|fallig)",),
    "": (r"had(?:den)? .{0,40}(?:moeten|zullen)|dove(?:va|vano)|avrebbe dovuto|debia\w?|tenia\w? que|deberia haber|mial\w{0,2}|skulle (?:ha|have)|devia",),
}  # fmt: skip
# Directly before a day: goods are wanted by it.
BY_DAY: Table = {
    "en": (r"by|for|until|before",), "fr": (r"pour|d'ici|avant|au plus tard",), "de": (r"bis|fur|vor|zu|zum",), "": (r"voor|tegen|entro|per|para|ate|do|na|till|til",),
}  # fmt: skip
# In a clause with a verb and a day: it is the day that suits.
SUITING: Table = {
    "en": (r"ideal\w{0,2}|best|perfect|fine|great|good|ok|okay|for",), "fr": (r"ideal\w{0,6}|parfait|bien|mieux|bon|ok|pour",), "de": (r"ideal\w{0,2}|super|perfekt|gut|besten|liebsten|schon|toll|recht|ok|okay|fur|da|hier",), "": (r"ideale?|perfetto|prima|goed|voor|per|para",),
}  # fmt: skip
# What follows is a condition.
IF: Table = {
    "en": (r"if|provided|as long as",),
    "fr": (r"si|s'il|s'ils|tant que",),
    "de": (r"wenn|falls|sofern|solange",),
    "": (r"als|indien|se|si|jesli|jezeli|om|hvis",),
}
# Whole repetitions of an earlier order; "as usual" beside lines is none.
AGAIN: Table = {
    "en": (
        r"same (?:again|order|as (?:last|before|usual|always|ever))|repeat (?:of )?(?:our|my|the|that|last)",
        r"(?:the|our|my) usual(?: order)?(?= ?[,.!?]|$| please| for| but| minus| without)|(?:as|like) last (?:time|month|week)",
    ),
    "fr": (
        r"(?:la )?meme (?:chose|commande|livraison)(?: que)?|comme (?:la (?:derniere fois|fois derniere)|le mois dernier)",
        r"idem que|pareil que|(?:la|notre|ma) commande habituelle|identique a (?:la|celle|notre)|renouvel\w{1,4} (?:la|notre|ma) commande",
    ),
    "de": (
        r"(?:das )?gleiche (?:wie|bestellung)|(?:das)?selbe wie|dasselbe nochmal|nochmals? (?:das gleiche|dasselbe)",
        r"wie (?:beim letzten mal|letztes mal|letzten monat|letzte woche|zuletzt|gehabt)|(?:das|die) ubliche(?: bestellung)?",
    ),
    "": (r"lo stesso (?:di|dell)|come l'ultima volta|lo mismo que|(?:het)?zelfde als",),
}  # fmt: skip
# Right behind a repetition: it is none after all.
BUT: Table = {
    "en": (r"but|only|just|without|minus|except|less",), "fr": (r"mais|sauf|sans",), "de": (r"aber|nur|allerdings|bis auf|ohne|ausser",),
    "": (r"ma|pero|maar|ale|men|senza|sin|sem|zonder|bez|utan|uden",),
}  # fmt: skip
# Further behind it: what is left out of it.
LEAVING_OUT: Table = {
    "en": (r"leave (?:out|off)|leaving out|skip|drop|without|minus|except|apart from|but (?:no|not|without)|no",),
    "fr": (r"sans|sauf|mais pas|moins|enlev\w{1,4}|retir\w{1,4}|excepte|pas de|hormis",),
    "de": (r"ohne|ausser|bis auf|aber (?:kein\w{0,2}|nicht)|weglassen|lasst|weg|kein\w{0,2}|abzuglich",),
    "": (r"zonder|behalve|senza|tranne|sin|excepto|menos|sem|bez|oprocz|utan|uden|undtagen",),
}  # fmt: skip
# Before a number that stands for an order and is not called one: "Ref 5521-B", "sous le n° 26/0815", "on number 771".
QUOTED_AS: Table = {
    "en": (r"ref(?:erence)?|job|(?:under|on|against) (?:number|no|ref|reference)|(?<!your )(?<!the )(?<!our )(?<!per )(?<!last )quot(?:e|ing)",),
    "fr": (
        r"(?:ref|reference|numero|n°) a (?:rappeler|indiquer|mentionner|reprendre)(?: sur \w{2,5} \w{4,8})?|bon|engagement",
        r"(?:sous|avec) (?:le |la )?(?:n|no|numero|ref|reference)|(?:merci de|a) (?:rappeler|indiquer|mentionner|reprendre|porter)",
    ),
    "de": (
        r"ref(?:erenz)?|kom|kommission|vorgang|(?:unsere|uns) (?:nr|nummer|ref)|unter (?:der )?(?:nr|nummer|referenz)|auf (?:die )?(?:nr|nummer)",
        r"als (?:bestell)?-?(?:nr|nummer|referenz)|bestell-?nr|bestellnummer",
    ),
    "": (
        r"ref(?:erentie|erencia)|pedido|encomenda|bestelling|bestilling|bestallning|ordre|zamowienie|objednavka|ordine|(?:onze|ons) (?:nr|nummer|ref|referentie)",
        r"rif|riferimento|nuestra ref|nr ref|onder (?:nr|nummer|referentie)|cislo",
    ),
}  # fmt: skip
# Between such a word and its number.
NUMBERED: Table = {
    "en": (r"number|no|is|the|internal",), "fr": (r"numero|no|n|est|c'est|le|la|interne",), "de": (r"nummer|nr|ist|lautet|nehmen sie|bitte|die|intern",), "": (r"nummer|nr|es",),
}  # fmt: skip
# Behind a number that is to be written on our papers.
TO_BE_QUOTED: Table = {
    "en": (r"on (?:the|your|all|our) (?:invoice|paperwork|delivery|docket|bill|label)|as (?:the |our )?(?:po|reference|order)",),
    "fr": (r"sur (?:la|votre|le|vos|les) (?:facture|bon|bulletin|bl|bordereau)|comme (?:numero|reference)",),
    "de": (
        r"(?:bitte )?(?:auf|in) (?:die|der|den|dem|ihre\w?|alle\w?) (?:rechnung|lieferschein|beleg|auftrag)",
        r"(?:bitte )?(?:angeben|vermerken|draufschreiben)|als (?:bestellnummer|referenz)",
    ),
    "": (r"op de factuur|sulla fattura|en la factura",),
}  # fmt: skip
# Before what is not wanted, in the words for an article.
DENIED: Table = {
    "en": (r"not|and not|no",), "fr": (r"pas|non|surtout pas",), "de": (r"nicht|keine?n?|kein",), "": (r"niet|geen",),
}  # fmt: skip
# Before the words for an article.
LEADING: Table = {
    "en": (r"of the|of|the|your|our|more|new",), "fr": (r"de la|des|de|du|a|nouve(?:au|lle)",), "de": (r"von den|von der|vom|von|der|die|das|den|zu je|neue[nrsm]?|weitere[nrsm]?",), "": (r"van de|van|di|da|do",),
}  # fmt: skip
# Goods that belong to those named before.
MATCHING: Table = {
    "en": (r"match\w{0,3}|suit|(?:to|that|which) fit|to go (?:with|on) (?:it|them|these|those)|for (?:it|them|these|those)",),
    "fr": (r"assorti\w{0,2}|correspondant\w{0,2}|qui (?:va|vont) (?:avec|dessus)|pour aller avec|allant avec|adaptee?s?",),
    "de": (r"passend\w{0,2}|dazu|dafur|dazugehorig\w{0,2}",), "": (r"bijpassend\w?|adatt[oaie]|die erop passen",),
}  # fmt: skip
# Denies other goods or another place than those named: "25 kg bags, not the big ones".
CONTRASTED: Table = {
    "en": (r"not (?:the|those) (?:\w{2,12} ){1,2}ones?", r"deliver\w{0,3} to [^,.;\n]{3,40}[ ,]{1,2}not [^,.;\n]{3,30}"),
    "fr": (r"pas les? (?:petite?s?|grande?s?|grosse?s?|autres?|nouve\w{2,5}|anciens?)", r"livr\w{1,6} (?:a|au|aux) [^,.;\n]{3,40}[ ,]{1,2}(?:et )?pas (?:a|au|aux) [^,.;\n]{3,30}"),
    "de": (r"nicht die (?:\w{3,12}n)(?= ?[),.\n])", r"liefer\w{0,3} (?:an|nach|in) [^,.;\n]{3,40}[ ,]{1,2}nicht (?:an|nach|in) [^,.;\n]{3,30}"),
    "": (r"niet de \w{3,12}e(?= ?[),.])",),
}  # fmt: skip
# A condition that is none: said to be polite, of the day, or of what one writes anyhow.
POLITE: Table = {
    "en": (
        r"if (?:you|ye|u|that|it|there)(?:'s| is| are)? (?:can|could|possible|poss|suits?|ok|okay|convenient|handy|works)(?! (?:do|give|supply|match|get|offer|let|hold|agree))",
        r"if (?:at all )?poss(?:ible)?|if (?:you|ye) (?:wouldn't|don't|would not) mind|if i may|if need be",
    ),
    "fr": (
        r"nous aurions (?:besoin|aime|souhaite|voulu)|nous voulions (?:\w{1,8} ){0,2}commander",
        r"tant que (?:vous y etes|j'y suis|on y est|nous y sommes|j'y pense|je vous (?:tiens|ecris|ai))|s'il (?:vous|te) plait",
        r"si (?:(?:vous|tu) (?:le )?(?:pouvez|peux)|ca (?:vous )?(?:va|convient|arrange)|cela (?:vous )?(?:convient|va)|c'est (?:possible|bon))(?! (?:faire|livrer a|nous faire|me faire))",
    ),
    "de": (
        r"(?:(?:wir|ich) hatten?|hatten? (?:wir|ich)) (?:\w{1,8} ){0,2}gern\w?",
        r"(?:es )?(?:reicht|langt|genugt)(?: es)?,? wenn(?:'s| es| das| sie| die| alles)?",
        r"wenn(?:'s| es| das)? (?:\w{2,8} )?(?:geht|passt|klappt|moglich(?: ist)?|ausgeht)|wenn (?:ihr|sie|du) (?:schon |eh |gerade )?dabei (?:seid|sind|bist)",
    ),
    "": (
        r"als het (?:kan|lukt)|se (?:possibile|potete|puo)|si (?:es posible|puede ser|pueden)|se (?:for possivel|puder)",
    ),
}
# Why goods are asked for: there are too few of them. It denies nothing.
LACKING: Table = {
    "en": (r"(?:don't|do not|haven't|have not|won't) (?:have |got |really )?(?:any|many|much|enough|a single)|not enough|not (?:many|much) left|can(?:'t|not) (?:wait|do without)|won't last",),
    "fr": (r"n'(?:en )?(?:a|ai|avons|y a)(?: presque| quasiment| pratiquement| deja)? (?:plus|pas assez)(?: (?:rien|assez|que|beaucoup))?|ne (?:suffi\w{1,5}|tiendr\w{1,4}|passer\w{1,4}) (?:pas|plus)",),
    "de": (r"(?:reich|lang|genug)\w{0,3} (?:uns |leider |wohl ){0,2}nicht|(?:fast |so gut wie )?(?:nichts|keine?n?) mehr|nicht (?:mehr )?(?:genug|viel|viele)|kaum noch",),
    "": (r"niet genoeg|bijna niets meer|non bastano|no (?:nos )?quedan|nao chegam|nie wystarcz\w{1,3}",),
}  # fmt: skip
# Before a verb, or a manner, that is written like goods: "we wash by hand".
DOING: Table = {
    "en": (r"we|i|you|they|to|can|will|would|must|by|don't|let's",), "fr": (r"on|nous|vous|je|j'|il|elle|ils|ne|se|me|par|a la",), "de": (r"wir|ich|ihr|man|zu|per|von",),
    "": (r"noi|io|wij|we|ik|nosotros|yo|eu|vi|jeg",),
}  # fmt: skip
# Verbs by which goods are to come: a list under them is no mere question of its price.
SUPPLIED: Table = {
    "en": (r"(?:we|i|please|kindly|and|to|will|can you|could you) (?:then )?(?:order|supply|ship|deliver|send(?! (?:us |me )?(?:a |your |an )?(?:\w{1,10} )?(?:price|quot|offer))|dispatch)",),
    "fr": (r"(?:je|nous|vous|de|merci de|veuillez|a) (?:nous |me )?(?:command(?:e|ons|er)|livr(?:er|ez)|expedi(?:er|ez)|prends|prenons)|livrez|expediez",),
    "de": (r"bestellen|bestelle|liefern sie|liefert|bitte liefern|(?:bitte|und) (?:senden|schicken) (?:sie )?(?!.{0,30}(?:angebot|preis|offerte))|schickts?|ordern|nehmen wir|wir nehmen",),
    "": (r"bestellen|bestel|ordiniamo|ordino|pedimos|encargamos|zamawiamy|objednavame|bestiller|bestaller",),
}  # fmt: skip
