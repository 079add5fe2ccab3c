"""What stands around a number, a day or an article in a change of an order: small words, by language.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, tuple[str, ...]]

# What begins a clause that says the opposite of the one before it, or what follows from it.
TURNS: Table = {
    "en": (r"but|whereas|while|so(?! (?:many|much|far|that|kind|soon|sorry|as|long|called))|therefore|hence",),
    "fr": (r"mais|alors que|tandis que|donc(?= (?:\d|merci|on|il|mettez|envoyez|livrez))|par contre",),
    "de": (r"aber|sondern|während|also(?= (?:bitte|nur))",),
    "": (r"sondern|maar|pero|mas|ale|men|but|mais|aber|dus|quindi|por eso|wiec",),
}  # fmt: skip
# Directly before a quantity: it was that until now.
OLD_LABEL: Table = {
    "en": (r"old|previous(?:ly)?|originally|was|were|ordered",), "fr": (r"ancien(?:ne)?|avant|actuel\w{0,4}|command[ée]e?",),
    "de": (r"alt|alte|bisher\w{0,2}|vorher|ursprünglich|war|waren|bestellt",), "": (r"oud|vecchi[oa]|antes|antigu[oa]|prima",),
}  # fmt: skip
AMOUNT_NOUN: Table = {
    "en": (r"qty|quantity|number|value",), "fr": (r"quantité|nombre|valeur",), "de": (r"menge|stückzahl|anzahl|wert",), "": (r"aantal|quantita|cantidad|ilosc|antal",),
}  # fmt: skip
# From the old quantity or day to the new one.
TO: Table = {
    "en": (r"to|up to|down to",), "fr": (r"à|jusqu'à|au",), "de": (r"auf|bis|zu|zum",), "": (r"vers|naar|op|na|til|till|a|al|para|to",),
}  # fmt: skip
FROM: Table = {
    "en": (r"from",), "fr": (r"de|du|prévue? (?:pour )?le",), "de": (r"von|vom",), "": (r"van|da|dal|del|de|z|fra|från|from",),
}  # fmt: skip
ARTICLE: Table = {
    "en": (r"the|only|any|more",), "fr": (r"les?|la|du|de|des|d'|en",), "de": (r"der|die|das|den|dem|des|de|da|nur|in",), "": (r"de|het|van|los?|las?|il|i|gli|le|el|os|as|den|det",),
}  # fmt: skip
JUST: Table = {"en": (), "fr": (), "de": (r"nur|bloß|lediglich",), "": (r"slechts|solo",)}  # before "noch 5": fewer
ONE_OF_A_KIND: Table = {  # "this one": stands for a thing, counts none
    "en": (r"(?<!just )(?<!only )(?:this|that|which|the|each|every) ones?",), "fr": (), "de": (), "": (),
}  # fmt: skip
COURTESY: Table = {
    "en": (r"thanks|thank you|please|cheers|ta",), "fr": (r"merci|svp|au revoir",), "de": (r"danke|bitte",), "": (r"gracias|grazie|obrigad[oa]|bedankt",),
}  # fmt: skip
MORE_BEHIND: Table = {
    "en": (r"extra|more|in addition|on top",), "fr": (r"en plus|de plus|extra|supplémentaires?",),
    "de": (r"(?<!nicht )mehr|dazu|extra|zusätzlich|obendrauf|obendrein",), "": (r"erbij|in piu|de mas|a mais|wiecej|mere|till|extra",),
}  # fmt: skip
NAUGHT: Table = {
    "en": (r"zero|nil|none|nothing|nought",), "fr": (r"zéro|rien",), "de": (r"null|nichts|keine?",), "": (r"cero|zer[oa]|nul|null|noll",),
}  # fmt: skip
# On that day it may come: "not before the 20th".
LIMIT: Table = {
    "en": (r"before|until|till",), "fr": (r"avant|jusqu'\w{0,2}|pour",), "de": (r"vor|erst|bis",), "": (r"voor|pas|antes|prima|przed|innan|inden|tot|hasta",),
}  # fmt: skip
BEFORE: Table = {
    "en": (r"before|until|till|earlier than",), "fr": (r"avant",), "de": (r"vor|früher als",), "": (r"voor|antes|prima|przed|innan|inden|hasta",),
}  # fmt: skip
NOT_EARLIER: Table = {
    "en": (r"(?:and |but )?(?:not|no) (?:before|earlier|sooner)",), "fr": (r"(?:et |mais )?pas (?:avant|plus tôt)",),
    "de": (r"(?:und |aber )?nicht (?:vorher|früher|eher|davor)",), "": (r"(?:en )?niet (?:eerder|vroeger)|e non prima|y no antes|(?:i )?nie wczesniej",),
}  # fmt: skip
DAY_OF_PAPER: Table = {  # "the one of the 5th": a day by which a paper is called
    "en": (r"(?:the one|that|the version|your (?:mail|letter)) (?:of|from|dated)",), "fr": (r"(?:celui|celle|la version|votre (?:mail|courrier)) (?:du|de)",),
    "de": (r"(?:das|die|der|den|dem) vom|(?:fassung|version|schreiben) vom",), "": (r"(?:die|dat|quello|quella|el|la) (?:van|del|de|do)",),
}  # fmt: skip
ASKED_WHEN: Table = {  # a question for a day names none that is wanted: "when is it here, she starts on the 3rd?"
    "en": (r"when|what day|which day|how soon|any idea",), "fr": (r"quand|quel jour|a quelle date|pour quand|quelle date",),
    "de": (r"wann|an welchem tag|welcher tag|bis wann",), "": (r"wanneer|quando|cuando|kiedy|hvornar|nar|kdy",),
}  # fmt: skip
ORDERED_THEN: Table = {  # directly before the day of an order, or a few words behind it: "am Mittwoch per Mail bestellt"
    "en": (r"ordered|order placed|placed(?: the| our| my)? order|(?:rang|phoned|called|sent) (?:it|that|this|the order) in",),
    "fr": (r"commandee?s?|passee?s?|commande passee",), "de": (r"bestellt|aufgegeben|durchgegeben|geordert|bestellt hat\w{0,2}",),
    "": (r"besteld|ordinato|pedido|zamowil\w{1,3}|bestilte?|bestallde?|objednal\w{0,2}",),
}  # fmt: skip
DENIED: Table = {  # begins the answer that somebody gives to his own question: "96? No, 24 is right"
    "en": (r"no|nope|nah|not at all",), "fr": (r"non|mais non|pas du tout",), "de": (r"nein|ne|nee|ach nein|quatsch",),
    "": (r"nee|no|nie|nao|nej|nei|ne",),
}  # fmt: skip
AND_LATER: Table = {
    "en": (r"on(?:wards?)?|or (?:later|after)|at the earliest",), "fr": (r"ou après|au plus tôt",), "de": (r"frühestens|oder später",), "": (r"o despues|o dopo|of later",),
}  # fmt: skip
# Stands for an article named before: "make it 80 of those".
OF_THEM: Table = {
    "en": (r"(?:of|on|for|with) (?:those|these|them|that|it)|(?:make|change|drop|cut|reduce|raise) (?:it|that|them|those|these)(?: up| down)?(?: to)?",),
    "fr": (r"(?:mett|pren|envoy|livr|ajout|pass|gard)\w{1,5}[- ]en|en (?:\w{3,12} )?(?:mettre|prendre|envoyer|livrer|faut|veut|voulons|prend|prends|prendrons)|de (?:ceux|celles)(?:-ci|-là)?",),
    "de": (r"davon|hiervon|daraus|draus|von (?:denen|diesen)",), "": (r"hiervan|daarvan|ervan|di questi|di quelli|de (?:esos|esas|estos|estas)|desses|z nich",),
}  # fmt: skip
# Of each line alike: "3 of both".
EACH: Table = {
    "en": (r"of (?:both|each|all (?:of )?them)|(?:each|every|all) (?:of them|the lines|lines?)|apiece|per line",), "fr": (r"de chaque|de chacune?|des deux|chacune?|de (?:tous|toutes) (?:les (?:deux|trois))?|(?:chaque|toutes les) (?:lignes?|positions?)",),
    "de": (r"von beide[nm]|von jede[mrn]|von alle[nm]|jeweils|bei beiden|(?:jede|alle) (?:positionen|position|zeilen?|posten)|beide (?:positionen|posten)",), "": (r"van (?:beide|elk)|di ciascun[oa]|di entrambi|de cada uno|de ambos|z kazdego|av varje",),
}  # fmt: skip
ONE: Table = {  # one of several: "take a pump off"
    "en": (r"an?|one",), "fr": (r"une?",), "de": (r"eine[nmrs]?|ein",), "": (r"een|uno?|una|um|uma|jeden|en|ett",),
}  # fmt: skip
# There is so much already: no new quantity.
AT_HAND: Table = {
    "en": (r"found|(?:we|i)(?:'ve| have)? (?:\w{2,10} )?(?:found|still have|already have)|(?:we|i) have\b.{0,40}\b(?:in stock|left|on the shelf|spare)|(?:still|are) in stock|(?:have|has) (?:already |since )?(?:arrived|turned up)|(?:we|i)(?:'ve| have) (?:already |since )?(?:had|received|got)(?! to)",),
    "fr": (r"(?:on|nous|j'|je) ?(?:en )?(?:a|avons|ai) (?:encore|déjà|re?trouvé|trouvé|récupéré)|il (?:nous |m')?(?:en )?reste|(?:en|de) stock|d'avance|(?:sont|étant|est) (?:bien |déjà )?(?:arrivée?s?|reçue?s?)|(?:avons|ai) (?:bien |déjà )?reçu",),
    "de": (r"(?:haben|hab|habe) (?:\w{2,10} ){0,2}noch|(?:haben|hab|habe)\b.{0,40}\b(?:auf lager|im lager|gefunden|übrig|vorrätig|liegen)|(?:liegen|sind|steht|stehen) noch|(?:sind|ist) (?:schon |bereits |inzwischen )?(?:angekommen|eingetroffen|gekommen)|(?:schon|bereits) (?:bekommen|erhalten|geliefert)|(?:entdeckt|gefunden|aufgetaucht)(?=\W{0,3}$)|im keller",),
    "": (r"(?:hebben|heb) nog|op voorraad|abbiamo (?:ancora|gia|trovato)|(?:nos |me )?quedan|tenemos (?:todavia|aun|ya)|ainda temos|mamy jeszcze",),
}  # fmt: skip
# Somebody else, or we in telling what happened, did it: no wish. Behind: the verb.
SOMEBODY: Table = {
    "en": (r"(?:the|our|their|his|her|a|an|my|its) (?!rest|remainder|others?|order|both)[\w'-]{2,20} (?:[\w'-]{2,20} )?(?:(?:has|have|had|just|already) ){0,2}",),
    "fr": (r"(?:l[ea]s? |l'|notre |nos |une? |son |leur |mon |ma )[\w'-]{2,20} (?:[\w'-]{2,20} ){0,2}(?:l'|les |nous |lui )?(?:a|ont|avait|avaient|vient d') ?",),
    "de": (r"(?:(?:der|die|das|unser\w{0,2}|mein\w{0,2}|ein\w{0,2}) [\w'-]{2,20}|kunde|kundin|bauherr|auftraggeber|chef) (?:[\w'-]{2,20} )?(?:hat|haben|hatte|hatten) (?:[\w'-]{2,20} ){0,3}",),
    "": (r"(?:el|la|il|de|het|o|a) [\w'-]{2,20} (?:ha|heeft|hanno|han|tem) (?:[\w'-]{2,20} ){0,2}",),
}  # fmt: skip
# What was ordered by mistake, and what it should have been.
MISTAKEN: Table = {
    "en": (r"by mistake|in error|mistakenly|wrong(?:ly)?|wrong one|should not have",), "fr": (r"par erreur|erreur|trompée?s?|au lieu",),
    "de": (r"irrtümlich|versehentlich|aus versehen|falsch\w{0,2}|vertan|verwechselt",), "": (r"per errore|por error|verkeerd|por engano|omylkowo|av misstag|ved en fejl",),
}  # fmt: skip
MEANT: Table = {
    "en": (r"should (?:be|have been|read)|(?:we |i )?(?:actually )?meant|(?:correct|right) (?:one|number|quantity|size)|correct(?:ly)? (?:is|would be)|intended",),
    "fr": (r"il (?:fallait|faut|nous faut|s'agit)|(?:nous |on |je )?voul(?:ions|ait|ais)|c'(?:est|était)|bonne (?:quantité|référence|taille)",),
    "de": (r"richtig(?:e\w?)? (?:ist|wäre|war|sind)|gemeint|sollte\w?|korrekt|(?:brauchen|brauche|wollten|wollte|benötigen) (?:wir |ich )?",),
    "": (r"corretto|correcto|correct|moet|deve essere|debe ser|bedoeld",),
}  # fmt: skip
# Words beside articles in a list of what goes: they say nothing of their own.
LISTED: Table = {
    "en": (r"nor|or|also|both",), "fr": (r"ni|ou|aussi|également",), "de": (r"oder|noch|auch|außerdem",), "": (r"ni|of|ook|anche|tambien|ani|o",),
}  # fmt: skip
# Points to what was named before.
POINTED: Table = {
    "en": (r"them|those|these|that",), "fr": (r"les|ceux-ci|celles-ci|en|ceux-là|celles-là",), "de": (r"die|diese|davon|sie",), "": (r"ze|deze|die|los|las|li|le|je",),
}  # fmt: skip
# A thing that is named; never one of these.
DETERMINED: Table = {
    "en": (r"the",), "fr": (r"l[ea]s?",), "de": (r"die|das|den",), "": (r"los|las|de|il|i|gli|le|la|el",),
}  # fmt: skip
NO_THING: Table = {
    "en": (r"goods|items|e?-?mail|message|rest|same|whole|above|attached|job|project|contract|event|party",), "fr": (r"marchandises?|matériel|produits?|mail|message|reste|même|chantier|client|projet|fête|événement",),
    "de": (r"ware|waren|artikel|mail|nachricht|rest|baustelle|projekt|kunde|veranstaltung|fest",), "": (r"goederen|artikelen|merce|mercancia|klant|cliente|resto|rest|werf|cantiere|obra",),
}  # fmt: skip
# "please disregard revision 1", "ignore my last mail": a paper of theirs, no goods.
OTHER_PAPER: Table = {
    "en": (r"revisions?|rev|versions?|previous|earlier|former|e?-?mails?|message|reminder|letter|last|first|draft",), "fr": (r"versions?|mails?|message|rappel|lettre|précédente?s?|derni[eè]re?s?|premi[eè]re?s?|brouillon|courriel",),
    "de": (r"version\w{0,2}|e?-?mails?|nachricht|mahnung|schreiben|vorherig\w{1,2}|früher\w{1,2}|letzte\w?|erste\w?|entwurf",), "": (r"version\w{0,2}|mails?|bericht|messaggio|mensaje|vorige|precedente|anterior",),
}  # fmt: skip
SIZE_NOUN: Table = {  # before the number of a size, which may then have one digit
    "en": (r"sizes?",), "fr": (r"tailles?|pointures?",), "de": (r"größen?|gr\.?",), "": (r"maat|taglia|talla|tamanho|rozmiar|str\.?|storlek",),
}  # fmt: skip
ASKED: Table = {  # somebody wants something done
    "en": (r"please|pls|kindly|(?:can|could|would) you",), "fr": (r"svp|merci de|veuillez|s'il (?:vous|te) plaît|(?:pouvez|pourriez)-vous",), "de": (r"bitte|könnt ihr|(?:können|könnten) sie|lassen sie",),
    "": (r"graag|alstublieft|per favore|por favor|prosz[eę]|prosimy|venligst|vänligen",),
}  # fmt: skip
RECEIVED: Table = {  # what came, or did not: no wish, unless one is asked beside it
    "en": (r"(?:we|i) (?:have |'ve )?(?:only |just )?(?:got|received)(?! to)|you(?:'ve| have)? (?:only )?(?:sent|delivered|invoiced|billed)|(?:was|were|been) (?:delivered|short)|arrived|missing|broken|damaged|faulty",),
    "fr": (r"(?:a|ai|avons) (?:bien |seulement |déjà )?reçu|(?:a|ont) été (?:livrée?s?|facturée?s?)|nous avez (?:livré|envoyé|facturé)|manquai\w{1,3}|cassée?s?|abîmée?s?|arrivée?s?",),
    "de": (r"(?:bekommen|erhalten|gekriegt|angekommen|eingetroffen)|(?:wurden?|haben sie) .{0,40}(?:geliefert|berechnet)|fehlten|defekt|beschädigt|kaputt",),
    "": (r"ontvangen|gekregen|ricevuto|recibido|recebemos|otrzymali\w{1,3}|modtaget|fått",),
}  # fmt: skip
OTHER_OBJECT: Table = {  # is cancelled too, and is no order
    "en": (r"(?:remove|delete|take|strike) (?:us|me)|mailing list|newsletter|distribution list|meeting|appointment|call|visit|invoices?|reminders?|dunning|account|subscription|direct debit",),
    "fr": (r"(?:nous|me|moi) (?:retirer|supprimer|enlever|désinscrire)|(?:retirez|supprimez|enlevez)-(?:nous|moi)|liste de diffusion|newsletter|réunion|rendez-vous|visite|factures?|relances?|rappel|abonnement|prélèvement",),
    "de": (r"(?:streichen|löschen|nehmen|entfernen) sie (?:uns|mich)|verteiler|newsletter|besprechung|besuch|telefonat|rechnungen|rechnung|mahnung|abonnement|abo|lastschrift",),
    "": (r"nieuwsbrief|factuur|fattura|factura|fatura|faktur\w|incontro|reunion|afspraak",),
}  # fmt: skip
LINE_VERB: Table = {  # takes a line away rather than an order
    "en": (r"tak\w{1,3}\b.{0,20}\b(?:off|out)|remov\w{1,3}|delet\w{1,3}|drop|leav\w{1,3}\b.{0,20}\b(?:off|out)|strike|knock\b.{0,20}\boff",), "fr": (r"enlev\w{1,3}|retir\w{1,3}|supprim\w{1,3}|ray\w{1,3}|[oô]te[rz]",),
    "de": (r"raus\w{0,10}|heraus\w{0,10}|streich\w{0,2}|weg\w{0,8}|lösch\w{0,2}",), "": (r"eruit|schrap\w{0,3}|toglie\w{0,3}|quit\w{1,3}|usun\w{0,3}|ta bort",),
}  # fmt: skip
SIZED: Table = {  # directly before the number of a size
    "en": (r"in|of|size",), "fr": (r"en|de|du|taille|pointure",), "de": (r"in|von|der|die|größe|gr\.?",), "": (r"maat|taglia|talla|tamanho|rozmiar|str\.?|storlek",),
}  # fmt: skip
NOT_SHIPPED: Table = {  # a condition that every change is under
    "en": (r"if (?:it|they|that|this|these)(?:'s| is| has|'ve| have| are)?(?:n't| not) (?:already |yet )?(?:been )?(?:left|gone|shipped|sent|dispatched|picked|too late)|if (?:it's|it is) not too late|if (?:still )?possible|if (?:(?:it|they|that|this|these)(?:'s| is| has|'ve| have| are)? )?already (?:been )?(?:left|gone|shipped|sent|dispatched|picked|packed)",),
    "fr": (r"si (?:c'est|ce n'est|elle n'est|il n'est|rien n'est|ca n'est) pas (?:encore |deja |trop )?(?:partie?|expédiée?|livrée?|préparée?|tard)|s'il (?:est|en est) encore temps|si (?:c'est encore )?possible|si (?:(?:c'est|elle est|il est|tout est|ca a|c'a) )?déjà (?:été )?(?:partie?s?|expédiée?s?|livrée?s?|préparée?s?)",),
    "de": (r"(?:falls|wenn|sofern) (?:\w{2,5} )?(?:noch )?(?:nicht (?:schon |bereits )?(?:raus|weg|verschickt|unterwegs|gepackt|versandt)\w{0,2}|möglich|geht|rechtzeitig)|falls das noch geht|(?:falls|wenn|sollte) (?:\w{2,5} )?(?:schon|bereits) (?:alles )?(?:raus|weg|verschickt|unterwegs|gepackt|versandt)\w{0,2}",),
    "": (r"als het nog kan|se (?:ancora )?possibile|si (?:aun )?es posible|se ainda for possivel",),
}  # fmt: skip
CLOCK: Table = {  # behind a number, and between two of them: "zwischen 7 und 9 Uhr"
    "en": (r"h|am|pm|o'clock|hrs",), "fr": (r"h|heures?",), "de": (r"h|uhr",), "": (r"h|uur|ore|horas?|godz\w{0,2}|kl",),
}  # fmt: skip
BRINGS: Table = {
    "en": (r"drop",),
    "fr": (),
    "de": (),
    "": (),
}  # takes goods away, or brings them: "drop it Friday week"
STILL_WANTED: Table = {  # beside a withdrawal, and not denied: something of it shall come
    "en": (
        r"(?<!you )(?:need|want)(?! to)|(?:we|i)(?:'ll| will| would|'d)(?: \w{1,8})? (?:take|keep|prefer|like(?! to))|(?:send|deliver|ship|bring|keep) (?:it|them)",
    ),
    "fr": (
        r"(?:il )?(?:nous |me |m'|en )?(?:faut|faudra|faudrait)|(?:avons|ai|a) (?:encore |toujours )?besoin|(?:on|nous|je) (?:les? |la |l'|en )?(?:gard|prend|conserv|voul|veu)\w{1,4}|(?:livr|envoy|expedi)ez-(?:l[ae]s?|en)",
    ),
    "de": (
        r"brauch\w{0,3}|benötig\w{1,3}|behalt\w{0,3}|(?:nehmen|wollen|möchten|hätten) wir|wir (?:nehmen|wollen|möchten|hätten)|(?:liefern|schicken|senden|bringen) sie (?:es|sie|alles)",
    ),
    "": (r"(?:hebben|heb) \w{0,12} ?nodig|(?:abbiamo|ho) bisogno|necesitamos|queremos|precisamos|potrzebujemy|(?:vi|vil) (?:behov|trenger|behover)\w{0,3}",),
}  # fmt: skip
AFTER_ALL: Table = {  # beside a withdrawal: it is taken back
    "en": (r"actually,? (?:no|leave|keep)|on second thoughts?|scratch that",), "fr": (r"finalement,? (?:non|pas)|tout compte fait",), "de": (r"doch nicht|nein",), "": (),
}  # fmt: skip
