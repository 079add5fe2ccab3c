"""How people take back a payment that they have just told or promised, leave it open, or say that another pays.

The tables are those of `nlp.lang.changes` in shape: the same names for each language, "" for languages without a
lexicon; patterns for folded text without unbounded repetition. They are read all at once: a mail mixes languages.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from functools import cache

from nlp.lang import folded_pattern
from nlp.lang.change_signs import Table

# Behind "that": no noun follows, so that "ignore this reminder" takes nothing back.
_ALONE = r"(?= {0,2}(?:[.,;:!?)]|-{1,2} |$)| (?:please|again|now|then|and|but|as|because|since|we|our|i|bitte|wieder|gleich|doch|mal|schnell|ganz|und|aber|denn|wir|ich|svp|et|mais|car|nous|on|je)\b)"

# Away with what was said.
DISMISSED: Table = {
    "en": (
        rf"(?:forget|ignore|disregard|scratch|strike|scrap|cancel|delete|drop|never ?mind)(?: about)? (?:all )?(?:that|this|it){_ALONE}|never ?mind{_ALONE}|(?:forget|ignore|disregard|scratch|strike|delete|remove)(?: about)? (?:(?:that|this) (?:line|sentence|part|promise)|what (?:i|we) (?:just |have |'ve )?(?:said|wrote|written|promised)|(?:the|my|our) (?:above|former|(?:last|previous|first) (?:line|sentence|bit|part|paragraph|promise)|promise))",
    ),
    "fr": (
        rf"oubli(?:ez|e|ons) (?:donc )?(?:ca|cela|tout(?: ca| cela)?){_ALONE}|(?:oubli(?:ez|e|ons)|ignor(?:ez|e)|ray(?:ez|e)|biff(?:ez|e)) (?:donc )?(?:ce (?:que|qui) \w{{1,10}}|(?:ma|cette|la) (?:derniere |premiere )?(?:phrase|ligne|promesse))|(?:ignor|ray|biff|annul)(?:ez|e) (?:ca|cela|tout){_ALONE}|(?:pas|rien) (?:tenir )?compte de (?:ce qui precede|ce que|ma (?:derniere |premiere )?(?:phrase|promesse|ligne)|cette (?:phrase|promesse|ligne))|laiss(?:ez|e|ons) tomber|n'ai rien dit",
    ),
    "de": (
        rf"(?:vergiss|vergesst|vergessen sie|ignorier\w{{0,3}}(?: sie)?|streich\w{{0,3}}(?: sie)?|loschen sie)(?: bitte)? (?:das|es|dies|alles){_ALONE}|(?:vergessen|ignorieren|streichen|vergiss|ignoriert|streich) (?:sie )?(?:bitte )?(?:den (?:letzten |ersten |vorigen |obigen )?satz|die (?:letzte |erste |obige )?(?:zeile|zusage)|das (?:obige|gesagte|geschriebene)|obiges|was ich)|(?:zusage|das|dies|es) (?:ist |war |gilt )?(?:damit |somit |also )?(?:hinfallig|gegenstandslos)|nehmen sie das (?:bitte )?nicht|kommando zuruck",
    ),
    "": (
        r"vergeet (?:dat|het|dit) (?:maar|alstublieft)?|laat maar|lasc\w{1,3} (?:perdere|stare)|(?:lo|si|se lo) dimentichi|olvid\w{1,4}(?:lo| eso| lo)|esqueca (?:isso|o que)|esquece (?:isso|la)|o tym zapomniec|zapomni\w{0,4} o tym|glem det|glom det|zapomente na to",
    ),
}  # fmt: skip
# A change of mind.
REVERSED: Table = {
    "en": (
        r"actually,? (?:no|not|we (?:can't|cannot|can not|won't|will not))|(?:on|upon|having had|had) (?:a )?second thoughts?|on reflection|come to think of it|(?:no|nope)[,.]? (?:wait|hang on|hold on|sorry|scratch|forget|not|that|it|we (?:can't|cannot|won't|will not))\b|(?:take|took|taking) (?:that|it|this|my word|our word|the promise) back|(?:i|we) (?:must |have to |need to |will have to |'ll have to |hereby )?(?:retract|revoke|withdraw (?:that|this|it|the promise|our promise|my promise))|spoke too soon|promised too much|(?:change of plans?|plans? ha(?:s|ve) changed)|changed (?:my|our) minds?|(?:that was|was|it's|it is|sorry,?) (?:a|my) mistake|my mistake|(?:i|we) (?:was|were|am|are|got it|got that) (?:wrong|mistaken)|told (?:us |me )?otherwise|not (?:happening )?after all|correction[:,] (?:we|no|not|it|that)|rather not",
    ),
    "fr": (
        r"finalement,? (?:non|pas|c'est non|(?:ce|ca|cela|nous|je|on) (?:ne |n'))|(?:en fait|ah|oh|euh|bah|ben|et puis|reflexion faite|a la reflexion|apres reflexion|tout compte fait|tout bien reflechi)[, ]{1,2}(?:en fait )?(?:non|pas|(?:ce|ca|cela|nous|je|on) (?:ne |n'))|non,? (?:finalement|attendez|attends|pardon|en fait|desolee?|je me trompe|(?:ce|ca|cela|nous|je|on) (?:ne |n'))|je (?:retire|reprends|reviens sur) (?:ce que|ma|mon|cette|la)|nous (?:retirons|reprenons|revenons sur) (?:ce que|notre|cette|la)|(?:me|nous) (?:retract|dedi)\w{1,5}|changement de programme|contre-?ordre|(?:change|changeons) d'avis|parle trop vite|erreur de (?:ma|notre) part|(?:suis|sommes|etions|etais) trompee?s?|(?:dit|annonce|apprend|apprends)[^.!?\n]{0,20} le contraire|ou pas(?= {0,2}[.!?)]|$)|trop vite (?:avance|parle|promis|engage)\w{0,2}|promis trop vite",
    ),
    "de": (
        r"(?:ach |oh |moment,? |ah )?(?:nein|ne|nee),? (?:doch nicht|das|wir|ich|es|moment|stopp|halt|vergess\w{1,3}|leider)\b|doch (?:lieber |besser |eher )?nicht(?= {0,2}[.,;:!?)]|$)|(?:lieber|besser) (?:doch )?nicht(?= {0,2}[.,;:!?)]|$)|(?:ziehe?|nehme?)n? (?:ich|wir|das|dies|es|alles)(?: \w{1,12}){0,4} zuruck|rudere? (?:\w{1,8} )?zuruck|(?:anders|nochmals?) uberlegt|bei naherer (?:betrachtung|uberlegung)|korrektur[:,] (?:wir|nein|das|doch|nicht)|zu ?viel versprochen|zu fruh (?:versprochen|zugesagt|gefreut)|(?:war|ist) (?:ein|mein) irrtum|das stimmt (?:so |gar |doch )?nicht|(?:vertan|geirrt|vertun)(?!\w)|anders kommt|kommt (?:leider |nun |jetzt |doch )?anders|zuruck\w{0,2}rudern|planander\w{1,4}",
    ),
    "": (
        r"toch (?:maar )?niet|bij nader inzien|anzi,? no|ripensandoci|a pensarci bene|mejor dicho,? no|pensandolo bien|al final no|afinal nao|pensando melhor|jednak nie|po namysle|ved naermere eftertanke|vid narmare eftertanke|nakonec ne",
    ),
}  # fmt: skip
# A sentence behind it that begins so turns round.
TURNED: Table = {
    "en": (r"(?:no|nope|nah|hmm?|actually|then again|mind you|wait|hang on|hold on|oh no|well,? (?:maybe|perhaps|probably|no|not)|but (?:maybe|perhaps|who knows)|maybe|perhaps|though (?:maybe|perhaps))(?= {0,2}[.,;:!?-]| (?:that|we|i|it|wait|sorry|not|can|this|the|our|there)(?!\w)|$)",),
    "fr": (r"(?:non|nan|hmm?|finalement|en fait|enfin(?= ?,| non| pas)|ah non|attendez|quoique|mais (?:peut-etre|qui sait)|peut-etre)(?! (?:seulement|contents?|conformes?|plus|recue?s?|payee?s?|reglee?s?))",),
    "de": (r"(?:nein|nee|hmm?|obwohl|moment|halt|stopp|ach (?:nein|ne|was)|andererseits|oder (?:auch nicht|doch nicht)|vielleicht|aber (?:vielleicht|wer weiss)|wobei)",),
    "": (r"(?:nee|anzi|no|nao|nie|nej|ne)(?= ?[,;!-])",),
}  # fmt: skip
# Nobody knows whether it comes about.
UNKNOWN: Table = {
    "en": (r"(?:i|we) (?:do not|don't|can't|cannot) (?:really |honestly |yet |actually )?(?:know|say|tell)(?! you how| how| why| who)|not (?:quite |really |at all |yet |so |100 ?% )?sure (?:if|whether|that|about|we)|remains to be seen|we'll see|let's see|(?:take|treat|see) (?:that|this|it) as a maybe|quote (?:me|us) on",),
    "fr": (r"(?:ne )?sa(?:is|vons|it) (?:pas|plus)(?! (?:comment|pourquoi|qui|ou|quoi))|pas (?:tout a fait |tres |trop )?(?:surs?|sures?|certaine?s?) (?:que|de)|reste a voir|on verra|a confirmer|a voir",),
    "de": (r"wei(?:ss|ß) (?:ich|wir|nicht)|wissen (?:wir )?(?:noch |es )?nicht(?! (?:wie|warum|wer))|nicht (?:ganz |so |wirklich )?sicher,? (?:ob|dass)|bleibt abzuwarten|mal sehen|schauen wir mal|noch (?:unklar|ungewiss)|muss ich noch (?:klaren|sehen)",),
    "": (r"we zien wel|weet (?:ik|niet)|vedremo|non so|ya veremos|no se si|vamos ver|nao sei|zobaczymy|nie wiem",),
}  # fmt: skip
# No word is given for it.
NOT_BOUND: Table = {
    "en": (
        r"(?:[a-z]{1,5}n't|cannot|(?:can|could|will|would|do|does|am|is|are) not)(?: [a-z]{1,12}){0,3}? (?:promise|guarantee|commit|swear|vouch|be held|hold (?:me|us)|be sure|for (?:sure|certain)|my word|our word|rely on|count on|bank on)|(?:unable|not able|not in a position|not prepared|not ready|not willing) to (?:promise|guarantee|commit|confirm|say)|(?:no|not a|not any|without) (?:firm |binding |further |real )?(?:promises?|guarantees?|commitments?|obligation)|not (?:binding|guaranteed|certain|carved in stone|set in stone)|non-binding|(?:hold|pin|nail) (?:us|me|me down|us down) (?:to|on) (?:it|that|this)|don't (?:take|treat|count|book) (?:this|that|it) as",
    ),
    "fr": (
        r"(?:ne |n'|sans |pas |rien )[^.!?\n]{0,30}?(?:promettre|garantir|engager|assurer|certifier|jurer)\b|(?:ne |n')(?:vous )?(?:promets|promettons|garantis|garantissons|engage|engageons)|(?:ne |n')[^.!?\n]{0,12}(?:est|sommes|suis) (?:pas|ni) (?:sure?s?|certaine?s?|garantie?s?|ferme|definiti\w{1,2})|sans (?:aucun\w? )?(?:engagement|garantie|promesse|certitude|obligation)|sous toutes? reserves?|rien de (?:sur|certain|ferme|garanti|definitif)|aucune? (?:garantie|promesse|certitude|engagement)|a titre indicatif",
    ),
    "de": (
        r"(?:nicht|nichts|keine?n?|nie) (?:\w{1,12} ){0,3}?(?:versprech\w{1,3}|zusag\w{1,3}|zusicher\w{1,3}|garantier\w{1,3}|gewahrleist\w{1,3}|verburg\w{1,3}|festnagel\w{1,3}|festleg\w{1,3}|verlassen|verbindlich|bindend|sicher sagen)\b|(?:verspreche?n?|garantiere?n?|zusichern) (?:\w{1,12} ){0,4}?(?:nicht|nichts|nix)\b|(?:keine|ohne) (?:jede |feste )?(?:gewahr|garantie|zusage|versprechen|verbindlichkeit|verpflichtung|obligo)|unverbindlich\w{0,2}|(?:nageln|legen) sie (?:uns|mich)|nicht (?:fest|bindend|verbindlich|garantiert)\b",
    ),
    "": (
        r"niet (?:\w{1,10} ){0,2}(?:beloven|garanderen|toezeggen)|geen (?:garantie|belofte)|onder voorbehoud|non (?:\w{1,8} ){0,2}(?:promett|garant|assicur)\w{1,5}|senza (?:impegno|garanzi\w)|no (?:\w{1,8} ){0,2}(?:promet|garantiz|asegur)\w{1,5}|sin (?:compromiso|garantia)|nao (?:\w{1,8} ){0,2}(?:promet|garant)\w{1,4}|sem (?:compromisso|garantia)|nie (?:\w{1,8} ){0,2}(?:obiec|gwarant|zobowiaz)\w{1,6}|bez gwarancji|ikke (?:\w{1,8} ){0,2}(?:love|garantere)|inte (?:\w{1,8} ){0,2}(?:lova|garantera)|nemuzeme slibit|bez zaruky",
    ),
}  # fmt: skip
# It will not come about, or there is no money for it.
FAILS: Table = {
    "en": (
        r"(?:[a-z]{1,5}n't|cannot|(?:can|will|does|do|is|are) not)(?: going to| gonna| be able to)? (?:work(?:ing)?(?: out)?|happen(?:ing)?(?! again)|be possible|possible|go(?:ing)? through|make it|manage (?:it|that|this)|go(?:ing)? ahead|(?:do|afford|make|honou?r|keep) (?:it|that|this))|(?:is|be|was) (?:im|not )possible|(?:no|not enough|without the) (?:money|funds|cash)|n(?:'|o)t have the (?:money|funds|cash)|out of (?:money|funds|cash)|(?:run|transfer|payment|it) (?:has been |was |is |got |has just been )?(?:cancelled|canceled|called off|stopped|pulled)|sa(?:id|ys?) (?:\w{2,8} )?no(?! problem)|no budget|(?:bank|boss|director|board|management|head office) (?:has |have )?(?:refused|declined|blocked|stopped)|(?:fell|fallen|falls) through|insolven\w{1,4}|bankrupt\w{0,3}",
    ),
    "fr": (
        r"(?:pas|plus) (?:etre )?(?:possible|faisable|jouable|realisable)|impossible|(?:ca|cela|ce|rien) ne (?:marche|va|passe|passera|marchera|ira)(?: pas)?(?! bien)|(?:pourrons|pourrai|pouvons|peux|pourra|peut) (?:pas|plus|finalement pas)(?: \w{1,10}){0,2} (?:payer|regler|virer|le faire|honorer|tenir|assumer)|(?:pas|plus|manque de|manquons de) (?:les |de |assez de |d')?(?:fonds|moyens|tresorerie|argent|liquidites)|(?:a|ont|avons|vient de|viennent de) (?:refuser?|dire? non|dit non)|tombe\w{0,2} a l'eau|(?:virement|paiement|reglement|tout) (?:est|a ete|vient d'etre) (?:annule|bloque|suspendu|stoppe)\w{0,2}|depot de bilan|redressement judiciaire|(?:en|mise en) liquidation|liquidation judiciaire|cessation de paiements?",
    ),
    "de": (
        r"(?:das|es|daraus|so|dies) (?:geht|klappt|wird|funktioniert|haut|reicht)(?: \w{1,12}){0,3}? (?:nicht|nichts|nix)\b|(?:geht|klappt|funktioniert|wird)(?: \w{1,10}){0,2} (?:doch|leider|wohl|dann) (?:doch |leider )?(?:nicht|nichts)\b|nicht (?:moglich|machbar)|unmoglich|keine? (?:geld|mittel|deckung|liquiditat)|kein geld|(?:fehlen|fehlt) (?:uns |mir |leider |dafur ){0,3}(?:das geld|die mittel|die liquiditat|die deckung)|(?:hat|haben) (?:\w{1,12} ){0,3}(?:abgelehnt|nein gesagt|gestoppt|blockiert)|sagt (?:\w{2,8} )?nein|(?:lauf|zahlung|uberweisung|alles) (?:wurde|ist|wird) (?:\w{1,10} )?(?:gestrichen|abgesagt|gestoppt|storniert)|(?:wurde|ist|wird) (?:de[rm]|die|das|unsere?|mein) (?:zahl\w{1,8}|uberweisung\w{0,4}|lauf) (?:\w{1,10} ){0,2}(?:gestrichen|abgesagt|gestoppt|storniert)|insolven\w{1,10}|zahlungsunfahig\w{0,4}|konnen (?:\w{1,10} ){0,2}(?:doch |leider )nicht (?:zahlen|uberweisen)",
    ),
    "": (
        r"(?:gaat|lukt|kan) (?:\w{1,8} ){0,2}niet|niet mogelijk|geen geld|non (?:e|sara) possibile|impossibile|non ce la facciamo|no (?:es|sera) posible|imposible|nao (?:e|sera) possivel|impossivel|nie (?:jest|bedzie) mozliwe|niemozliwe|ikke muligt|inte mojligt|umuligt|neni mozne",
    ),
}  # fmt: skip
# Something is not so. Behind a promise that is about it, unless words of another matter stand in the sentence.
DENYING: Table = {
    "en": (r"not|never|cannot|nothing|none|nobody|[a-z]{1,6}n't|no(?! (?:later|need|problem))",),
    "fr": (r"(?:ne|n'[a-z]{1,10}|pas|jamais|rien|aucune?|non|personne)",),
    "de": (r"nicht|nichts|nix|keine?[nmrs]?|nie|niemand|nein|nee",),
    "": (r"niet|geen|non|nessun\w|nao|nunca|nada|nie|ikke|inte|ingen|nic",),
}  # fmt: skip
OTHER_MATTER: Table = {
    "en": (
        r"remind\w{0,5}|chas(?:e|ing)|again|late(?:r|ness)?|delay\w{0,3}|receiv\w{1,3}|reach\w{0,3}|arriv\w{1,3}|systems?|problems?|worr\w{1,4}|interest|fees?|charges?|block\w{0,3}|deliver\w{0,3}|ship\w{0,4}|orders?|please|need(?:ed)?|holidays?|leave|office|answer\w{0,3}|repl(?:y|ies|ied)|writ(?:e|ing|ten)|hear|forg[eo]t\w{0,3}|notic\w{1,3}|intention\w{0,3}|meant|personal|offen[cs]e|doubt|hesitat\w{1,3}|fault|excuse|saw|seen|credit hold",
    ),
    "fr": (
        r"relanc\w{1,4}|rappel\w{0,5}|retards?|delais?|recue?s?|recevoir|recevions|arriv\w{1,4}|probleme|souci\w{0,2}|inquiet\w{1,4}|penalites?|interets?|frais|bloqu\w{1,4}|livr\w{1,7}|expedi\w{1,6}|command\w{1,4}|merci|svp|stp|reproduira|vue?s?|tort|hesit\w{1,4}|repond\w{1,4}|ecri\w{1,6}|doute\w{0,2}|oubli\w{1,4}|conges?|bureau|absente?s?|veuillez|en voul\w{1,4}|veuillez|mieux|eu|imputer|confondre",
    ),
    "de": (
        r"mahn\w{1,6}|erinner\w{1,6}|verzug|verzoger\w{1,5}|verspat\w{1,5}|erhalten|bekommen|eingegangen|angekommen|lag|lagen|vorliegend|problem\w{0,2}|sorgen?|zinsen|gebuhr\w{0,2}|sperr\w{1,4}|liefer\w{1,6}|versand|bestell\w{1,5}|bitte|wieder|absicht\w{0,4}|beabsichtigt|bose|ubel|zweifel\w{0,2}|zoger\w{1,3}|antwort\w{1,4}|schreib\w{1,3}|gesehen|buro|urlaub|schuld|vergess\w{1,3}|nachfrag\w{1,3}|hore\w{0,1}|besser",
    ),
    "": (r"sollecit\w{1,3}|herinnering\w{0,2}|aanmaning|recordatorio|rykker\w{0,2}|paminnelse|upominek|upomink\w{1,3}|prego|alstublieft|prosze|por favor",),
}  # fmt: skip
# "Not possible earlier": what is denied is another day than that of the payment.
ANOTHER_DAY: Table = {
    "en": (r"earlier|sooner|before|any faster|until|more quickly|in one go|at once|straight away|immediately|today|yet",),
    "fr": (r"plus tot|plus vite|avant|d'ici la|jusqu'(?:ici|a present)|en une (?:seule )?fois|tout de suite|immediatement|aujourd'hui",),
    "de": (r"fruher|eher|vorher|vor (?:dem|der)|schneller|bislang|bisher|auf einmal|auf einen schlag|sofort|gleich|heute",),
    "": (r"eerder|vroeger|prima|antes|wczesniej|tidligere|tidigare|drive",),
}  # fmt: skip
# It hangs on something, or on the state of the till; no day, but the first that it may be.
LEFT_OPEN: Table = {
    "en": (
        r"at the (?:very )?earliest|or (?:a bit |slightly |maybe |possibly )?later|(?:cash|funds|liquidity|all being) (?:permitting|allowing|well)|god willing|fingers crossed|hopefully|touch wood|i (?:think|guess|believe|hope)|when(?:ever)? (?:our|the|my|their) (?:[a-z]{1,14} ){1,3}(?:comes?|pays?|arrives?|is (?:in|paid|here|through)|has)|(?:after|pending|upon) (?:our|the|my) [a-z]{1,14}(?:'s)? (?:payment|approval|agreement|consent)|perhaps|maybe|probably",
    ),
    "fr": (
        r"au plus tot|ou (?:un peu )?plus tard|selon (?:notre|la|nos|les) (?:tresorerie|rentrees|liquidites|disponibilites|moyens)|si tout va bien|sauf (?:imprevu|contre-?ordre|empechement)|normalement|en principe|a priori|j'espere|nous esperons|on espere|je (?:crois|pense)|(?:apres|avec) (?:l')?accord (?:de|du|des)|sans doute|peut-etre|probablement|quand (?:notre|nos|le|la|les) \w{1,14} (?:nous )?(?:aura|auront|paie|paye|paiera|reglera)\w{0,3}",
    ),
    "de": (
        r"fruhestens|oder (?:etwas |ein wenig |evtl\.? |vielleicht )?spater|je nach (?:liquiditat|kontostand|zahlungseingang|eingang|kassenlage)|so gott will|hoffentlich|hoffe ich|hoffen wir|denke ich|glaube ich|voraussichtlich|vermutlich|wahrscheinlich|vielleicht|eventuell|evtl|normalerweise|wohl erst|(?:nach|mit|bei) (?:dem |der )?(?:zahlungseingang|geldeingang|zustimmung|freigabe|genehmigung|eingang) (?:un\w{3,5}|de[rs]|vo[nm]|mein\w{0,2})",
    ),
    "": (
        r"op zijn vroegst|hopelijk|waarschijnlijk|misschien|al piu presto|speriamo|forse|probabilmente|como pronto|ojala|quizas?|probablemente|o mais cedo|se deus quiser|talvez|najwczesniej|byc moze|prawdopodobnie|tidligst|tidigast|forhabentlig\w?|forhoppningsvis|nejdrive|snad",
    ),
}  # fmt: skip
# Who is not the debtor.
ANOTHER: Table = {
    "en": (
        r"insur(?:er|ers|ance(?: company)?)|liquidators?|(?:insolvency |official )?(?:administrators?|receivers?|trustees?)|(?:leasing|finance|factoring) company|lessors?|factors?|landlords?|(?:parent|sister|mother|holding)(?: company| firm)?|subsidiary|franchis(?:or|ee)s?|(?:end )?(?:customers?|clients?)|tenants?|main contractors?|third part(?:y|ies)|bailiffs?|solicitors?|lawyers?|notary|sponsors?|ministry|council",
    ),
    "fr": (
        r"assurances?|assureurs?|mandataire(?: judiciaire)?|liquidateur|administrateur(?: judiciaire)?|leaseur|(?:societe|organisme) de (?:leasing|credit-bail|financement|factoring|affacturage)|factor|affactureur|bailleur|proprietaire|syndic|maison[- ]mere|societe (?:mere|soeur)|holding|filiale|clients?|locataire|donneur d'ordre|maitre d'ouvrage|franchise(?:ur)?|tiers|notaire|avocat|mutuelle|mairie|ministere",
    ),
    "de": (
        r"versicherung(?:sgesellschaft)?|versicherer|insolvenzverwalter(?:in)?|masseverwalter(?:in)?|zwangsverwalter(?:in)?|leasing(?:gesellschaft|geber|firma|bank)|factor(?:ing(?:gesellschaft|bank|partner))?|vermieter(?:in)?|hausverwaltung|mutter(?:gesellschaft|konzern|haus|firma)?|konzernmutter|holding|schwester(?:gesellschaft|firma)|tochter(?:gesellschaft|firma)|(?:end)?kunden?|mieter|auftraggeber|bauherr|generalunternehmer|trager|franchisegeber|dritte[rn]?|anwalt|rechtsanwalt|notar|krankenkasse|sponsor|ministerium|gemeinde",
    ),
    "": (
        r"verzekeraar|verzekering|curator|leasemaatschappij|moedermaatschappij|assicurazione|curatore|casa madre|cliente|aseguradora|casa matriz|seguradora|empresa-mae|ubezpieczyciel|syndyk|spolka matka|klient|forsikring\w{0,8}|forsakring\w{0,8}|moderselskab\w{0,3}|moderbolag\w{0,3}|pojistovna",
    ),
}  # fmt: skip
# ... and pays: behind who does it, or before.
PAYS: Table = {
    "en": (r"will|shall|'ll|is going to|are going to|has agreed to|ha(?:s|ve) promised to|pays?|settles?|transfers?|wires?|sends?|covers?|takes? (?:over|care)|remits?",),
    "fr": (r"paie\w{0,3}|paye\w{0,3}|regle\w{0,3}|vire\w{0,3}|verse\w{0,3}|va|vont|pren(?:d|dra|nent) en charge|s'en charge\w{0,3}|s'engage\w{0,3}|effectue\w{0,3}|enverra|doit|envoie\w{0,2}",),
    "de": (r"zahlt|zahlen|bezahlt|uberweist|uberweisen|begleicht|ubernimmt|ubernehmen|wird|werden|tragt|veranlasst|lasst|soll|hat zugesagt|schickt|reguliert",),
    "": (r"betaalt|zal|maakt|paga|paghera|pagara|transfer\w{1,4}|vai|va a|zaplaci|przele\w{1,3}|betaler|betalar|vil|kommer|zaplati|uhradi",),
}  # fmt: skip
# ... and whom: who pays the debtor pays nothing for him.
US: Table = {
    "en": (r"us|me",), "fr": (r"nous|me|m'|moi",), "de": (r"uns|mir|mich",), "": (r"ons|mij|ci|mi|nos|nam|mi|os|oss|nam",),
}  # fmt: skip
PAID_BY: Table = {
    "en": (r"by|from|through|via",), "fr": (r"par|de la part d[eu]",), "de": (r"von|durch|seitens|uber",), "": (r"door|dal?l?[ao]?|por|pel[ao]|przez|af|av|od",),
}  # fmt: skip


@cache
def words(*tables: str) -> str:
    """An expression for the words of all languages in these tables, for folded text."""
    return "|".join(folded_pattern(row) for name in tables for rows in globals()[name].values() for row in rows)
