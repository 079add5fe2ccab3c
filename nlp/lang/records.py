"""What people say when something of their own data changes: address, mail, contact, name, tax number, account.

Each table holds the same thing by language, "" for languages without a lexicon; patterns for folded text without
unbounded repetition. They are read all together: such notices mix languages, and values are known by their form.
"""

# ruff: noqa: E501  # a pattern is one line of a table

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from nlp.lang import folded_pattern

Table = Mapping[str, tuple[str, ...]]

FROM_NOW_ON: Table = {
    "en": (r"from now(?: on)?|henceforth|going forward|in (?:the )?future|as (?:of|from)|effective|with effect from|now|no longer|any ?more|instead of|rather than|permanently|until further notice|from \d{1,2}|from [a-z]{3,9} 20\d\d",),
    "fr": (r"désormais|dorénavant|(?:dès )?maintenant|à compter|à partir|à l'avenir|dès (?:le|lundi)|plutôt|au lieu|ne plus|n'est plus|ne sont plus|et non plus|jusqu'à nouvel ordre|depuis",),
    "de": (r"ab sofort|künftig|zukünftig|in zukunft|nun|jetzt|neu(?:e[rns]?)?|fortan|von nun an|nicht mehr|statt|anstatt|anstelle|bis auf weiteres|seit|nur noch|ab (?:dem|heute|morgen|montag|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)",),
    "": (
        r"voortaan|vanaf|in het vervolg|niet meer|d'ora in (?:poi|avanti)|da ora|a partire|a decorrere|non più|a partir|(?:de ahora )?en adelante|en lo sucesivo|desde|ya no|doravante|daqui em diante|já não",
        r"od teraz|odtąd|od dnia|już nie|od nynějška|nově|från och med|hädanefter|inte längre|fra og med|fremover|ikke længere",
    ),
}  # fmt: skip
CHANGED: Table = {  # of something of a customer's data
    "en": (r"chang\w{0,4}|new|updated?|amend\w{0,4}",), "fr": (r"nouve\w{1,4}|modifi\w{1,6}|mise à jour|changement\w{0,1}",),
    "de": (r"neue?[rsnm]?|änderung\w{0,2}|geändert\w{0,2}|umstellung",),
    "": (r"nieuwe?|wijziging\w{0,2}|nuov[oaei]|variazione|cambi\w{1,4}|nuev[oa]s?|alterac\w{1,4}|nov[oaey]\w?|now[yaei]\w?|zmian[ae]|zmena|ändring|aendring|endring|ny|nytt|nya",),
}  # fmt: skip
DATUM: Table = {  # what of a customer's data
    "en": (r"vat|tax|iban|bank\w{0,12}|account|\w{0,10}address(?:es)?|coordinates|details|contact\w{0,9}|mails?|e-?mail\w{0,8}|name|company name",),
    "fr": (r"tva|rib|coordonnées|siège|interlocut\w{1,5}|courriel|nom|raison sociale|dénomination|\w{0,12}adress\w{0,2}",),
    "de": (r"ust-?id\w{0,6}|uid|mwst|umsatzsteuer\w{0,22}|konto\w{0,10}|\w{0,10}anschrift|kontakt\w{0,9}|ansprech\w{0,12}|firmierung|firmenname",),
    "": (r"btw|iva|nip|\w{0,12}rekening\w{0,8}|cuenta|conto|konto\w{0,8}|rachun\w{1,3}|conta|adres|indirizzo|domicilio|sede|siedzib\w|sidlo|contatto|contacto|contato|dirección|morada|endereco|ragione sociale|razón social|naam|nazwa",),
}  # fmt: skip
HAPPENED: Table = {  # to a company or its people
    "en": (r"we(?:'ve| have)? (?:just )?moved|relocat\w{2,4}|merge[dr]?|incorporated|renamed|takes? over|taken over|retires|retired|maternity|has left",),
    "fr": (r"déménag\w{1,5}|fusion\w{0,5}|quitte l'entreprise|successeur|succède|congé maternité|retraite|transfér(?:é|ons)|(?:a|ai) repris|prend la direction|(?:a|ai) pris la (?:direction|suite)",),
    "de": (r"umgezogen|umzug|verzogen|umgefirmt|umfirmier\w{1,3}|verschm\w{3,8}|nachfolg\w{1,4}|mutterschutz|karenz|elternzeit|ruhestand|nicht mehr bei uns|übernommen|umgewandelt|geht in (?:rente|pension)",),
    "": (r"overgestapt|(?:andere|nieuwe) (?:bank\w{0,8}|rekening\w{0,6})|(?:altra|nuova) banca|otro banco|outro banco|verhuis\w{1,2}|trasferit\w|trasfer\w{3,5}|mudamos|mudado|traslad\w{2,5}|przenies\w{2,5}|opvolg\w{1,3}",),
}  # fmt: skip
STAYS: Table = {  # of a value: it is repeated, and not new
    "en": (r"(?:stay|remain|is|are)s? (?:(?:the )?same|unchanged|as (?:it|they) (?:is|are|was|were))|unchanged|(?:does|do|has|have) not change\w?|(?:doesn't|don't|hasn't|haven't) change\w?",),
    "fr": (r"(?:ne |n')(?:change|changent|a pas changé|ont pas changé|est pas modifié|varie|varient)\w{0,3}|reste(?:nt)?(?: les? mêmes?)?|inchangée?s?|identiques?",),
    "de": (r"bleib(?:t|en)|unverändert\w{0,2}|ändern? sich nicht|ändert sich nicht|gleichbleibend|dieselben?|wie (?:bisher|gehabt)",),
    "": (r"blij\w{1,4}|ongewijzigd|onveranderd|rest[ao]n?o?|invariat[oaie]|non cambi\w{1,3}|no cambi\w{1,3}|sin cambios?|igual\w{0,2}|bez zmian|manté\w{1,4}",),
}  # fmt: skip
OWN_PERSON: Table = {  # the writer is who deals with us now
    "en": (r"i(?:'m| am|'ll be| will be) (?:now )?(?:the|your) (?:new )?\w{0,12}|i(?:'ve| have) taken over|i(?:'m| am) taking over|i now (?:deal|look|handle)|use me",),
    "fr": (r"c'est moi (?:maintenant|désormais|qui)|je (?:suis|serai) (?:désormais |maintenant )?(?:votre|la nouvelle|le nouve\w{1,2})|je (?:remplace|reprends|succède|prends la suite)",),
    "de": (r"ich (?:bin|übernehme|werde|kümmere mich|betreue) (?:ab sofort|jetzt|nun|künftig|ab \w{1,9}|ihr\w{0,2}|die neue|der neue)|ich (?:habe|hab) .{0,40}übernommen",),
    "": (r"ik neem .{0,20}over|sono (?:io|la nuova|il nuovo)|soy (?:el nuevo|la nueva)",),
}  # fmt: skip
THAT_IS_ME: Table = {  # before the writer's own name
    "en": (r"that's me|that is me|it's me|you want me",), "fr": (r"c'est moi",), "de": (r"das bin ich|bin ich",), "": (r"dat ben ik|sono io|soy yo|sou eu|to ja",),
}  # fmt: skip
TO_ME: Table = {
    "en": (r"to me",), "fr": (r"à mon nom|m'(?:adresser|envoyer|écrire)",), "de": (r"an mich",), "": (r"aan mij|a me|a mí|para mim|do mnie|till mig",),
}  # fmt: skip
MY_ATTENTION: Table = {
    "en": (r"(?:for|to) my attention",), "fr": (r"à mon attention",), "de": (r"zu meinen händen",), "": (r"t\.a\.v\. mij|alla mia attenzione|a mi atención|ao meu cuidado",),
}  # fmt: skip
I_TAKE: Table = {  # the writer follows somebody
    "en": (r"i(?:'ve| have|'m| am|'ll| will)?(?: now| just)? (?:take|taken|took|taking) (?:\w{2,12} ){0,3}over|i(?:'m| am)? replac(?:e|ing)",),
    "fr": (r"je (?:remplace|reprends|succède)|j'ai (?:repris|remplacé|succédé)",),
    "de": (r"ich (?:habe |hab )?(?:[\w-]{2,16} ){0,6}(?:übernommen|übernehme)|ich (?:ersetze|vertrete)",),
    "": (r"ik neem (?:\w{2,12} ){0,3}over|sostituisco|sustituyo|substituo|zastępuję",),
}  # fmt: skip
ROLE_NOUN: Table = {  # who deals with accounts, behind "new" or before a name
    "en": (r"accountant|bookkeeper|manager|managing director|owner|bursar|secretary|landlord|finance (?:officer|manager|director|lead)|buyer|purchaser|treasurer",),
    "fr": (r"comptable|gérante?|direct(?:eur|rice)|secrétaire|assistante?|économe|acheteu\w{1,3}|responsable|intendante?|propriétaire|trésori(?:er|ère)",),
    "de": (r"buchhalter(?:in)?|geschäftsführer(?:in)?|leiter(?:in)?|sekretär(?:in)?|inhaber(?:in)?|einkäufer(?:in)?|kaufmännische \w{4,10}|sachbearbeiter(?:in)?|kassier(?:in)?|prokurist(?:in)?",),
    "": (r"boekhoud(?:er|ster)|contabile|contable|titolare|gerente|ksiegow[ay]|revisor",),
}  # fmt: skip
TAX_LABEL: Table = {
    "en": (r"vat|tax",), "fr": (r"tva",), "de": (r"ust|umsatzsteuer|steuer|uid|mwst",), "": (r"btw|iva|p\.? ?iva|nif|cif|nip|moms|dic|dph",),
}  # fmt: skip
TAX_AT_HOME: Table = {  # before the number without the country's letters
    "en": (r"vat",), "fr": (r"tva",), "de": (r"ust-?id|uid|mwst",), "": (r"btw|p\.? ?iva|iva|nif|cif|nip|moms|dic",),
}  # fmt: skip
MAIL_USE: Table = {  # what an address is for, near it
    "en": (r"invoic|mail|remind|statement|send|adress|address|writ|paper|document|note|reach|contact|inbox|bill|chas|dunn|correspond|remit|order|go(?:es)? to|come to|copy|cc|reply|answer|post|email",),
    "fr": (r"factur|courriel|relance|envoy|écri|joign|command|transmet|transfer|parven|pass(?:er|ent)|achemin|répond|avis",),
    "de": (r"rechnung|mahnung|senden|postfach|schreib|unterlagen|beleg|notier|erreich|kontakt|gutschrift|bestell|schick|gehen|geht|laufen|antwort",),
    "": (r"fattur|fatur|envi|invia|mand|spedi|skicka|wysy|prosi|stuur|doklad|posil|mejl|pisa|scriv|escrib|pedid|ordin",),
}  # fmt: skip
THERE: Table = {  # directly before an address: whatever is meant goes there
    "en": (r"to|at|via|use",), "fr": (r"à|sur|par|utilise[rz]?|prenez",), "de": (r"an|auf|unter|bei|über|nutzen|verwenden|nehmen",), "": (r"naar|op|aan|per|su|en|na|do|til|till|a",),
}  # fmt: skip
ASK_THERE: Table = {"en": (r"questions?|quer(?:ies|y)",), "fr": (r"questions?|pour toute",), "de": (r"\w{0,12}fragen?",), "": (r"domande|vragen|preguntas|dudas",)}  # fmt: skip
MISTAKE: Table = {  # between a wrong value and the right one
    "en": (r"sorry|apologies|error|mistake|typo|wrong|correction|correct one|rather|i mean|scratch that",), "fr": (r"pardon|excusez|désolée?|erreur|faute|correction|je (?:veux|voulais) dire|plutôt|rectific\w{1,6}",),
    "de": (r"entschuldigung|entschuldigen|sorry|pardon|\w{0,8}fehler|korrektur|falsch|verschrieben|vertippt|richtig (?:ist|lautet)|ich meine",),
    "": (r"excuus|fout|scusi|scusate|errore|perdon|error|desculpe|przepraszam|pomyłka|beklager|fejl",),
}  # fmt: skip
ENDS: Table = {  # before an address that is no longer used
    "en": (r"instead of|rather than|in place of|no longer|remov\w{1,3}|delet\w{1,3}|not|old|replaces?",), "fr": (r"au lieu de|ne plus|et plus|supprim\w{1,4}|retir\w{1,4}|enlev\w{1,4}|ancien(?:ne)?s?|remplace",),
    "de": (r"statt|anstatt|anstelle|nicht mehr|löschen|entfern\w{1,4}|streich\w{1,4}|alte[nrs]?|bisherige[nr]?|ersetzt",), "": (r"verwijder\w{0,2}|elimin\w{1,5}|usun\w{1,3}|en lugar de|invece di|in plaats van",),
}  # fmt: skip
BUT_NOW: Table = {  # behind what ends, before what comes
    "en": (r"new|now|use|take|but",), "fr": (r"nouve\w{1,4}|désormais|dorénavant|utilis\w{1,4}|prenez|mais",), "de": (r"neue?[rsn]?|jetzt|nun|künftig|ab sofort|nutzen|nehmen|sondern|aber",),
    "": (r"nuev[oa]|nuov[oa]|voortaan|nowy|sino|bensi|ma|maar|lecz|ale|mas",),
}  # fmt: skip
PERSONS: Table = {  # who is replaced, and not the address behind: "to me rather than her: a@b.c"
    "en": (r"me|her|him|them|us",), "fr": (r"lui|elle|moi|eux",), "de": (r"ihr|ihm|ihn|sie|mich|mir",), "": (r"haar|hem|lei|lui|ella|él",),
}  # fmt: skip
MAIL_FROM: Table = {"en": (r"from|sender",), "fr": (r"depuis|expéditeur",), "de": (r"von|absender",), "": (r"afzender|mittente|remitente",)}  # fmt: skip
YOURS: Table = {
    "en": (r"your",), "fr": (r"votre|vos",), "de": (r"ihre?[rnms]?|eure?[rnm]?",), "": (r"vostr[aoi]|vuestr\w|uw|jullie",),
}  # fmt: skip
YOUR_DATUM: Table = {
    "en": (r"iban|account|bank\w{0,12}|vat|tax|number|no",), "fr": (r"rib|compte|tva|numéro|n°",), "de": (r"konto\w{0,10}|ust\w{0,5}|steuer\w{0,8}|nummer",), "": (r"numer\w",),
}  # fmt: skip
NEW: Table = {"en": (r"new",), "fr": (r"nouve\w{1,4}",), "de": (r"neue?[rsnm]?",), "": (r"nieuwe?|nuov[oa]|nuev[oa]|now[yae]|ny",)}  # fmt: skip
TAKES_OVER: Table = {  # behind the person who deals with us now
    "en": (r"(?:has |have )?(?:takes?|taken|took|taking) (?:it |this |things )?over|is now (?:running|in charge|doing)|now (?:runs|handles|does|looks after)",),
    "fr": (r"(?:a pris|prend|prendra|reprend|a repris|assure) (?:la (?:direction|suite|gérance|compta\w{0,8})|le (?:relais|poste))|dirige désormais|(?:valide|traite|suit|gère|règle)(?:ra)? (?:désormais |maintenant )?(?:les|vos|nos) factures",),
    "de": (r"übernimmt|übernommen|leitet (?:jetzt|nun|ab)|(?:macht|prüft|bearbeitet|bucht) (?:das |die \w{3,12} )?(?:jetzt|nun|ab sofort|künftig)",),
    "": (r"neemt over|overgenomen|subentra|sustituye|assume|przejmuje",),
}  # fmt: skip
LEFT: Table = {
    "en": (r"leav\w{0,4}|left|retir\w{0,4}|no longer|mov(?:ed|es) on|gone",), "fr": (r"quitt\w{0,4}|retraite|part en|s'en va|n'est plus|ne fait plus|prend sa retraite|retir\w{0,4}",),
    "de": (r"verlass\w{0,3}|verlässt|ausgeschieden|nicht mehr|\w{0,4}ruhestand|rente|in pension|elternzeit|karenz",), "": (r"vertrekt|lascia|se va|odchodzi",),
}  # fmt: skip
NOT_THIS: Table = {  # directly before a person who is replaced
    "en": (r"not|instead of|from|replac\w{1,4}",), "fr": (r"pas|plus|à la place de|remplac\w{1,4}",), "de": (r"nicht|statt|anstelle von|ersetzt",), "": (r"niet|invece di|en lugar de",),
}  # fmt: skip
NO_MORE: Table = {
    "en": (r"no longer|not|instead of",), "fr": (r"ne plus|plus|au lieu de",), "de": (r"nicht mehr|statt",), "": (r"niet meer|non più|ya no",),
}  # fmt: skip
TITLE: Table = {
    "en": (r"mr\.?|mrs\.?|ms\.?|miss",), "fr": (r"mme|mlle|madame|monsieur|m\.",), "de": (r"frau|herrn?|dr\.?",), "": (r"mevr\.?|dhr\.?|sig\.?(?:ra)?|sra?\.?|pani?",),
}  # fmt: skip
ATTENTION: Table = {
    "en": (r"f\.?a\.?o\.?|att[n.]?\.?:?",), "fr": (r"a/a|a/c|à l'attention de",), "de": (r"z\. ?hd\.?|z\. ?h\.",), "": (r"t\.? ?a\.? ?v\.?|att\.ne|alla c\.? ?a\.?|do rąk",),
}  # fmt: skip
PHONE: Table = {
    "en": (r"tel|phone|ext|extension|mobile?",), "fr": (r"poste|ligne|portable",), "de": (r"telefon|mobil|handy|durchwahl|dw|nebenstelle",), "": (r"toestel|interno|tfno",),
}  # fmt: skip
OLD_PLACE: Table = {  # directly before the address that is left
    "en": (r"old|former|leav\w{1,3}|left|from|instead of|no longer",), "fr": (r"ancienne?|quitt\w{1,4}|plus au",), "de": (r"bisher\w{0,3}|alte[nr]?|statt|nicht mehr|von",), "": (r"oude|vecchi[oa]|antigu[oa]",),
}  # fmt: skip
OLD_ADDRESS: Table = {  # behind the new one
    "en": (r"(?:old|former|previous) (?:address|one|place)",), "fr": (r"(?:ancienne|précédente) adresse|pas le \d{1,4}",), "de": (r"(?:alte|bisherige|frühere)[nr]? (?:adresse|anschrift)",), "": (r"oude adres|vecchio indirizzo|antigua dirección",),
}  # fmt: skip
SAME_ADDRESS: Table = {
    "en": (r"same (?:postal )?address|address (?:stays|remains|is unchanged|doesn't change)",), "fr": (r"même adresse|adresse (?:reste|ne change|inchangée)",),
    "de": (r"(?:gleiche|selbe) (?:adresse|anschrift)|(?:adresse|anschrift) (?:bleibt|unverändert)",), "": (r"zelfde adres|stesso indirizzo|misma dirección",),
}  # fmt: skip
OF_WHOM: Table = {  # who is called so
    "en": (r"(?:the|our) (?:company|business|practice|society|shop|hotel)",), "fr": (r"(?:la|le|l'|notre) ?(?:société|entreprise|maison|cabinet|boutique|hôtel)",),
    "de": (r"(?:der|die|das|den|unser\w{0,2}) (?:betrieb|firma|unternehmen|haus|laden|geschäft|praxis|hotel)",), "": (r"(?:de|ons|onze|la nostra|il nostro|nuestra|nuestro) (?:zaak|bedrijf|azienda|ditta|empresa)",),
}  # fmt: skip
BEFORE_NAME: Table = {  # between a word for a new name and the name
    "en": (r"as|to|the|is|will be|now",), "fr": (r"le|la|les|est|sera|par|désormais|sociale|commerciale|légale",), "de": (r"als|in|unter|ist|lautet|lauten|künftig|nun|jetzt|ab sofort|wir|um|von|auf|der|die|das|anders",),
    "": (r"e|es|nieuwe|noi|od|jest|wordt|nu|sociale",),
}  # fmt: skip
DELIVERED: Table = {  # beginnings: an address of goods, none of ours
    "en": (r"deliver|ship",), "fr": (r"livr",), "de": (r"liefer|geliefert",), "": (r"entreg|consegn|lever|geleverd|dostaw",),
}  # fmt: skip

