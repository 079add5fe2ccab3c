"""Words that can hardly tell another reason to contest than one, by language; no words of what is asked for instead.

"Please reissue" stands beside a wrong tax as well as beside a missing order number, so it is not here; "VAT at 23 %",
"has never turned up", "billed twice" are. The tables are those of `nlp.lang.changes` in shape: "" for languages without
a lexicon; patterns for folded text.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

from functools import cache

from nlp.lang import Weighted
from nlp.lang.change_signs import Table

# A rate, a wrong tax, who owes it; "incl. VAT" and the number of a signature are no reason.
TAX: Table = {
    "en": (
        r"(?:vat|tax|gst|sales tax) (?:at|of|is|was) \d|(?<!zzgl\. )(?<!inkl\. )(?<!plus )(?<!incl\. )(?<!excl\. )(?<!including )\d{1,2} ?(?:%|per ?cent) (?:\w{2,10} )?(?:vat|tax|gst)|(?:vat|tax) rate|reverse[ -]charge|zero[ -]rat(?:e|ed|ing)|intra-?community",
        r"(?:wrong|incorrect|foreign|irish|british|uk|german|french|dutch|belgian|austrian|swiss) (?:vat|tax)|(?:vat|tax)[ -](?:exempt|free)|(?:charged?|added|applied|billed|put|with|show\w{0,2}) (?:us )?(?:\w{2,8} )?(?:vat|tax) (?:on|when|although|though|but|again)|(?:vat|tax) (?:should|must|has to|is not|isn't|shouldn't|wrong|does not|doesn't)",
    ),
    "fr": (
        r"tva (?:a|de|au taux de) \d|(?<!zzgl\. )(?<!inkl\. )(?<!plus )(?<!incl\. )(?<!excl\. )(?<!including )\d{1,2} ?%(?: de)? tva|taux de (?:la )?tva|autoliquid\w{1,6}|intracommunautaire|exoner\w{1,5} de (?:la )?tva|hors champ",
        r"tva (?:\w{4,12} ){0,2}(?:a tort|alors que|erronee|incorrecte|n'(?:est|a))|(?:mauvaise?|erreur (?:de|sur la)) tva|(?:compte|facture|mis|ajoute|applique|charge) (?:de )?(?:la |une )?tva|sans tva",
    ),
    "de": (
        r"(?<!zzgl\. )(?<!inkl\. )(?<!plus )(?<!incl\. )(?<!excl\. )(?<!including )\d{1,2} ?(?:%|prozent) (?:\w{3,14} )?(?:mwst|ust|mehrwertsteuer|umsatzsteuer|steuer)|(?:mwst|ust|mehrwertsteuer|umsatzsteuer) (?:von|mit|in hohe von) \d|steuersatz|reverse[ -]charge|steuerschuldnerschaft|innergemeinschaftlich\w{0,2}",
        r"(?:falsche|deutsche|franzosische|irische|osterreichische|schweizer|auslandische)\w{0,2} (?:mwst|ust|mehrwertsteuer|umsatzsteuer)|steuerfrei\w{0,2}|(?:mwst|mehrwertsteuer|umsatzsteuer) (?:berechnet|verrechnet|ausgewiesen|draufgeschlagen|obwohl|obschon|darf|durfte|gehort|hat)|ohne (?:mwst|mehrwertsteuer|umsatzsteuer)",
    ),
    "": (
        r"\d{1,2} ?% (?:btw|iva|moms|dph|podatku)|(?:btw|iva|moms|dph) (?:van|van het|del|al|de|na|pa) \d|btw verlegd|stawk\w{1,3} vat|aliquota|omvendt betalingspligt|omvand skattskyldighet",
    ),
}  # fmt: skip
# A price that was named before beside the one that is billed; no counts.
PRICE: Table = {
    "en": (
        r"\d{1,6}[.,]\d\d(?: ?(?:€|eur|euros?|chf|franken|francs?|£|gbp))?(?: \w{2,10})?,? (?:instead of|rather than|not|but not) (?:the )?[€£$]?\d{1,6}[.,]\d\d(?!\d| ?(?:m|m2|m3|kg|g|l|h|t|std|stunden|hours|heures|hrs|mm|cm|%)(?!\w))",
        r"(?:quoted?|offered|agreed|promised|priced) (?:us |me |him |her |was |were |is |at |on |to |be |for |a price of |it |them |price |rate |of ){0,4}[^\w\s]?\d{1,6}[.,]\d\d(?!\d)|\d{1,6}[.,]\d\d (?:was |were |had been |as |is )?(?:quoted|agreed|offered|promised)",
        r"(?:agreed|contract|quoted|wrong|old|list|offer|catalogue|unit) prices?(?! list)|prices? (?:(?:is|are|was|were|looks?) )?(?:wrong|incorrect|not right|not correct|too high)|price (?:increase|difference|list says|agreed|was agreed)|(?:your|the|per) (?:quote|quotation|offer)(?: \w{1,12})? (?:says|said|was|is|has|of|at|for)",
    ),
    "fr": (
        r"\d{1,6}[.,]\d\d(?: ?(?:€|eur|euros?|chf|franken|francs?|£|gbp))?(?: \w{2,10}){0,2},? (?:au lieu de|et (?:pas|non)|contre|pas)(?: les?)? \d{1,6}[.,]\d\d(?!\d| ?(?:m|m2|m3|kg|g|l|h|t|std|stunden|hours|heures|hrs|mm|cm|%)(?!\w))",
        r"(?:convenu|prevu|promis|annonce|accepte|negocie|propose|devis|accord)\w{0,2} (?:a |etait |de |est |dit |disait |indique |: ){0,3}\d{1,6}[.,]\d\d|\d{1,6}[.,]\d\d(?: ?(?:€|eur|chf|euros?))? (?:convenus?|prevus?|annonces?|negocies?|au devis|sur le devis|promis)",
        r"(?:prix|tarifs?) (?:convenu|negocie|du devis|de l'offre|annonce|catalogue|unitaire errone|errone|faux|de l'an)\w{0,2}|mauvais (?:prix|tarif)|(?:erreur|ecart|hausse|augmentation) de (?:prix|tarif)|pas le bon (?:prix|tarif)|(?:prix|tarifs?) (?:(?:est|sont|etait) )?(?:faux|errone\w{0,2}|incorrects?|trop eleves?)",
    ),
    "de": (
        r"\d{1,6}[.,]\d\d(?: ?(?:€|eur|euros?|chf|franken|francs?|£|gbp))?(?: \w{2,12})?,? (?:statt|anstatt|anstelle von|und nicht|nicht)(?: der| den| die| mit)? (?:€ ?|eur |fr\. ?|chf )?\d{1,6}[.,]\d\d(?!\d| ?(?:m|m2|m3|kg|g|l|h|t|std|stunden|hours|heures|hrs|mm|cm|%)(?!\w))",
        r"(?:angeboten|offeriert|vereinbart|zugesagt|ausgemacht|abgemacht|besprochen|versprochen|angebot|offerte)\w{0,2} (?:war\w{0,2} |waren es |sind |ist |steh\w{1,3} |stand\w{0,2} |uns |mit |zu |von |hatten wir |auf |: ){0,4}(?:eur |chf |fr\. ?|€ ?)?\d{1,6}[.,](?:\d\d|-)|\d{1,6}[.,]\d\d(?: ?(?:eur|€|chf|franken|euro))? (?:war\w{0,2} )?(?:vereinbart|angeboten|zugesagt|ausgemacht|abgemacht|offeriert)",
        r"(?:falscher|alter|alte|vereinbarter|vereinbarte|vereinbarten|hoherer?) (?:einzel|stuck)?preise?n?|preis(?:abweichung|differenz|erhohung|fehler)|(?:einzel|stuck)preis (?:stimmt|ist falsch|weicht)|preise? (?:stimmt|stimmen|ist falsch|sind falsch|weicht|war) |preise? falsch",
    ),
    "": (
        r"\d{1,6}[.,]\d\d(?: ?(?:€|eur|euros?|chf|franken|francs?|£|gbp))?,? (?:in plaats van|invece di|en (?:lugar|vez) de|em vez de|zamiast|istallet for|i stedet for|misto) \d{1,6}[.,]\d\d(?!\d| ?(?:m|m2|m3|kg|g|l|h|t|std|stunden|hours|heures|hrs|mm|cm|%)(?!\w))",
        r"(?:afgesproken|offerte|aangeboden) (?:was|prijs|prijzen|:)? ?\d{1,6}[.,]\d\d|afgesproken prijs|verkeerde prijs|prezzo (?:concordato|pattuito|sbagliato)|precio (?:acordado|pactado|equivocado)|preco (?:acordado|errado)|cen[ay] (?:ustalon|uzgodnion|umowion)\w{1,3}|(?:kom|ble|blev) (?:overens|enige) om \d{1,6}[.,]\d\d|(?:uzgodnili\w{0,3}|dohodli jsme se|abbiamo concordato|concordato|acordamos|acordado|aftalt|avtalat) (?:\w{1,4} ){0,2}\d{1,6}[.,]\d\d|aftalte? pris|overenskomm\w{1,3} pris|dohodnut\w{1,3} cen\w",
    ),
}  # fmt: skip
# Nothing of it came; "three of them never came" is a count, and whoever tells one is not asked here.
NOT_DELIVERED: Table = {
    "en": (
        r"(?:never|has ?n't|have ?n't|not|did ?n't|yet to) (?:yet |ever |even |actually )?(?:been )?(?:turn(?:ed)? up|show(?:ed|n)? up|reach(?:ed)? (?:us|here|the site)|arrived?(?! (?:in|with|complete|on time|undamaged|as|the|with))|got here|landed(?! (?:in|with)))|nothing (?:has |had |was |ever |of (?:it|that|the kind) |has ever ){0,2}(?:arrived|come|came|delivered|turned up|reached|landed|showed up)",
        r"(?:no|without) (?:a )?(?:goods receipt|grn|proof of delivery|pod|signed delivery)|lost in transit|(?:never|not) (?:been )?delivered(?! (?:in full|complete|on time|with|as))|(?:no|not a) (?:sign|trace|sight) of (?:it|them|the (?:goods|parcel|pallets?|delivery|consignment|boxes|truck|lorry))|goods (?:never|not|were never|were not) received|(?:no one|nobody)(?: here| in \w{2,9}(?: \w{2,9})?)? (?:ever )?(?:signed for|took in|received) (?:it|them|this|any|that)",
    ),
    "fr": (
        r"(?:jamais|rien|toujours pas) (?:ete |vu |eu )?(?:recu|livre|arrive|parven|vu arriver|vu venir|eu a livrer|descendu)\w{0,3}\b(?! (?:de facture|la facture|votre facture|d'avoir|en totalite|en entier|au complet|complet|entierement|completement|integralement|dans sa totalite|a temps|a l'heure))|(?:jamais|rien) eu a cette date|camion (?:n'est|est) (?:pas|jamais) (?:passe|venu)|(?:livreur|chauffeur|transporteur|camion) n'est (?:pas|jamais) (?:passe|venu)|jamais (?:arrive|parven|livre)\w{0,3}\b(?! (?:en totalite|en entier|au complet|complet|entierement|completement|integralement|a temps|a l'heure))",
        r"personne n'a (?:rien )?(?:recu|signe|receptionne|vu (?:le|la|les|passer))|aucune (?:livraison|reception)|(?:preuve|justificatif) de livraison|perdue?s? (?:pendant|par) le (?:transport|transporteur)|non[ -](?:livre|recu)\w{0,2}",
    ),
    "de": (
        r"(?:nie|niemals|nichts|nix|nie was|gar nichts) (?:davon )?(?:bei uns |hier |je )?(?:angekommen|eingetroffen|geliefert|erhalten|bekommen|gekommen|eingegangen|zugestellt|angeliefert|aufgetaucht)|(?:bis heute|noch immer|immer noch) (?:nicht|nichts|nix) (?:da|hier|angekommen|eingetroffen|geliefert|gekommen|eingegangen)",
        r"(?:kein|ohne) (?:wareneingang|ablieferbeleg|liefernachweis|zustellnachweis|abliefernachweis)|(?:ablieferbeleg|liefernachweis|zustellnachweis|abliefernachweis)|(?:ware|sendung|paket|palette|lieferung) (?:\w{2,12} ){0,4}(?:nie|nicht) (?:\w{2,9} ){0,2}(?:angekommen|eingetroffen|erhalten|zugestellt|eingegangen|da)|verschollen",
    ),
    "": (
        r"(?:nooit|niets) (?:ontvangen|gekregen|aangekomen|geleverd|bezorgd)|mai (?:arrivat|ricevut|consegnat)[aoei]|nunca (?:lleg|recib|entreg|cheg|receb)\w{1,5}|nigdy nie (?:dotar|dosz|otrzym|przysz)\w{1,5}|nic nie (?:dotarlo|przyszlo)|aldrig (?:kommit|kommet|modtaget|mottagit|fatt|faet)|nikdy (?:nedoraz|neprisl)\w{1,3}",
    ),
}  # fmt: skip
# Somebody else's: nothing of it was asked for, or the sender has no use for it.
NOT_ORDERED: Table = {
    "en": (
        r"(?:never|not|did ?n't|have ?n't|has ?n't) (?:ever )?(?:ordered?|commission(?:ed)?|subscribed?|placed? (?:any|an|this|that|such)|asked? for (?:it|this|that|them|any|these|those))(?! (?:in|with))|(?:no one|nobody|none of us) (?:\w{2,9} ){0,3}(?:ordered|asked for (?:it|this|that|them|any|these|those)|placed|requested|commissioned)|unsolicited|nothing to do with us|(?<!on )(?:it|this|that|these|those|they|one|invoice|bill|\d{3,12}) (?:(?:is|was|were|are) not|isn't|wasn't|weren't|aren't) (?:us|ours|our order|for us)(?! (?:who|that))",
        r"(?:we|i) (?:own|have|use|run|keep) no(?! (?:record of (?:paying|payment|receiv)|proof|pod|delivery|goods|receipt|choice|problem|issue|objection|idea|doubt|quarrel|intention|one|money|budget|invoice|order|purchase|copy|reason|plan|credit|trace|news|sign|further|other|vat))(?: \w{3,14}){1,2}(?=[.,;!?]|$| here| at all| and)|(?:do not|don't) (?:even )?(?:own|use|stock|sell|keep) (?:any|an|a|one|such|them|it)(?! \w{1,12} (?:number|reference))|no (?:record|trace) of (?:any |an |this |such an |ever )?(?:order\w{0,3}|placing|asking)",
    ),
    "fr": (
        r"(?:jamais|rien|n'avons pas|n'ai pas|n'a pas|avons pas) (?:\w{2,8} )?(?:commande|souscrit|sollicite|passe commande)\w{0,2}(?! (?:en|que|avec|d))|personne (?:[\w']{1,12} ){0,4}(?:n'a |a )?(?:commande|demande|sollicite|signe (?:de |ce |cette |le |la )?(?:bon de commande|commande|devis|contrat|[a-z]{1,4}[-/]?\d))\w{0,2}|aucune (?:trace de )?commande (?:de notre part|chez nous|de ce|a ce|passee)|ne (?:nous|me) concerne (?:pas|en rien)|ce n'est pas nous(?! qui)|(?:n'|ne )(?:avons|possedons|utilisons|ai) (?:pas|aucun|aucune) (?:ce |cet |cette |de telle?s? )?(?:appareil|machine|engin|vehicule|equipement)\w{0,2}",
    ),
    "de": (
        r"(?:nie|nicht|niemals|nichts|nix|niemand|keiner|ohne dass) (?:\w{2,12} ){0,3}(?:bestellt|beauftragt|angefordert|abgeschlossen|in auftrag gegeben)(?! (?:war|waren|hatten|ist) (?:\w{2,8} ){0,2}(?:\d|sondern))|unaufgefordert|(?:ohne|keine?n?|kein) (?:unsere |unseren |unser |jede |solche |solchen |entsprechende )?(?:bestellung|auftrag|beauftragung)(?! (?:snummer|nummer))(?:svorgang)?|(?:geht|betrifft) uns nicht|gehort (?:uns |nicht )(?:uns|nicht)|nicht (?:fur|von) uns|(?:haben|hab|besitzen|fuhren|nutzen) (?:\w{2,9} ){0,3}keine?n? (?:solche\w?|eingeschickt|eingesandt|zur reparatur)|keine?[sn]? (?:eingeschickt|eingesandt)|war\w{0,2} nicht (?:ausgemacht|vereinbart|abgesprochen|beauftragt),? (?:ich|wir) hatte",
    ),
    "": (
        r"(?:nooit|niet) besteld|mai ordinat[aoei]|non abbiamo ordinato|nunca (?:pedimos|pedido|encomend\w{1,4})|no (?:lo )?(?:hemos|habiamos) pedido|nie zamaw\w{1,6}|nikt (?:\w{2,8} ){0,2}zamaw\w{1,6}|aldrig (?:bestallt|bestilt)|har ikke bestilt|neobjedn\w{1,5}",
    ),
}  # fmt: skip
# Something else came than was ordered.
WRONG_ITEM: Table = {
    "en": (
        r"wrong (?:item|size|colour|color|model|type|version|part|product|article|goods|grade|variant|length|diameter|shade|thread|voltage)s?(?! (?:price|number))|not what (?:we|i|was) (?:had )?(?:ordered|asked)|(?:ordered|asked for|wanted) (?:\w{1,14} ){1,5}?(?:and|but|,)? ?(?:we |you |they |it |i )?(?:got|sent|received|delivered|came|shipped|were given|was sent) (?!(?:only|just|short|half|part|some|it|them|us|off|nothing|none|no|the|a|an|this|that|all|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|confirmation|notice|word|\d[\w.,]{0,6})(?!\w))[a-z][\w-]{2,20}|(?:ordered|asked for|wanted) (?:[\w/-]{1,16} ){1,7}?[\w/-]{1,16}, (?:(?:the|your|ye|you|they) ?(?:driver|courier|lads?|man|van|warehouse)? )(?:dropped|brought|left|gave us|sent us|unloaded) (?!(?:only|just|short|half|part|some|it|them|us|off|nothing|none|no|the|a|an|this|that|all|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|confirmation|notice|word|\d[\w.,]{0,6})(?!\w))[a-z][\w-]{2,20}",
        r"(?:received|got|sent|delivered|shipped|came)(?: us)? (?!only|just|goods)[a-z]{4,20} (?:instead of|rather than|in place of) (?:the |our )?(?!goods)[a-z]{4,20}",
    ),
    "fr": (
        r"(?:mauvais|mauvaise)s? (?:article|taille|couleur|modele|reference|produit|version|piece|teinte|calibre|format|diametre)s?|erreur (?:d'article|de reference|de modele|de taille|de couleur|de teinte|de produit)|(?:pas (?:ce|ceux|celui|celle|celles) que (?:nous |j'|on )(?:avions|avons|avais|avait|ai|a) (?:command|demand)\w{1,4})|(?:commande|demande|voulu|voulait|voulions)\w{0,2} (?:du|des|de la|en|les) [\w/.-]{1,14}(?: \w{1,12})?,? (?:\w{1,10} ){0,3}(?:recu|livre|envoye|eu|arrive|mis|donne|expedie)\w{0,2} (?:du|des|de la|en \d{2,3})",
        r"(?:eu|recu|livre|envoye) (?:que |uniquement )?(?:du|des) \w{1,12} (?:alors que|au lieu d|a la place d)",
    ),
    "de": (
        r"falsche\w? (?:artikel|ware|teile?|modelle?|grosse|farbe|ausfuhrung|typ|sorte|variante|lange|durchmesser|produkte?)|falschlieferung|falsch geliefert|nicht (?:das|die|den|der|was) (?:\w{2,10} )?(?:wir |ich )?bestellt\w{0,2}|bestellt (?:war\w{0,2}|hatten wir|haben wir|hatte ich|habe ich|wurde\w?) (?:\w{1,14} ){0,3}(?=[a-z]{0,4}\d{0,4}[a-z]{0,12},)[^.,;!?]{1,30}, (?:\w{1,12} ){0,4}?(?:geliefert|gekommen|kam\w{0,2}|lag\w{0,2}|bekommen|erhalten|drin|drinnen|geschickt|war\w{0,2}|habt|haben)",
        r"(?<!\d )[a-z]{5,25} (?:statt|anstatt|anstelle von|anstelle) (?:der |die |den |dem |von )?[a-z]{5,25} (?:[a-z]{2,8} )?(?:geliefert|bekommen|erhalten|gekommen|geschickt|angekommen)",
    ),
    "": (
        r"(?:ontvangen|gekregen|geleverd) in plaats van [a-z]{4,20}|(?:ricevuto|consegnato|recibido|enviado|otrzymali\w{1,3}|recebemos|modtaget|fatt) [a-z]{4,20} (?:invece di|en (?:lugar|vez) de|zamiast|em vez de|i stedet for|istallet for) [a-z]{4,20}",
        r"verkeerde? (?:artikel|maat|kleur|model|soort)|articolo sbagliato|(?:taglia|colore|misura) sbagliat[ao]|articulo equivocado|(?:talla|color|modelo) equivocad[ao]|(?:zly|bledny|niewlasciwy) (?:towar|rozmiar|kolor|model)|artigo errado|(?:fel|forkert) (?:vara|vare|storlek|storrelse|farg|farve)",
    ),
}  # fmt: skip
# The same was billed before; what was told, counted or delivered twice was not.
DUPLICATE: Table = {
    "en": (
        r"(?:billed?|charged?|charging|invoiced?|invoicing|billing) (?:\w{1,12} ){0,5}?(?:twice|double|a second time|again|two times)(?! \w{0,3}(?:a|as) (?:much|high))|(?:twice|double)[ -](?:billed|charged|invoiced)|duplicate (?:invoice|bill|billing|charge|of)|(?:is|are|was|a|looks like a) duplicates?|already (?:\w{2,9} )?(?:billed|invoiced|charged)|(?:two|both|2) (?:invoices|bills) (?:\w{1,9} ){0,4}(?:same|one)|bills? (?:us )?(?:for )?the same",
    ),
    "fr": (
        r"(?:factur|prelev)\w{1,5} (?:\w{1,12} ){0,4}?(?:deux fois|2 fois|en double)|vous (?:nous |l'|me |les )?(?:avez|aviez) (?:compte|porte)\w{0,2} (?:\w{1,12} ){0,3}(?:deux fois|2 fois|en double)|doublons?|double (?:facturation|emploi)|deja (?:(?!une |la |votre |cette )\w{2,8} )?(?:factur\w{1,3}|porte\w{0,2} sur)|deux factures (?:\w{1,9} ){0,4}(?:meme|identique|seule)",
    ),
    "de": (
        r"(?:doppelt|zweimal|zwei mal|2x|zum zweiten mal|ein zweites mal|ein weiteres mal|nochmals?|erneut) (?:\w{2,10} )?(?:berechnet|verrechnet|abgerechnet|fakturiert|in rechnung|gestellt|kassiert|abkassiert|belastet)|doppel(?:berechnung|rechnung|faktura|verrechnung)|(?:bereits|schon) (?:\w{2,10} ){0,2}(?:berechnet|verrechnet|abgerechnet|fakturiert|in rechnung gestellt)|zwei rechnungen (?:\w{2,9} ){0,4}(?:eine|gleiche|selbe|dieselbe)\w{0,2}",
    ),
    "": (
        r"(?:dubbel|twee keer) (?:gefactureerd|berekend|aangerekend)|fatturat[aoei] due volte|doppia fattur\w{1,5}|(?:facturad|cobrad)[ao]s? dos veces|duplicad[ao]|zafakturowan\w dwa razy|dwukrotnie|fakturerat? (?:tva|to) ganger|dvakrat",
    ),
}  # fmt: skip
# Broken, spoiled, out of order.
DAMAGED: Table = {
    "en": (
        r"(?:arrived|came|were|was|are|is|got|with|had|two|three|one|all|badly|completely|found) (?:\w{1,12} ){0,3}(?:broken|cracked|smashed|crushed|dented|torn|ripped|soaked|soaking|leaking|faulty|defective|damaged|mouldy|rusty|rusted|bent|scratched|chipped|shattered|melted|split|burst|dead on arrival)|(?:does|do|did|will|would)(?: not|n't) (?:\w{2,8} )?(?:work|start|turn on|switch on|power up|hold (?:a )?charge)|won't (?:start|work|turn on|switch on|power)|stopped working|transit damage|out of (?:order|date)|past (?:its|their) (?:date|best)|cracked (?:housings?|cases?|screens?|lids?)",
    ),
    "fr": (
        r"(?:arrive|recu|etaient|etait|est|sont|tous|toutes|livre)\w{0,2} (?:\w{1,12} ){0,3}(?:casse|abime|brise|fele|fendu|dechire|ecrase|cabosse|endommage|defectueu|moisi|perime|rouille|tordu|creve|perce|trempe|mouille|en panne|hors service)\w{0,2}|ne (?:marche|fonctionne|demarre|s'allume|tient)\w{0,3} (?:pas|plus)|(?:marche|fonctionne|demarre)\w{0,2} (?:pas|plus)(?! \w{1,4} comme)|en panne|hors service|defectueu(?:x|se|ses)",
    ),
    "de": (
        r"(?:kaputt|defekt|zerbrochen|gebrochen|beschadigt|verbeult|zerkratzt|verbogen|gerissen|durchnasst|verschimmelt|verrostet|undicht|zerdruckt|mangelhaft|ausgelaufen|transportschaden)\w{0,2}|(?:funktionier|geh|lauf|spring|start|schalt)\w{1,3} (?:\w{2,8} ){0,2}nicht(?! (?:heraus|raus|weg|weiter|los|klar|hervor))(?: an| mehr| ein)|(?:funktionier|lauf)\w{1,3} (?:bis heute |immer noch |noch immer |uberhaupt |gar |leider |weiterhin |nach wie vor |schon wieder |einfach )nicht|nicht (?:mehr )?(?:lauft|laufen|funktioniert|funktionieren|anspringt|startet)|(?:pfeift|qualmt|leckt|tropft|quietscht)",
    ),
    "": (
        r"kapot|beschadigd|defect|danneggiat\w|rott[oaei]|guast[oaei]|danad[oa]s?|averiad[oa]s?|uszkodzon\w{1,3}|avariad[oa]s?|danificad[oa]s?|skadad\w?|odelagt|beskadiget|poskozen\w{0,2}",
    ),
}  # fmt: skip
# The form of the paper: whom it names and what has to stand on it.
INVOICE_FORM: Table = {
    "en": (
        r"(?:po|purchase order|order|cost cent(?:re|er)|vendor|supplier|reference) (?:number |no\.? |code |reference |ref\.? )?(?:is |was |are )?(?:missing|not (?:shown|stated|quoted|on it|on the invoice|mentioned|given)|absent)|(?:without|no|missing|lacks?|lacking|quote|quoting|needs?|show(?:s|ing)?) (?:a |an |any |our |the |its )?(?:valid )?(?:po|purchase order|order number|cost cent(?:re|er)|vat number of ours)(?: number| ref\w{0,6})?(?! \d)|(?:po|purchase order|order|reference) (?:number|no\.?|ref\.?) (?:[\w/-]{1,14} ){0,4}(?:is|was) (?:not (?:ours|right|correct|complete|the right)|wrong|incorrect|incomplete)|wrong (?:legal )?(?:entity|addressee|company name|billing address)|(?:made out|addressed|issued) (?:to|in the name of) (?:the wrong|our old|a company|somebody|someone)",
    ),
    "fr": (
        r"(?:numero|n°|no|reference|mention) (?:\w{1,14}[ '-]){0,4}(?:manqu\w{1,4}|absent\w{0,2}|ne figure|n'y figure|obligatoire|fait defaut)|(?:sans|absence d[eu]|manque|il manque) (?:le |la |notre |votre |un )?(?:numero|n°|reference|code service|siret|engagement|bon de commande)|(?:numero|n°|reference)(?: (?:de|du) (?:notre )?(?:commande|bon)(?: de commande)?)? (?:[\w/-]{1,14} ){0,4}(?:est|etait) (?:faux|fausse|incorrecte?|erronee?|incomplete?|tronquee?)|mauvaise (?:entite|raison sociale|adresse de facturation|societe)|libellee? (?:a |au nom |a l'ordre )|chorus|engagement juridique",
    ),
    "de": (
        r"(?:bestellnummer|bestell-?nr\.?|kostenstelle|auftragsnummer|leitweg-?id|pflichtangaben?|referenz|lieferscheinnummer|ust-?id\w{0,4}) (?:[\w/-]{2,16} ){0,4}?(?:fehl\w{1,3}|nicht|falsch|unvollstandig)|(?:ohne|fehlende\w?|fehlt|fehlen|es fehlt) (?:die |unsere |eine |gultige |korrekte )?(?:bestellnummer|bestell-?nr|kostenstelle|auftragsnummer|leitweg|referenz|pflichtangaben?|lieferscheinnummer)|falsche\w? (?:firma|anschrift|rechnungsempfanger|rechnungsadresse|gesellschaft|firmierung|rechnungsanschrift|empfanger)|(?:ausgestellt|adressiert) (?:auf|an) (?:die falsche|unsere alte|eine firma)",
    ),
    "": (
        r"(?:inkoopnummer|bestelnummer|ordernummer|kostenplaats) (?:ontbreekt|mist|staat er niet)|manca (?:il|lo|la) (?:numero|codice|cig|cup)|falta (?:el|o) (?:numero|pedido)|brak (?:numeru|nr) zamowienia|codice destinatario",
    ),
}  # fmt: skip
# What was agreed for all orders together: rebates, bonuses, retentions, free carriage.
CONTRACT_TERMS: Table = {
    "en": (
        r"(?:volume|annual|quantity|framework|loyalty|early payment|settlement|prompt payment|cash|trade) (?:discount|rebate|bonus)|rebates?|(?:clause|article|section) \d{1,3} of (?:the|our|your)|retention|carriage (?:free|paid)|free (?:carriage|delivery|freight)|(?:never|do not|don't) pay (?:for )?(?:the )?(?:delivery|carriage|freight|postage|shipping)|payment terms|net (?:30|45|60|90)",
    ),
    "fr": (
        r"(?:remise|ristourne|rabais|escompte) (?:\w{1,12} ){0,3}(?:\d{1,2}(?:[.,]\d{1,2})? ?%|annuelle|contractuelle|convenue|prevue|de fin d'annee)|ristourne|franco(?: de port)?|(?:jamais|pas) (?:paye|regle) (?:de |le |les )?(?:frais de )?(?:port|transport|livraison)|retenue de garantie|(?:article|clause) \d{1,3} (?:de|du) (?:notre|la|votre|l'|contrat|convention|marche|accord)",
    ),
    "de": (
        r"(?:mengen|jahres|rahmen|treue|staffel|umsatz|kunden)(?:rabatt|bonus|ruckvergutung)\w{0,2}|ruckvergutung|(?:skonto|rabatt|bonus) (?:\w{2,12} ){0,3}(?:nicht|fehlt|vergessen|vereinbart|zu(?:steht|gesagt))|frachtfrei\w{0,2}|frei haus|versandkostenfrei|(?:nie|keine?) (?:\w{2,8} )?(?:fracht|versand|porto|anfahrts|liefer)(?:kosten|gebuhr\w{0,2})?(?: \w{2,8})? (?:gezahlt|bezahlt|vereinbart)|sicherheitseinbehalt",
    ),
    "": (
        r"jaarbonus|staffelkorting|bonus annuo|sconto (?:contrattuale|quantita)|bonus roczny|rabat\w{0,3} (?:roczn|umown)\w{1,3}|franco huis|porto franco|portes pagados",
    ),
}  # fmt: skip
# It is settled: nothing is owed.
ALREADY_PAID: Table = {
    "en": (
        r"(?:already|long since|long ago|all) (?:been )?(?:paid|settled|transferred|cleared)(?! (?:except|but|apart))|(?:was|were|been) (?:paid|settled|cleared) (?:\w{2,9} )?(?:on|in|by|last|weeks|back|ages|long)|(?:we're|we are|i'm|i am|all|you and (?:i|us|me) are|that makes us|call it) (?:all )?(?:square|quits)|(?:square|quits) (?:on|with|for)(?! (?:metres?|meters?|feet|foot|inch\w{0,2}))|(?:do not|don't|owe (?:you|ye)) (?:owe (?:you|ye) )?(?:anything|nothing|a (?:penny|cent))|owe (?:you|ye) (?:nothing|nowt|zero)",
    ),
    "fr": (
        r"(?:deja|bien|depuis longtemps) (?:ete )?(?:paye|regle|vire|solde|acquitte|verse)\w{0,2}|(?:est|sont|a ete|ont ete) (?:paye|regle|vire|solde|acquitte)\w{0,2} (?:le|depuis|en|par)|(?:nous sommes|on est|est|etions) quittes?|(?:ne|n') ?(?:vous )?(?:devons|dois|doit) (?:plus )?rien",
    ),
    "de": (
        r"(?:bereits|schon|langst|lange) (?:\w{2,10} ){0,3}(?:bezahlt|uberwiesen|beglichen|gezahlt|ausgeglichen|abgebucht)|(?:wir sind|sind wir|sind) quitt|quitt mit|(?:schulden|schuld) (?:euch |ihnen |wir euch |wir ihnen )?nichts",
    ),
    "": (
        r"(?:al|reeds) (?:lang )?(?:betaald|voldaan)|gia (?:stat[aeio] )?(?:pagat|saldat)[aeio]|ya (?:esta |estan |fue )?pagad[ao]s?|ja (?:foi |esta )?pag[ao]s?|juz (?:\w{2,9} )?zaplac\w{1,5}|redan betal\w{1,3}|allerede betalt|uz (?:\w{2,9} )?zaplac\w{1,3}",
    ),
}  # fmt: skip
# A paper that belongs to the goods did not come with them.
OTHER: Table = {
    "en": (
        r"(?:load|test|lifting|material|mill|calibration|inspection|conformity|safety|batch|analysis|quality|thorough examination) (?:certs?|certificates?)|certificates? of (?:conformity|analysis|origin)|declarations? of (?:conformity|performance)|(?:safety )?data ?sheets?|operating manuals?",
    ),
    "fr": (
        r"certificats? (?:d'essai|de conformite|matiere|d'etalonnage|de controle|d'epreuve|d'analyse|de levage)|(?:declaration|attestation) (?:de conformite|ce|de performance)|fiches? (?:de donnees|de securite|techniques?)|notices? (?:d'utilisation|d'emploi|de montage)",
    ),
    "de": (
        r"(?:pruf|werks|material|kalibrier|chargen|analysen|ce-|konformitats)(?:bescheinigung|zeugnis|zertifikat|erklarung)\w{0,4}|konformitats?erklarung\w{0,2}|leistungserklarung\w{0,2}|(?:sicherheits)?datenblatt\w{0,2}|datenblatter|betriebsanleitung\w{0,2}",
    ),
    "": (
        r"keuringscertifica\w{2,4}|certificat[oi] di (?:conformita|collaudo)|certificados? de (?:conformidad|ensayo|calidad)|atest\w{0,3}|swiadectw\w{1,3}|intyg|testcertifikat\w{0,3}",
    ),
}  # fmt: skip


@cache
def plain_words(reason: str, languages: tuple[str, ...]) -> Weighted:
    """The patterns of a reason's plain words in these languages and in those without a pack; () where it has none."""
    table: Table = globals().get(reason.upper(), {})
    rows = (row for language in (*languages, "") for row in table.get(language, ()))
    return tuple((1.0, rf"(?<!\w)(?:{row})(?!\w)") for row in rows)
