"""What people say of the lines of an order that they have placed: that a line goes, stays, is doubled, is another.

Each table holds the same thing by language; "" are languages that have no lexicon here, read only where a mail is in
none of the others. Patterns are for folded text and without unbounded repetition.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

import re
from functools import cache

from nlp.lang import change_signs, folded_pattern
from nlp.lang.change_signs import Table

# Somebody takes something away: imperatives, infinitives, "we do not need".
TAKEN: Table = {
    "en": (
        r"cancel(?:ling|lation|ing)?|(?:be |are |is )?not (?:be )?(?:going|go|moving|proceeding|proceed) (?:ahead|forward|with)|(?:won't|will not|cannot|can't) be (?:going ahead|proceeding|going through)|stand(?:ing)? down|pull\w{0,3} the plug|(?:remove|delete|scrap|scratch|scrub|strike|withdraw|omit|axe|ditch|rescind|revoke|annul|nix|void)(?! and)",
        r"drop (?:the|those|these|both|all|my|our|that|it|them)\b(?!.{0,30}\bto \d)|(?:leave|take|knock|cross|cut|strip|come|comes|go|pull|strike)\b.{0,40}\b(?:off|out)",
        r"no longer (?:need|require|want|needed|required|wanted|necessary|interested)|not (?:needed|required|wanted|necessary)(?! (?:until|till|before))|no (?:further |more )?(?:need (?:for|to|of)|use for)|(?:is|are|was|were|be)n'?t (?:actually |really |now )?(?:needed|required|wanted|necessary)|without (?:the|any)|minus (?:the|any)|(?:deduct|subtract|exclud|tak)\w{1,3}\b.{0,40}\bfrom|deduct|subtract|(?:do|manage|get by) without",
        r"hold the\b(?!.{0,60}\b(?:until|till|not before|for|to|at|back)\b)|pull the|(?:can|may|could) (?:now )?(?:go(?! (?:ahead|out|to|on|with))|be (?:left|dropped))|not after all|call(?:ing)? (?:it |this |the order |our order )?off|hold (?:fire|off)(?! until| till)|back out|(?:surplus|superfluous) to requirements|(?:as |null and )void|has been superseded",
    ),
    "fr": (
        r"(?<!est )(?<!ete )(?<!soit )(?<!etait )(?:annul|supprim|enlev|retir|abandonn|ray|biff|deduis|soustra)(?:er|ez|ons|e)?|ote[rz]|deduire|annulation|(?:se|me|nous) (?:retract|desist)\w{1,5}|stop pour|moins (?:les?|la)(?! \d)|laiss\w{1,4}\b.{0,16}\btomber|laiss(?:ez|e|er) faire",
        r"plus besoin(?! que)|pas besoin|inutile|superflu\w{0,2}|renon\w{1,6}|(?:se|s'en|me|m'en|(?<!-)nous|(?<!-)vous) pass(?:er|e|era|erai|erons|ons)\b(?! (?:commande|par|a|de commande|l[ea]s?|l'|sur|[mtsc]es?|[mtsc]on|[mts]a|nos|notre|cette|tout|de \d))|sans les?|faire l'impasse|(?:n'avons|n'ai|n'a) (?:plus|pas) (?:l'utilite|l'usage|usage|l'emploi)|(?:en|le|la|les) (?:veu\w{1,2}|veux|voulons) plus(?! que)|finalement (?:pas|non)(?! \d)",
        r"(?:plus|pas) (?:la peine|necessaires?|utiles?|d'actualite|rien (?:a|de))|pas (?:la peine|necessaires?|utiles?)|ne (?:pas |plus )?donner (?:pas |aucune )?suite|(?:pas|plus|aucune?) (?:donner )?suite|(?:comme|est|soit) nulles?|nulle? et non avenue?|caduque|sans objet|rien (?:a|de) (?:livrer|envoyer|expedier)",
    ),
    "de": (
        r"(?:stornier|annullier|streich|wegfall|weglass|weglaß|wegbleib|abbestell|lösch)\w{0,4}|storno|stornierung|hinfällig|gegenstandslos|überflüssig|kommando zurück|zurückziehen|zurücktreten|zurückgezogen|rückgängig|(?:absag|widerruf|abbestell)\w{0,3}|(?:sausen|fallen|platzen)(?: lassen)?|abzüglich|minus|abzieh\w{1,3}|(?:nehm|nimm|nehmt)\w{0,3}\b.{0,40}\baus (?:dem|der|meine\w|unsere\w)|(?:her)?unter\w{0,8}nehmen|verzicht\w{0,4}|abblasen",
        r"(?:raus|heraus|rausnehmen|herausnehmen|rauslassen|rausstreichen|rausgenommen|rauswerfen|rausschmeißen)|(?:lass|lasst|lassen|nehm|nehmen|nimm)\w{0,3}\b.{0,40}\b(?:weg|sein|bleiben|runter)|kann(?:st)? weg|können weg|weg(?=\W{0,3}$|[,;.])|(?:könnt ihr|können sie|kannst du) (?:\w{2,12} )?(?:gerne? )?behalten|könnt ihr lassen|(?:entfallen|entfällt)",
        r"(?:nicht|nichts|nix|nimmer|keine?n?)(?: mehr)?\b.{0,15}\b(?:benötig|brauch|gebraucht|nötig|erforderlich|bedarf)\w{0,4}|(?:brauche?n?|brauch|braucht|benötigen?|nehmen|wollen|mögen|brauchat\w{0,2}|braucht's|brauchts)\b.{0,60}\b(?:nicht|keine?n?|nimmer|nix|nichts|ned|net|nit|koane?)(?!.{0,12}\b(?:vor|bis|um)\b)|hat sich erledigt|doch (?:lieber )?(?:nicht|keine?n?)(?! (?:vor|bis|am|so|erst|nur|\d))|gar (?:keine?|nicht)|kein(?:en)? bedarf|genug (?:da|hier|auf lager)|(?:ziehen?|treten?)\b.{0,60}\bzurück",
    ),
    "": (
        r"eruit|(?:schrap|annuleer|annuler|verwijder)\w{0,4}|weglaten|(?:laat|laten)\b.{0,30}\b(?:weg|vallen)|(?:niet|geen)(?: meer)? nodig|hoe(?:ft|ven) niet|(?:vervalt|vervallen)",
        r"(?:toglie|elimina|annull|cancell|rimuov)\w{1,5}|lasci\w{0,4} (?:perdere|stare)|(?:fate|facciamo) a meno|(?:dej|olvid)\w{1,5} (?:el|la|los|las)|sin el|hagt?ale zonder|zonder de|laat \w{2,3} maar|skip|non (?:ci |mi )?serv\w{1,4}|(?:quita|anula|elimina|cancel|suprim|borra)\w{1,4}|no (?:nos |me )?(?:hacen? falta|necesit\w{1,5})|ya no|(?:retir|anul)\w{1,4}|(?:nao|ja nao) (?:precis|quer)\w{1,5}",
        r"(?:usun|anulow|anuluj|skresl|wykresl|rezygn)\w{0,5}|nie potrzeb\w{1,6}|(?:annull|avbestall|afbestil|stryk|slett|fjern)\w{0,4}|ta bort|behov(?:er|s) (?:inte|ikke)|ikke brug for|(?:udgar|utgar)",
    ),
}  # fmt: skip
# The same of a verb that says so only with an object that belongs to the order: "forget it", "kill the order".
TAKEN_WITH_OBJECT: Table = {
    "en": (r"forget|skip|bin(?= (?:it|that|th[eo]se|them|the|this|my|our))|lose|ignore|disregard|kill|dump|stop|halt|abort|pull|raised in error|keyed twice|duplicated?|by mistake|in error",),
    "fr": (r"oubli(?:er|ez|e|ons)|stopp(?:er|ez)|arret(?:er|ez)|bloqu(?:er|ez)|fait(?:es)? sauter|doublon|en double|par erreur|(?:passee?|envoyee?|saisie?|commandee?|partie?) deux fois",),
    "de": (r"vergess\w{0,3}|vergiss|stopp(?:en|t)?|anhalten|ignorier\w{0,3}|versehen|versehentlich|doppelt (?:erfasst|bestellt|geschickt|gesendet|eingegangen)|irrtümlich",),
    "": (r"vergeet|dubbel|stop\w{0,3}|dimentica\w{0,3}|olvid\w{1,4}|esquec\w{1,4}|por error|per errore|por engano",),
}  # fmt: skip
# Said of goods, and of much else: "the party is cancelled".
GONE: Table = {
    "en": (r"cancel(?:l?ed)|scrapped|withdrawn|called off|deleted|removed|dropped",),
    "fr": (r"annulee?s?|supprimee?s?|retiree?s?|enlevee?s?|abandonnee?s?|a l'eau",),
    "de": (r"gestrichen|storniert|entfallen|weggefallen|gelöscht|annulliert|entfällt|fällt (?:weg|aus|flach)|geplatzt",),
    "": (r"geannuleerd|geschrapt|vervallen|annullat[oaie]|anulad[oa]s?|cancelad[oa]s?|anulowan[aey]|avbestallt|aflyst|installd",),
}  # fmt: skip
# Not to be sent; with a day beside it only not on that day.
UNSENT: Table = {
    "en": (r"(?:do not|don't|dont|don t|won't|will not|needn't|never|not to|instead of|no longer|nothing (?:else )?to) (?:actually |now |please |bother |even )?(?:need|want|send(?:ing)?|ship(?:ping)?|deliver(?:ing)?|dispatch(?:ing)?|require|be (?:needing|taking)|take|despatch|release|process|bother)",),
    "fr": (
        r"(?:ne |n')(?:(?:les|le|la|nous|me|lui|en|y|l') ?){0,2}(?:mettez|livr|prepar|envoy|expedi|prenons|prendrons|voulons|veut|veux|lancez|fabriqu|traite)\w{0,4} (?:pas|plus|rien)(?! qu)",
        r"(?:ne|de ne) (?:pas|plus|rien) (?:(?:les|le|la|nous|me|lui|en|l') ?){0,2}(?:mettre|livrer|preparer|envoyer|expedier|lancer|traiter|fabriquer)|(?:mettez|livrez|preparez|envoyez|expediez) (?:plus|pas|rien)",
    ),
    "de": (r"(?:nicht|nichts|nix|nimmer)(?: mehr)? ?(?:zu ?|aus ?|an ?|los ?|ab ?)?(?:liefer|schick|send|verschick|versend|pack|losschick|ausliefer|verpack|produzier|bearbeit|ausführ|kommissionier|zustell)\w{0,3}|(?:liefer|schick|send)\w{0,3} (?:uns |sie |es |bitte |das ){0,3}(?:nicht|nichts)",),
    "": (r"niet (?:meer )?(?:leveren|sturen|verzenden)|lever\w{0,2} niet|non (?:consegn|sped|invi)\w{1,5}|no (?:(?:nos|me|lo|los|la|las|se) )?(?:env|entreg|sirv|mand)\w{1,6}|niet doorgaan|gaat niet door|nao (?:envi|entreg)\w{1,5}|nie (?:wysyl|dostarcz)\w{1,5}|(?:skicka|send|lever)\w{0,2} (?:inte|ikke)",),
}  # fmt: skip
NEITHER: Table = {"en": (r"neither",), "fr": (r"ni (?:les?|la|l'|des?|un)",), "de": (r"weder",), "": (r"noch de|ni (?:el|la|los|las)|nem [oa]s?|ani",)}  # fmt: skip
# What is taken away is the whole order, or what stands for it.
WHOLE: Table = {
    "en": (r"everything|the lot|(?:the |this |that |our |my |whole |entire |an )(?:whole |entire |above |attached |following )?(?:order|po|purchase order|shipment|delivery|thing)|all of (?:it|them|this)|it all|(?:^|\W)order|entirely|completely|altogether|anything|nothing|this one|a single|(?:both|all|all three|all four) (?:the )?(?:lines?|items|positions|sizes|products)|(?:the|these|those|any) (?:goods|items|articles|materials?|parts|stuff)",),
    "fr": (r"(?<!du )tout(?! est| va| a l)|toute|l'ensemble|la totalite|le tout|(?:la|cette|notre|ma|de|d'une|votre) (?:presente )?(?:commande|livraison|cde|bc|bon de commande)|integralite|entierement|rien|quoi que ce soit|celle-ci|(?:les (?:deux|trois|quatre)|toutes les) (?:lignes|positions|postes|articles|tailles)|(?:la|cette|les) (?:marchandise|articles?|materiel|produits?)",),
    "de": (r"alles|komplett|das ganze|(?:die|den|der|unsere?n?|meine?n?|diese?n?|dieser|ganze|o\. ?g\.) (?:(?:ganze|gesamte|komplette|vollstandige|obige)[nr]? )?(?:bestellung|auftrag|order|lieferung|sendung)|vollständig|gesamte?n?|nichts|nix|ganz|(?:beide|alle|alle drei|samtliche) (?:positionen|posten|zeilen|artikel|grossen|sachen)|(?:die|der|diese) (?:waren?|artikel|sachen|teile)",),
    "": (r"alles|(?:de|onze|deze) (?:hele )?(?:bestelling|order|levering)|bestelling|tutto|l'ordine|ordine|todo|(?:el|nuestro|este) pedido|pedido|tudo|encomenda|wszystko|zamowieni[ea]|(?:hele )?(?:ordren|ordern|bestallningen|bestillingen)|bestellung",),
}  # fmt: skip
THAT: Table = {  # stands for what was named before
    "en": (r"it|this|that|them|those|these",), "fr": (r"la|le|les|l'|en|ca|cela|ceux|celles|celle-ci|elle|elles",),
    "de": (r"das|die|sie|es|diese|der|den|ihn|dies|welche",), "": (r"dat|die|het|ze|lo|la|li|le|los|las|os|as|je|to|den|det|dem",),
}  # fmt: skip
REST: Table = {
    "en": (r"(?:the|any|all) (?:rest|others?|remaining|remainder)|everything else|all else",),
    "fr": (r"(?:tout )?le reste|les autres|tout le reste|le restant",),
    "de": (r"(?:der|den|dem) rest|rest|alles (?:andere|übrige|weitere)|(?:die |alle )?(?:anderen|übrigen|restlichen)",),
    "": (r"de rest|rest(?:en|o)|il resto|el resto|los? demas|o resto|reszt[ae]|las demas",),
}  # fmt: skip
# It stays: beside it, no number is new.
KEPT: Table = {
    "en": (r"stands?|as (?:ordered|planned|agreed|per order|per confirmation|confirmed)|still (?:want|need|good|required)|no change|carry on with|goes? ahead|(?:we|i)(?:'ll| will) (?:keep|take) the|(?:ok|okay|fine|good|happy) (?:with|for|on)",),
    "fr": (r"(?:comme|tel que|conforme a) (?:commandee?s?|convenu|la commande)|a garder|(?:on|nous) (?:l[ea]s? |le |la )?(?:gard|prend|conserv)\w{0,4} bien|maintenue?s?|(?:on|nous) (?:les? |la |l')(?:gard|conserv|maintien)\w{1,4}|toujours d'actualite|(?:ok|okay|bon|d'accord|oui|parfait|rien a redire) pour|rien a (?:modifier|changer)|conserv(?:er|ez|ons)|maintenez",),
    "de": (r"(?:wie|so) (?:bestellt|besprochen|vereinbart|bestätigt|vorgesehen)|(?:alles|sonst) (?:klar|gut|passt)|passt|passen|in ordnung|(?:ok|okay|passt|gut|einverstanden|ja) (?:bei|für|mit)|(?:brauchen|nehmen|wollen) wir (?:schon|weiterhin|trotzdem)|weiterhin",),
    "": (r"bli[jv]\w{0,3}|zoals besteld|ongewijzigd|rest[ao]no?|invariat[oaie]|come da ordine|(?:se )?queda\w{0,2}|sin cambios?|igual|mante\w{1,4}|fica\w{0,1}|bez zmian|zosta\w{1,4}|star (?:kvar|fast)|oforandrad\w{0,1}|uaendre\w{0,2}|som bestil\w{1,2}",),
}  # fmt: skip
KEPT_LAST: Table = {"en": (r"yes|fine|ok|okay|good",), "fr": (r"oui|ok|bon|bons|bonne|bonnes",), "de": (r"schon|ja|ok|okay|gut|bleibt|bleiben|lassen|belassen|lasst",), "": (r"wel|si|sim|tak|ja|ok",)}  # fmt: skip
DOUBLED: Table = {
    "en": (r"doubl(?:e|ing)(?! sided| glaz| room| bed)|twice (?:as many|the|that)|two times as many",),
    "fr": (r"doubl(?:er|ez|ons)|(?:on|je) double|le double|deux fois (?:plus|la quantite)",),
    "de": (r"verdoppel\w{0,2}|doppelt so (?:viele?|viel)|(?:die |das )doppelte|doppelt(?=\W{0,3}$)",),
    "": (r"verdubbel\w{0,2}|dubbele aantal|raddoppi\w{1,4}|il doppio|duplic\w{1,4}|el doble|o dobro|dobrar|podwo\w{1,4}|dwa razy wiecej|dobbelt sa mange|dubbelt sa manga|fordobl\w{1,2}|fordubbl\w{1,2}",),
}  # fmt: skip
HALVED: Table = {
    "en": (r"(?:only |just )?half (?:of )?(?:the|that|those|it|this|as many|our)|halv(?:e|ed|ing)|by half|half (?:is|would be|will be|will do)",),
    "fr": (r"(?:la|de) moitie(?: moins)?|divis(?:er|ez|ons) par deux",),
    "de": (r"(?:die )?hälfte|halbier\w{0,3}|halb so viele?|halbe (?:menge|anzahl)",),
    "": (r"(?:de )?helft|halve\w{1,4}|la meta|dimezz\w{1,4}|la mitad|a metade|polow\w{1,2}|hälften|halvdelen|halver\w{0,2}",),
}  # fmt: skip
# A verb beside "by 10".
LOWERED: Table = {
    "en": (r"reduc\w{1,4}|cut\w{0,4}|lower\w{0,3}|decreas\w{1,3}|trim\w{0,4}|shorten\w{0,3}|down",),
    "fr": (r"redui\w{0,5}|diminu\w{1,4}|baiss\w{1,4}|enlev\w{1,3}|retir\w{1,3}|retranch\w{1,3}",),
    "de": (r"reduzier\w{0,3}|verringer\w{0,3}|kürz\w{1,3}|senk\w{1,3}|verminder\w{0,3}|herunter\w{0,8}|runter",),
    "": (r"verminder\w{0,3}|verlag\w{1,3}|ridu\w{1,5}|reduc\w{1,4}|reduz\w{1,4}|zmniejsz\w{0,4}|reducer\w{0,2}|minsk\w{0,2}",),
}  # fmt: skip
RAISED: Table = {
    "en": (r"increas\w{1,3}|rais\w{1,3}|up|bump\w{0,3}|boost\w{0,3}|top\w{0,3} up",),
    "fr": (r"augment\w{1,4}|rajout\w{1,3}|ajout\w{1,3}|mont\w{1,3}|accroi\w{1,3}",),
    "de": (r"erhöh\w{0,3}|aufstock\w{0,3}|aufgestockt|steiger\w{0,3}|hoch\w{0,6}|rauf",),
    "": (r"verhog\w{0,3}|verhoog|aument\w{1,4}|zwieksz\w{0,4}|forhoj|oka|okas",),
}  # fmt: skip
BY: Table = {"en": ("by",), "fr": ("de",), "de": ("um",), "": ("met|di|en|em|o|med",)}
ADDED: Table = {  # a clause that puts something new into the order
    "en": (r"add(?:ing|ed)?|includ(?:e|ing)|throw in|tack on|pop\b.{0,30}\bon|as well|also|on top|extra|additional(?:ly)?",),
    "fr": (r"(?:r?ajout)\w{1,3}|aussi|egalement|en plus|joign\w{1,3}|joindre|complet\w{1,3}|supplementaires?",),
    "de": (r"dazu|hinzu\w{0,6}|zusätzlich\w{0,2}|noch|auch|mitschicken|mitliefern|mit (?:rein|drauf|dazu)|ergänz\w{0,3}|obendrauf|weitere\w{0,1}|drauf",),
    "": (r"toevoeg\w{0,2}|erbij|extra|ook|aggiung\w{1,4}|anche|anad\w{1,4}|tambien|adicion\w{1,4}|tambem|acrescent\w{1,3}|doda\w{1,3}|tilfoj\w{0,2}|lagg till|ogsa",),
}  # fmt: skip
REPLACED: Table = {  # the one, then what comes for it
    "en": (r"(?:replac|swap|exchang|substitut|switch|chang)\w{0,4}\b(?P<old_en>.{2,60}?)\b(?:with|for|by|to|into)\b", r"not (?!only|just|until|before|after)(?:in )?(?P<not_en>.{2,50}?),? but(?: in| the)?"),
    "fr": (r"(?:remplac|echang|substitu|pass)\w{1,4}\b(?P<old_fr>.{2,60}?)\b(?:par|contre|en)\b", r"pas (?!seulement|que|avant|apres)(?:en |les? |la )?(?P<not_fr>.{2,50}?),? mais(?: en| les?| la)?"),
    "de": (r"(?P<old_de>.{2,60}?)\b(?:durch|gegen)\b(?=.{2,50}\b(?:ersetz|tausch|austausch|eintausch|ausgetauscht|getauscht|wechsel)\w{0,4})|(?:ersetz|tausch|wechsl|wechsel)\w{0,4}\b(?P<last_de>.{2,60}?)\b(?:durch|gegen|auf|in)\b", r"nicht (?!nur|vor|bis|erst|am)(?:in |als |mit |die |den |das )?(?P<not_de>.{2,50}?),? sondern(?: in| als| mit)?"),
    "": (r"(?:vervang|sostitui|cambi|sustitu|substitu|zamieni|byt|skift)\w{0,4}\b(?P<old_>.{2,60}?)\b(?:door|met|con|por|para|na|mot|med|til)\b",),
}  # fmt: skip
INSTEAD: Table = {
    "en": (), "fr": (r"au lieu", r"a la place", r"plutot que", r"et non(?: pas)?", r"non pas"), "de": (r"anstelle", r"anstatt", r"statt"),
    "": (r"in plaats van", r"i\.?p\.?v\.?", r"invece(?: d\w{1,4})?", r"en (?:lugar|vez)(?: del?)?", r"em vez(?: d[eoa]s?)?", r"zamiast", r"i stallet for", r"i stedet for", r"niet", r"no", r"non"),
}  # fmt: skip
CORRECTED: Table = {  # between a number and the one that is meant
    "en": (r"no|sorry|rather|i mean|make that|correction|scratch that|actually",), "fr": (r"non|pardon|enfin|plutot|je veux dire|correction|desole",),
    "de": (r"nein|pardon|sorry|ah|besser|vielmehr|quatsch|moment|ich meine|korrektur|halt",), "": (r"nee|no|scusi|perdon|nao|nie|nej|nei",),
}  # fmt: skip
PAID: Table = {  # beside a day of a payment
    "en": (r"pay(?:s|ing|ment)?|paid|transfer\w{0,4}|settl\w{1,4}|remit\w{0,4}|invoices?",), "fr": (r"pai\w{1,5}|paye\w{0,3}|regl\w{1,6}|vir(?:er|ement|ons)|factures?",),
    "de": (r"zahl\w{0,4}|bezahl\w{0,3}|überweis\w{0,4}|begleich\w{0,3}|rechnung\w{0,2}",), "": (r"betal\w{1,4}|pag(?:o|a|ar|are|amento|amos)|fattur\w|factur\w{1,2}|fatur\w{1,2}|zaplac\w{0,4}|betal\w{0,3}",),
}  # fmt: skip
DAY_TAKEN: Table = {  # what is taken away is the day, not the goods
    "en": (r"(?:the )?(?:delivery |original |old |requested )?(?:date|slot|(?<!this )(?<!next )(?<!last )time|day|window)",), "fr": (r"(?:la |le |l')?(?:date|creneau|jour|horaire|rendez-vous)",),
    "de": (r"(?:der |den |das )?(?:termin|liefertermin|wunschtermin|zeitfenster|tag|datum|slot)",), "": (r"(?:datum|data|fecha|termin|dato|dag)",),
}  # fmt: skip
ENOUGH: Table = {
    "en": (r"(?:is|are|would be|will be) (?:enough|plenty|sufficient)|(?:will|would|'ll) do|suffices?",), "fr": (r"suffi\w{1,6}",),
    "de": (r"reich(?:t|en)|lang(?:t|en)|genüg(?:t|en)|tut's|tun's",), "": (r"volstaat|genoeg|basta\w{0,2}|bast(?:a|an)|chega\w{0,1}|wystarczy|racker|er nok",),
}  # fmt: skip
ADDING: Table = {  # verbs beside so many more
    "en": (r"add(?:ing)?",), "fr": (r"r?ajout\w{1,3}",), "de": (r"(?:drauf|dazu|hinzu)(?:leg|pack|tu|nehm|geb|füg|schreib|stell)\w{0,3}",), "": (r"toevoeg\w{0,2}|aggiung\w{1,4}|anad\w{1,4}|adicion\w{1,4}|doda\w{1,3}",),
}  # fmt: skip
IMPOSSIBLE: Table = {  # beside a day on which goods cannot come
    "en": (r"nobody|no one|not possible|impossible|can'?t|cannot|does(?:n't| not) (?:work|suit)|no good|too (?:late|early|soon)|won't (?:work|do|suit)",),
    "fr": (r"personne|impossible|pas possible|ne va pas|ne (?:me |nous )?convient pas|trop (?:tard|tot)|ne peut pas|pas la",),
    "de": (r"niemand|keiner|geht (?:leider |bei uns )?nicht|nicht moglich|unmoglich|passt (?:leider |uns |mir )?nicht|zu (?:spat|fruh)|nicht da|klappt nicht",),
    "": (r"niemand|nessuno|nadie|ninguem|nikt|ingen|kan niet|non va bene|no puede|nao da",),
}  # fmt: skip
MOVES: Table = {  # beside "from the 15th to the 22nd"
    "en": (r"mov\w{1,3}|reschedul\w{1,3}|chang\w{1,3}|shift\w{0,3}|push\w{0,3}|postpon\w{1,3}|put back|bring forward|delay\w{0,3}",),
    "fr": (r"pass\w{1,3}|report\w{1,3}|decal\w{1,3}|deplac\w{1,3}|repouss\w{1,3}|avanc\w{1,3}|chang\w{1,3}|differ\w{1,3}",),
    "de": (r"verleg\w{0,3}|verschieb\w{0,3}|verschoben|vorzieh\w{0,3}|vorverleg\w{0,3}|ander\w{0,3}|umleg\w{0,3}|schieb\w{0,3}",),
    "": (r"verplaats\w{0,3}|verzet\w{0,3}|spost\w{1,4}|mover|cambiar|aplazar|mudar|adiar|przenies\w{0,2}|flytt\w{0,2}",),
}  # fmt: skip
LATER: Table = {  # counted from a day that is not named
    "en": (r"later|after|earlier|sooner",), "fr": (r"plus tard|plus tot|apres|d'apres",), "de": (r"später|danach|darauf|drauf|früher",), "": (r"later|dopo|despues|depois|pozniej|senare|senere|eerder",),
}  # fmt: skip


@cache
def _rows(name: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    table: Table = globals().get(name) or getattr(change_signs, name)
    return tuple(row for code in (*languages, *(("",) if len(languages) > 1 else ())) for row in table[code])


ACTS = ("TAKEN", "UNSENT", "GONE", "TAKEN_WITH_OBJECT", "NEITHER")
CHANGES = (*ACTS, "KEPT", "DOUBLED", "HALVED", "REPLACED", "REST")  # without one of them, and a number, nothing changes


@cache
def change_words(name: str | tuple[str, ...], languages: tuple[str, ...]) -> re.Pattern[str]:
    """What any of these languages says in a table, or in any of several, as whole words; for folded text."""
    names = (name,) if isinstance(name, str) else name
    rows = tuple(row for each in names for row in _rows(each, languages))
    return re.compile(folded_pattern(rf"(?<!\w)(?:{'|'.join(rows) or r'(?!)'})(?!\w)"))


@cache
def change_expression(name: str, languages: tuple[str, ...]) -> str:
    """The same as a part of a larger expression; of a table here or in `nlp.lang.change_signs`."""
    return folded_pattern("|".join(_rows(name, languages)) or r"(?!)")