ONLY_THIS_TIME: Table = {  # beside an address that is no change of the record
    "en": (r"this time", r"(?:this|the following) (?:one )?(?:order|delivery|shipment|consignment)", r"(?:only|just) (?:this )?once", r"one[ -]off", r"exceptionally"),
    "fr": (r"cette fois", r"(?:pour )?cette (?:seule )?(?:commande|livraison|expédition)", r"exceptionnellement", r"à titre exceptionnel"),
    "de": (r"diesmal", r"dieses mal", r"(?:für )?diese[rs]? (?:eine )?(?:bestellung|lieferung|sendung|auftrag)", r"ausnahmsweise", r"einmalig"),
    "": (r"deze keer", r"questa volta", r"esta vez", r"desta vez", r"tym razem"),
}  # fmt: skip
DELIVERY_PLACE: Table = {  # before the address that goods go to
    "en": (r"(?:delivery|shipping|ship[ -]?to) (?:address|location|point|site)", r"(?:please )?(?:deliver|ship|send)(?:ed)? (?:(?:it|them|this|these|all|everything|the goods|goods|(?:all )?(?:our )?(?:future |further )?(?:orders|deliveries)) )?to", r"(?:ship|deliver|goods)[ -]to", r"delivery (?:to|at)", r"consignee"),
    "fr": (r"adresse de (?:la )?livraison", r"(?:lieu|point|site) de livraison", r"(?:à )?livrer (?:à l'adresse|à|au|chez)", r"livr(?:aison|é|ée|er|ez)(?: (?:svp|merci|désormais|dorénavant))? (?:à l'adresse|à|au|chez)", r"livraison", r"adresse d'expédition", r"destinataire"),
    "de": (r"liefer(?:adresse|anschrift|ort|stelle)", r"(?:versand|anliefer|empfangs)(?:adresse|anschrift)", r"anlieferung (?:an|in|bei)", r"lieferung (?:bitte )?(?:an|nach|frei)", r"liefern (?:sie )?(?:(?:bitte|ab sofort|künftig|zukünftig|immer) ){0,3}(?:an|nach)", r"waren(?:empfänger|annahme)", r"empfangsstelle", r"versand an"),
    "": (r"(?:af)?leveradres", r"indirizzo di (?:consegna|spedizione)", r"luogo di consegna", r"dirección de (?:entrega|envío)", r"adres dostawy", r"morada de entrega"),
}  # fmt: skip
OTHER_PLACE: Table = {  # before an address that goods do not go to
    "en": (r"(?:invoice|billing|bill[ -]to|registered|our|head|supplier|vendor|seller)(?: (?:address|office|to))", r"invoice to", r"supplier|vendor|seller|buyer"),
    "fr": (r"adresse de facturation", r"factur(?:er|é|ée|ation) (?:à|au)", r"siège(?: social)?", r"fournisseur|vendeur|acheteur"),
    "de": (r"rechnungs(?:adresse|anschrift|empfänger)", r"rechnung (?:an|bitte an)", r"firmensitz|sitz", r"lieferant|verkäufer|besteller|auftraggeber"),
    "": (r"factuuradres", r"indirizzo di fatturazione", r"dirección de facturación", r"adres do faktury", r"leverancier|fornitore|proveedor"),
}  # fmt: skip


@cache
def everywhere(*names: str) -> str:
    """What these tables hold in every language, as a part of an expression on folded text."""
    return folded_pattern("|".join(row for name in names for rows in globals()[name].values() for row in rows))


@cache
def told(*names: str) -> re.Pattern[str]:
    """The same as whole words."""
    return re.compile(rf"(?<!\w)(?:{everywhere(*names)})(?!\w)")
