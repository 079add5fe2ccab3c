"""Small words of questions, by language: thanks, what is not wanted, all of several.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from nlp.lang.change_signs import Table

# A sentence that begins so asks for nothing.
THANKS: Table = {
    "en": (r"(?:many )?(?:thank|thx)",), "fr": (r"merci",), "de": (r"(?:vielen |herzlichen |besten )?danke?\b",),
    "": (r"bedankt|grazie|gracias|obrigad|dzieku",),
}  # fmt: skip
# What shall not be done is not asked for.
NOT_WANTED: Table = {
    "en": (r"please(?: [^\W\d_]{1,9}){0,2}? (?:don't|do not|not)",),
    "fr": (r"(?:merci de|priere de)(?: [^\W\d_]{1,9}){0,2}? ne (?:pas|rien)",),
    "de": (r"bitte(?: [^\W\d_]{1,9}){0,2}? (?:nicht|nichts)", r"(?:noch )?(?:nicht|nichts)(?: [^\W\d_]{1,12}){1,2},? bitte"),
    "": (),
}  # fmt: skip
# All the documents of our mail are meant.
EACH: Table = {
    "en": (r"each|all of (?:them|these)|the ones below|below|listed",),
    "fr": (r"chacune|chaque|toutes|ci-dessous|ci-apres",),
    "de": (r"jeweils|alle|allen|saemtliche|samtliche|unten|untenstehend\w{0,2}",),
    "": (r"onderstaande|alle|tutte|ciascuna|todas|cada una|wszystkich|ponizsz\w{1,4}",),
}  # fmt: skip
# Words that say what a question is about beside those of the packs' topics, in the languages without a pack too.
OFFER: Table = {
    "en": (r"do (?:you|ye) (?:also )?(?:hire|rent|lease)|(?:hire|rental) (?:rates?|prices?|charges?)|quot(?:e|es|ation|ations)(?! number)|price ?lists?|(?:your|best|trade|current|net|unit) (?:best )?(?:prices?|pricing|terms)|pric(?:es?|ing) (?:for|on|per)|rfq|terms for (?:resellers|dealers|new)|(?:become|becoming) a (?:customer|dealer|stockist)|open(?:ing)? an account|not (?:yet )?an order|no order yet|how much (?:is|are|would|do you charge)|what (?:do|would) you (?:charge|want) for|knock .{1,20} off|(?:better|sharper|special) price|come down (?:to|on|a)|do you (?:stock|sell|carry|do) ",),
    "fr": (r"(?:est-ce que )?vous louez|louez[- ]vous|a combien (?:la|le|l) ?(?:semaine|jour|journee|mois|piece|heure)|tarifs? de location|devis|offres? de prix|demande de prix|tarifs?|(?:vos|meilleurs?) prix|prix (?:pour|de|unitaires?|degressifs?)|conditions (?:pour|revendeurs?|commerciales|de vente)|ouvr\w{1,4} (?:un|notre) compte|combien (?:coute|pour|vous prenez)|vendez[- ]vous|faites[- ]vous (?:des|du|de la)|faire un (?:geste|prix|effort)|une (?:petite )?remise|(?:ne vaut|ceci n'est) pas (?:une )?commande|ne lancez rien",),
    "de": (r"(?:vermietet|verleiht|vermieten|verleihen) (?:ihr|sie)|wie teuer|mietpreise?n?|angebote?s?|preisliste\w?|staffelpreis\w{0,2}|preisanfrage|(?:ihr\w{0,2}|beste\w?|eure\w?) preise?|preise? (?:fur|pro|je)|was kosten?|konditionen|handlerkonditionen|unverbindlich\w{0,2}|\d ?(?:%|prozent) (?:geben|nachlass|rabatt)|runter(?:geht|gehen|gehst)|entgegenkomm\w{0,2}|(?:keine|noch keine) bestellung|bestellung ist (?:hiermit |damit )?nicht|fuhr(?:en|t) (?:sie|ihr) (?:auch )?|kunde werden|kundenkonto",),
    "": (
        r"cenik\w{0,2}|cennik\w{0,2}|wycen\w{1,2}|ofert\w{1,2}|cotiza\w{1,6}|presupuesto|precios?|preventiv[oi]|listino|prezzi|offerte|prijslijst|prijzen|prijsopgave",
        r"cotac\w{1,4}|precos?|orcamento|revendedor\w{0,2}|rivenditor\w|distribuidor\w{0,2}|tilbud|priser|prislist[ae]|nabidk\w{1,2}|condi\w{2,8} (?:para|comercia\w{1,3})",
    ),
}  # fmt: skip
# What is sent again is a document.
SENT_AGAIN: Table = {
    "en": (r"re-?send\w{0,3}|re-?issue\w{0,2}|copy|copies|(?:send|mail|email|forward|pop|drop|whizz|ping)\w{0,3} .{0,30}(?:again|once more|over|across)|(?:bill|invoice|one)s? (?:from|of|for) .{0,25} again|lost (?:it|the)|can'?t find (?:it|the)|never (?:got|received|had) (?:it|the|your|an?)",),
    "fr": (r"renvo\w{2,5}|refaire (?:passer|suivre|parvenir)|re(?:transmettre|adresser|passer|mettre)|copies?|duplicata|(?:un|le) double|(?:jamais|pas) (?:recu|eu|retrouve)|introuvables?|ne (?:la|les|le) (?:re)?trouve",),
    "de": (r"(?:nochmals?|noch ?(?:ein)?mal|erneut|neu) .{0,24}(?:schick|send|mail|zuschick|zukommen)\w{0,3}|(?:schick|send|mail)\w{0,3} .{0,40}(?:nochmals?|noch ?(?:ein)?mal|erneut)|kopien?|zweitschrift\w{0,2}|abschrift\w{0,2}|duplikat\w{0,2}|(?:nie|nicht) (?:erhalten|bekommen|angekommen)",),
    "": (r"opnieuw (?:sturen|toesturen|mailen)|kopi[ea]\w{0,2}|copia|copie|reenvi\w{1,3}|rinvia\w{1,3}|rimanda\w{1,3}|duplica\w{1,3}|jeszcze raz|segunda via|ponownie",),
}  # fmt: skip
ARRIVING: Table = {
    "en": (r"(?:going to|gonna|will|'ll|to) (?:be here|make it|land|arrive|turn up)|when (?:can|will|do|are|is) .{0,30}(?:here|arrive|come|coming|deliver\w{0,3}|expect\w{0,2}|due in|ship\w{0,4}|dispatch\w{0,2})|(?:ever )?(?:fully|completely|all) delivered|where (?:is|are|'s) (?:my|our|the) .{0,30}(?:order|delivery|goods|parcel|pallet|stuff)|any sign of|out for delivery|been (?:shipped|dispatched|despatched)",),
    "fr": (r"(?:seront|sera|sont|est)(?:-ils|-elles|-il|-elle)? (?:la|livres?|livrees?|arrives?|arrivees?|parti\w{0,2}) (?:d'ici|avant|pour|a temps|le|demain|vendredi|lundi|mardi|mercredi|jeudi)|(?:tout|bien|entierement|completement) (?:ete )?livree? ?\?|ou est (?:passee? |reste[e]? )?(?:ma|notre|la) (?:commande|livraison|palette)",),
    "de": (r"(?:komplett|vollstandig|ganz|schon|je|alles|uberhaupt) (?:aus)?geliefert|wo bleib(?:t|en|n)|(?:kommt|kommen) (?:das|die|der|sie|meine|unsere) .{0,40}(?:noch|rechtzeitig|bis|vor)|wann (?:kommt|kommen|liefer\w{1,3}|geht|gehen|wird|werden) .{0,40}|noch (?:ned|nicht|net) (?:da|hier|angekommen|geliefert)|unterwegs ?\?",),
    "": (r"wanneer .{0,30}(?:gelever\w{0,2}|komt|komen)|quando (?:arriv\w{1,4}|chega\w{0,2}|consegn\w{1,4})|cuando (?:lleg\w{1,4}|entreg\w{1,4})|kiedy .{0,30}(?:dotr\w{1,5}|dostaw\w{1,2})|hvornar .{0,30}(?:kommer|lever\w{0,3})",),
}  # fmt: skip
# What comes as well and is no order: paper, money, people.
NO_GOODS: Table = {
    "en": (r"credit(?: note)?s?|refund|invoices?|bill|statement|cop(?:y|ies)|engineer|technician|rep|payment|money",),
    "fr": (r"avoirs?|remboursement|factures?|releve|copies?|technicien|representant|commercial|paiement|virement",),
    "de": (r"gutschrift\w{0,2}|erstattung|rechnung\w{0,2}|kopie|auszug|techniker|vertreter|monteur|geld|zahlung",),
    "": (r"creditnota|factuur|nota de credito|abono|nota di credito|fattura|faktur\w",),
}  # fmt: skip
OUR_ACCOUNT: Table = {
    "en": (r"(?:which|what) account (?:do|does|should|shall|is|to|number)|account (?:does|do|should) .{0,20}(?:go|pay|use)|where (?:do|should|shall) (?:i|we) (?:pay|send the money)",),
    "fr": (r"(?:quel|sur quel) compte|vos coordonnees (?:bancaires|de paiement)|ou (?:dois-je|doit-on) (?:payer|virer)",),
    "de": (r"(?:auf )?welche[smn]? konto|welche (?:iban|bankverbindung|kontonummer)|wohin (?:soll|sollen|darf) .{0,20}(?:uberweis|zahl)\w{0,2}",),
    "": (r"kontonum\w{1,4}|rekeningnummer\w{0,2}|numeros? de (?:cuenta|conta)|numer\w{0,2} (?:konta|rachunku)|coordinate bancarie|cislo uctu|bankgironummer",),
}  # fmt: skip
ACCOUNT_STATEMENT: Table = {
    "en": (r"(?:list|schedule|summary|breakdown) of (?:all |any )?(?:the )?(?:amounts?|sums?|items|balances|invoices|whatever) (?:\w{2,6} )?(?:due|owed|owing|open|hold|you hold)|whatever you hold against us|how (?:our|my|the) account (?:stands|looks)",),
    "fr": (r"etat de (?:notre |mon |votre |son |leur )?compte|extrait de (?:son|leur|notre|mon|votre|ce) compte|(?:tout )?ce que (?:je|nous|on) vous (?:dois|devons|doit)|tout ce qui (?:est|reste) ouvert",),
    "de": (r"kontoausz(?:ug|uge)(?:e?s|en)?|saldenbestatigung(?:en)?|was (?:wir|ich|bei uns|bei mir|von uns) (?:\w{2,8} ){0,3}offen (?:haben|habe|ist|steht)",),
    "": (r"alles wat (?:nog )?open(?:staat)?|zestawieni\w{1,2} (?:\w{3,12} ){0,2}(?:otwartych|pozycji|sald|naleznosci)|estratto conto|extracto|extrato|rekeningoverzicht|wyciag\w{0,2}|kontoudtog|kontoutdrag|vypis\w{0,2}",),
}  # fmt: skip
# A document itself is missing, and nothing on it: who tells it wants it, and contests nothing.
GONE: Table = {
    "en": (
        r"(?:invoices?|bills?|documents?) (?:is|are|was|were|has|have) (?:\w{2,6} )?not (?:been )?(?:\w{2,8} )?(?:available|found|received|to hand|with us|in (?:our|the|my)|on (?:our|file|my))|(?:missing|lost) (?:invoices?|bills?)",
        r"(?:never|not|did not|didn't|haven't|have not) (?:ever )?(?:got|get|received?|seen?|had) (?:the|your|this|that|an?|any) (?:invoices?|bill|copy)",
    ),
    "fr": (
        r"factures? (?:manquantes?|introuvables?|non recues?|egarees?)|(?:jamais|pas) (?:eu|recu|vu|trouve|retrouve) (?:la|cette|votre|vos|ces|les|de) (?:facture|piece)s?",
        r"(?:la|cette|votre) (?:facture|piece) (?:n'|ne )(?:nous |m'|est )?(?:est )?(?:jamais|pas|point) (?:parvenue|arrivee|recue|trouvee)",
    ),
    "de": (
        r"(?:rechnung|rechnungen|beleg|belege) (?:\w{2,12} ){0,4}(?:liegt|liegen) (?:\w{2,8} ){0,4}nicht vor|fehlende[nr]? (?:rechnung(?:en)?|belege?)",
        r"(?:rechnung|rechnungen|beleg|belege) (?:\w{2,12} ){0,3}(?:nie|nicht) (?:erhalten|bekommen|eingegangen|gefunden|auffindbar|angekommen)",
    ),
    "": (r"(?:factuur|fattura|factura|fatura|faktur\w) (?:\w{1,8} ){0,2}(?:niet|non|no|nao|nie|ikke|inte) (?:\w{1,8} ){0,2}(?:ontvangen|ricevut[ao]|recibid[ao]|recebid[ao]|dotarl\w|modtaget|mottagit)",),
}  # fmt: skip
