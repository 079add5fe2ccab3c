"""What the columns of customers' tables are called, language by language, and which role each column has.

A word with a leading or trailing "*" may go on at that side, as German compounds do ("*betrag": Rechnungsbetrag).
All languages are asked at once: buyers head English columns in French files.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from nlp.opened import Table

# Roles are asked in this order: the first that knows a word of the heading has it ("Rechnungsdatum" is a date).
ROLE_ORDER = (
    "discount",
    "deduction",
    "tax",
    "net_paid",
    "due_date",
    "delivery_date",
    "date",
    "unit_price",
    "line_total",
    "invoice_amount",
    "balance",
    "currency",
    "sku",
    "description",
    "old_quantity",
    "quantity",
    "net",
    "amount",
    "unit",
    "invoice",
    "reference",
    "stock",
    "position",
)

# fmt: off
ROLE_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "de": {
        "discount": ("skonto*", "rabatt*", "nachlass"),
        "deduction": ("abzug*", "abzuege", "*abzug", "kuerzung*", "einbehalt*", "minderung", "differenz"),
        "tax": ("mwst*", "ust", "umsatzsteuer*", "steuer*", "ust satz", "mehrwertsteuer*"),
        "net_paid": ("zahlbetrag", "zahlungsbetrag", "*ueberweisungsbetrag", "ueberwiesen*", "gezahlt*",
            "bezahlt*", "auszahlung*", "zahlung", "netto gezahlt", "angewiesen*", "zahlbar"),
        "due_date": ("faellig*", "zahlungsziel"),
        "delivery_date": ("liefertermin*", "lieferdatum", "wunschtermin", "lieferwoche", "lieferung*", "liefertag",
            "anlieferung*",
            "benoetigt am", "benoetigt bis", "benoetigt zum", "bedarfstermin", "lief termin"),
        "date": ("*datum", "*dat", "datum", "vom", "rechnung vom"),
        "unit_price": ("*einzelpreis*", "*stueckpreis*", "e preis", "ep", "preis", "preis *", "vk preis",
            "ek preis", "ek", "nettopreis", "listenpreis", "stk preis", "einzel"),
        "line_total": ("gesamt", "gesamtpreis*", "g preis", "gp", "positionswert", "zeilensumme", "summe",
            "positionsbetrag", "gesamtbetrag", "warenwert", "wert"),
        "invoice_amount": ("*rechnungsbetrag", "*bruttobetrag", "*belegbetrag", "brutto", "forderung"),
        "balance": ("saldo", "restbetrag", "rest"),
        "currency": ("waehrung", "whg", "waehr"),
        "sku": ("artikelnummer", "artikelnr", "artikel nr", "artikel nummer", "art nr", "artnr", "art",
            "materialnummer", "material nr", "material", "sachnummer", "bestellnr lieferant", "teilenummer",
            "teile nr", "lieferantenartikel*", "lief art", "lief art nr", "lief artikel*", "lieferanten nr",
            "ean", "gtin", "ihre art nr", "ihre artikelnummer", "produktnummer", "lieferantenart*", "lief nr",
            "ihre artikel nr",
            "hersteller nr", "mat nr", "matnr", "best nr lief"),
        "description": ("*bezeichnung", "beschreibung", "*beschreibung", "artikel", "artikeltext", "produkt",
            "leistung", "text", "ware", "bemerkung", "kurztext", "materialkurztext", "gegenstand", "bez"),
        "old_quantity": ("menge alt", "alte menge", "alt", "bisher*", "menge bisher", "vorher", "urspruengliche menge",
            "bestellt bisher", "anzahl alt"),
        "quantity": ("*menge", "anzahl", "stueckzahl", "stueck", "stk", "mge", "menge neu", "neue menge", "neu",
            "*bedarf",
            "wieviel*", "wie viel*", "anz", "benoetigt*", "nachbestell*", "auffuellen", "fehlmenge", "zu bestellen",
            "bitte liefern",
            "gewuenscht*", "brauchen*", "brauche", "packungen", "kartons"),
        "stock": ("ist", "soll", "*bestand", "vorrat", "lager", "vorhanden", "min", "max", "ist stand", "soll stand"),
        "net": ("netto*", "*nettobetrag", "nettosumme"),
        "amount": ("*betrag", "betrag *", "offen", "op betrag"),
        "unit": ("einheit", "me", "mengeneinheit", "vpe"),
        "invoice": ("rechnung*", "re nr", "rg nr", "rgnr", "renr", "re nummer", "beleg*", "belegnr", "*beleg",
            "*belegnummer", "*rechnung", "*rechnungsnummer", "*rechnungsnr", "rechn nr", "ihre nr", "ihre nummer",
            "avis pos"),
        "reference": ("referenz*", "*referenz", "verwendungszweck", "bestellung", "bestellnummer", "bestellnr",
            "bestell nr", "ihr zeichen", "unser zeichen", "auftrag*", "zeichen", "vorgang"),
        "position": ("pos", "position", "nr", "lfd nr", "lfd", "zeile"),
    },
    "fr": {
        "discount": ("escompte*", "remise", "rabais", "ristourne", "esc"),
        "deduction": ("deduction*", "retenue*", "deduit*", "ecart", "difference", "avoir deduit", "litige"),
        "tax": ("tva", "taux tva", "montant tva", "taxe*", "tx tva"),
        "net_paid": ("regle", "montant regle", "net regle", "net paye", "montant paye", "paye", "verse",
            "net verse", "net vire", "montant vire", "net a payer", "reglement", "montant du reglement", "vire",
            "montant net paye"),
        "due_date": ("echeance", "date d echeance", "date echeance"),
        "delivery_date": ("date de livraison", "date livraison", "livraison", "delai", "livraison souhaitee",
            "dt liv*", "date liv*",
            "liv le", "a livrer le", "livr", "souhaite le", "pour le", "delai souhaite", "date souhaitee"),
        "date": ("date", "date *", "du"),
        "unit_price": ("prix unitaire*", "prix unit*", "pu", "p u", "pu ht", "p u ht", "prix", "prix net",
            "prix ht", "tarif", "pu net", "prix achat"),
        "line_total": ("montant ligne", "total", "total ht", "total ligne", "prix total*", "valeur", "sous total",
            "total ht ligne", "total net"),
        "invoice_amount": ("montant facture", "montant de la facture", "montant ttc", "ttc", "total ttc",
            "montant brut", "brut", "montant initial"),
        "balance": ("solde", "reste a payer", "reste du"),
        "currency": ("devise", "monnaie"),
        "sku": ("reference article", "ref article", "ref art", "code article", "code", "code produit",
            "article ref", "votre ref article", "votre reference article", "reference produit", "ref produit",
            "reference fournisseur", "ref fournisseur", "ref frs", "numero d article", "n article", "no article",
            "gencod", "ean"),
        "description": ("designation*", "libelle*", "description", "article*", "produit*", "intitule", "nature",
            "prestation", "desig", "lib", "marchandise", "quoi"),
        "old_quantity": ("ancienne quantite", "ancienne qte", "qte ancienne", "qte initiale", "quantite initiale",
            "avant", "ancien"),
        "quantity": ("quantite*", "qte*", "qt", "nombre", "nb", "nbre", "qtes", "nouvelle quantite", "nouvelle qte",
            "qte nouvelle", "apres", "nouveau", "combien", "besoin*", "a commander", "a livrer", "a reapprovisionner",
            "reappro",
            "nbr", "voulu", "demande", "souhaite", "manque", "manquant", "colis", "cartons"),
        "stock": ("stock*", "seuil", "mini", "maxi", "en stock", "existant", "inventaire"),
        "net": ("ht", "montant ht", "net", "montant net", "net ht"),
        "amount": ("montant*", "somme"),
        "unit": ("unite", "unites", "u", "uv", "conditionnement"),
        "invoice": ("facture*", "n facture", "no facture", "numero de facture", "piece", "n piece", "no piece",
            "num facture", "document", "n de piece", "avoir", "votre n", "votre numero", "votre no"),
        "reference": ("reference*", "ref", "votre ref*", "notre ref*", "vos ref*", "nos ref*", "commande",
            "n commande", "bon de commande", "bc", "cde"),
        "position": ("ligne", "n", "no", "pos", "poste", "rang"),
    },
    "en": {
        "discount": ("discount*", "cash discount", "settlement discount", "rebate", "disc"),
        "deduction": ("deduction*", "deducted", "short paid", "short payment", "withheld", "withholding",
            "adjustment*", "less", "difference", "credit taken"),
        "tax": ("vat", "tax", "vat amount", "tax amount", "vat rate", "sales tax", "gst"),
        "net_paid": ("paid", "amount paid", "paid amount", "net paid", "payment amount", "payment", "remitted",
            "amount remitted", "net payment", "net amount paid", "this payment", "settled", "paid now"),
        "due_date": ("due", "due date", "due on", "maturity"),
        "delivery_date": ("delivery date", "required date", "date required", "requested date", "need by",
            "required by", "deliver by", "delivery", "date needed", "needed by", "needed on", "del date",
            "deliv date", "req date",
            "dispatch date", "wanted by", "eta"),
        "date": ("date", "invoice date", "inv date", "doc date", "dated", "document date", "posting date"),
        "unit_price": ("unit price", "price", "price each", "each", "unit cost", "rate", "price per unit",
            "unit net", "cost", "net price", "price *"),
        "line_total": ("total", "line total", "total price", "extended", "extended price", "ext price", "ext",
            "line value", "line amount", "value", "net value", "subtotal", "goods total"),
        "invoice_amount": ("invoice amount", "gross", "gross amount", "inv amount", "invoice value",
            "invoice total", "original amount", "document amount", "inv amt"),
        "balance": ("balance", "outstanding", "remaining"),
        "currency": ("currency", "curr", "ccy", "cur"),
        "sku": ("sku", "item no", "item number", "item code", "article no", "article number", "part no",
            "part number", "part", "product code", "product no", "stock code", "material", "code", "catalogue no",
            "catalog no", "cat no", "your item", "your part no", "your code", "supplier part", "supplier code",
            "ean", "gtin", "item id", "item ref", "product id"),
        "description": ("description*", "item", "item description", "items", "article", "product*", "goods",
            "details", "particulars", "service", "what", "desc", "short text", "material description"),
        "old_quantity": ("old qty", "old quantity", "qty old", "original qty", "original quantity", "previous qty",
            "previous quantity", "was", "old", "from qty"),
        "quantity": ("quantity", "qty*", "qnty", "pcs", "pieces", "units", "order qty", "ordered", "how many",
            "new qty", "new quantity", "now", "new", "revised qty", "needed", "need", "we need", "required", "wanted",
            "to order",
            "reorder", "reorder qty", "top up", "count", "no off", "amount needed", "cases", "boxes", "packs"),
        "stock": ("stock", "on hand", "in stock", "soh", "stock on hand", "min", "max", "par", "par level",
            "reorder level", "reorder point",
            "stock level", "current stock", "left", "have"),
        "net": ("net", "net amount", "net total"),
        "amount": ("amount*", "amt", "sum", "open amount", "amount *"),
        "unit": ("unit", "uom", "um", "unit of measure", "pack"),
        "invoice": ("invoice*", "inv", "inv no", "inv number", "document*", "doc no", "doc", "bill no",
            "your invoice", "supplier invoice", "invoice credit note", "credit note", "your no", "your number",
            "your doc*"),
        "reference": ("reference*", "ref", "your ref*", "our ref*", "po", "po no", "po number", "purchase order",
            "order", "order no", "order number", "payment ref"),
        "position": ("line", "no", "pos", "ln", "line no", "item line", "s n"),
    },
    "nl": {
        "discount": ("korting*", "betalingskorting"),
        "deduction": ("aftrek", "inhouding", "verschil"),
        "tax": ("btw*",),
        "net_paid": ("betaald*", "betaling", "te betalen"),
        "due_date": ("vervaldatum", "vervaldag"),
        "delivery_date": ("leverdatum", "gewenste leverdatum", "levering"),
        "date": ("factuurdatum", "datum"),
        "unit_price": ("stukprijs", "eenheidsprijs", "prijs", "prijs per stuk"),
        "line_total": ("totaal*", "regeltotaal"),
        "invoice_amount": ("factuurbedrag", "brutobedrag", "bruto"),
        "balance": ("openstaand",),
        "currency": ("valuta", "munt"),
        "sku": ("artikelnummer", "artikelcode", "productcode", "art nr"),
        "description": ("omschrijving", "artikel", "product"),
        "old_quantity": ("oud aantal", "oude hoeveelheid"),
        "quantity": ("aantal", "hoeveelheid", "nieuw aantal", "nodig", "te bestellen", "hoeveel", "behoefte", "stuks"),
        "stock": ("voorraad", "op voorraad", "minimum", "maximum"),
        "net": ("netto", "nettobedrag"),
        "amount": ("bedrag*", "*bedrag"),
        "unit": ("eenheid",),
        "invoice": ("factuur*", "boekstuk"),
        "reference": ("referentie", "kenmerk", "uw referentie", "bestelling", "bestelnummer", "ordernummer"),
        "position": ("regel", "nr"),
    },
    "it": {
        "discount": ("sconto*", "abbuono"),
        "deduction": ("trattenuta", "detrazione", "deduzione", "differenza"),
        "tax": ("iva", "imposta", "aliquota"),
        "net_paid": ("pagato", "importo pagato", "pagamento", "netto pagato", "bonificato"),
        "due_date": ("scadenza", "data scadenza"),
        "delivery_date": ("consegna", "data consegna", "data di consegna"),
        "date": ("data", "data *"),
        "unit_price": ("prezzo unitario", "prezzo", "prezzo unit", "p unit"),
        "line_total": ("totale", "totale riga", "prezzo totale", "importo riga"),
        "invoice_amount": ("importo fattura", "importo lordo", "lordo"),
        "balance": ("saldo", "residuo"),
        "currency": ("valuta", "divisa"),
        "sku": ("codice", "codice articolo", "cod art", "cod", "codice prodotto", "vs codice"),
        "description": ("descrizione", "articolo", "prodotto"),
        "old_quantity": ("vecchia quantita", "qta vecchia", "qta precedente"),
        "quantity": ("quantita", "qta", "q ta", "nuova quantita", "qta nuova", "fabbisogno", "da ordinare", "quanti",
            "quante", "pezzi", "pz", "n pezzi"),
        "stock": ("giacenza", "scorta", "minimo", "massimo"),
        "net": ("netto", "imponibile", "importo netto"),
        "amount": ("importo*",),
        "unit": ("unita", "um", "u m"),
        "invoice": ("fattura*", "n fattura", "numero fattura", "documento", "n doc"),
        "reference": ("riferimento", "rif", "vs rif", "ordine", "n ordine"),
        "position": ("riga", "n", "pos"),
    },
    "es": {
        "discount": ("descuento*", "dto", "pronto pago"),
        "deduction": ("deduccion*", "retencion*", "diferencia"),
        "tax": ("iva", "impuesto*", "tipo iva"),
        "net_paid": ("pagado", "importe pagado", "neto pagado", "liquido", "pago"),
        "due_date": ("vencimiento", "fecha vencimiento", "fecha de vencimiento"),
        "delivery_date": ("entrega", "fecha entrega", "fecha de entrega"),
        "date": ("fecha", "fecha *"),
        "unit_price": ("precio unitario", "precio", "p unit", "precio ud", "precio neto"),
        "line_total": ("total linea", "importe linea", "precio total", "subtotal"),
        "invoice_amount": ("importe factura", "importe bruto", "bruto", "importe original"),
        "balance": ("saldo", "pendiente"),
        "currency": ("moneda", "divisa"),
        "sku": ("codigo", "codigo articulo", "cod", "su ref", "ref articulo", "codigo producto"),
        "description": ("descripcion*", "articulo", "producto", "denominacion"),
        "old_quantity": ("cantidad anterior", "cant anterior"),
        "quantity": ("cantidad", "cant", "uds", "ud", "unidades", "cantidad nueva", "nueva cantidad", "a pedir",
            "pedir", "necesidad", "necesitamos", "cuantos", "cuantas"),
        "stock": ("existencias", "stock minimo", "minimo", "maximo"),
        "net": ("neto", "base imponible", "importe neto"),
        "amount": ("importe*", "monto", "cuantia"),
        "unit": ("unidad", "um", "envase"),
        "invoice": ("factura*", "n factura", "numero factura", "documento", "concepto"),
        "reference": ("referencia", "ref", "pedido", "n pedido", "su pedido"),
        "position": ("linea", "n", "pos"),
    },
    "pl": {
        "discount": ("rabat*", "skonto", "upust"),
        "deduction": ("potracenie*", "potracono", "roznica", "korekta"),
        "tax": ("vat", "stawka vat", "podatek", "kwota vat"),
        "net_paid": ("zaplacono", "kwota zaplacona", "do zaplaty", "zaplata", "przelano"),
        "due_date": ("termin platnosci", "termin", "data platnosci"),
        "delivery_date": ("termin dostawy", "data dostawy", "dostawa"),
        "date": ("data", "data *"),
        "unit_price": ("cena", "cena jedn", "cena jednostkowa", "cena netto"),
        "line_total": ("wartosc", "wartosc netto", "razem"),
        "invoice_amount": ("kwota faktury", "kwota brutto", "brutto", "wartosc brutto"),
        "balance": ("saldo", "pozostalo"),
        "currency": ("waluta",),
        "sku": ("kod", "indeks", "symbol", "nr katalogowy", "kod towaru"),
        "description": ("nazwa*", "opis", "towar", "produkt", "artykul"),
        "old_quantity": ("stara ilosc", "ilosc poprzednia"),
        "quantity": ("ilosc", "liczba", "szt", "nowa ilosc", "sztuk", "ile", "potrzeba", "zapotrzebowanie",
            "do zamowienia"),
        "stock": ("stan", "stan magazynowy", "zapas", "minimum"),
        "net": ("netto", "kwota netto"),
        "amount": ("kwota*",),
        "unit": ("jm", "j m", "jednostka"),
        "invoice": ("faktura*", "nr faktury", "numer faktury", "dokument", "nr dokumentu", "tytul", "tytul *"),
        "reference": ("referencja", "zamowienie", "nr zamowienia"),
        "position": ("lp", "l p", "poz"),
    },
}
# fmt: on

TRANSCRIBED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "œ": "oe", "æ": "ae", "°": " ", "º": " ", "ł": "l"}
)
LONGEST_HEADING = 120  # characters
NUMBERED = re.compile(r"\b(?:nr|no|num|numero|number|nummer|n)\b")


def heading(text: str) -> str:
    """A heading as words are compared: lower case, no accents ("ü" as "ue"), one blank between words."""
    lowered = text[:LONGEST_HEADING].lower().translate(TRANSCRIBED)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def _pattern(role: str) -> re.Pattern[str]:
    words = {word for language in ROLE_WORDS.values() for word in language[role]}
    alternatives = sorted((_expression(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(alternatives))


def _expression(word: str) -> str:
    if word.endswith(" *"):
        return rf"\A{re.escape(word[:-2])}(?: [a-z0-9]{{1,20}}){{1,4}}\Z"
    left = "[a-z0-9]{0,30}" if word.startswith("*") else ""
    right = "[a-z0-9]{0,30}" if word.endswith("*") else ""
    return rf"(?<![a-z0-9]){left}{re.escape(word.strip('*'))}{right}(?![a-z0-9])"


@cache
def _whole(role: str) -> frozenset[str]:
    return frozenset(word.strip("* ") for language in ROLE_WORDS.values() for word in language[role])


# Words that mean a thing only when they are the whole heading: inside longer ones they say something else.
SHORT = frozenset(
    "alt ancien apres art avant boxes cartons cases code colis cost count date demande doc du due each ek ep gesamt "
    "gp have hs ht ile ist item kartons lager left less manque max me min n nature need needed net neu new no nodig "
    "nouveau now nr old order ordered p packs packungen par part payment pedir pezzi po pos pu rate required rest "
    "service soll stan stuks summe text totaal total totale u um value vom vorhanden wanted was wert what".split()
)


# "Ihre Nr." numbers our documents in an advice and our articles beside a quantity.
YOURS = frozenset(("ihre nr", "ihre nummer", "votre n", "votre no", "votre numero", "your no", "your number"))
CURRENCIES = frozenset("eur euro euros gbp usd chf pln sek dkk nok czk".split())


def role_of(text: str) -> str | None:
    """The role that a heading names, None if no role knows it. A currency alone heads amounts."""
    return _role_of(text[:LONGEST_HEADING])


@lru_cache(maxsize=2_048)
def _role_of(text: str) -> str | None:
    words = heading(text)
    if text.strip() in ("€", "£", "$") or words in CURRENCIES:
        return "amount"
    if not words or len(words) > 60 or not re.search("[a-z]", words):
        return None
    without_currency = " ".join(word for word in words.split() if word not in CURRENCIES)
    role = _known(without_currency)
    return "line_total" if role == "position" and without_currency != words else role


def _known(words: str) -> str | None:
    for role in ROLE_ORDER:
        if words in _whole(role):
            return role
    for role in ROLE_ORDER:
        for match in _pattern(role).finditer(words):
            if match.group() not in SHORT or role in ("date", "line_total", "due_date"):
                return role
    bare = " ".join(NUMBERED.sub(" ", words).split())
    return _known(bare) if bare and bare != words else None


def column_roles(table: Table) -> dict[int, str]:
    """Which column holds what: index of the column to its role; columns that nobody knows are left out.

    Roles: invoice, amount, deduction, discount, net_paid, date, due_date, delivery_date, sku, description, quantity,
    unit, unit_price, line_total, reference, tax, balance, currency, position. A role stands once, with the column
    that names it best; `{}` where the table has no heading.
    """
    if not 0 <= table.header < len(table.rows):
        return {}
    return roles_of(table.rows[table.header])


def roles_of(cells: tuple[str, ...]) -> dict[int, str]:
    """As `column_roles`, for a row that may be a heading."""
    found = {index: role for index, cell in enumerate(cells) if (role := role_of(cell)) is not None}
    roles = set(found.values())
    if "quantity" in roles and "sku" not in roles:
        yours = [index for index, role in found.items() if role == "invoice" and heading(cells[index]) in YOURS]
        found.update({index: "sku" for index in yours[:1]})
        roles = set(found.values())
    is_order = bool(roles & {"quantity", "unit_price"}) and "invoice" not in roles
    if is_order:
        _as_order(found)
    else:
        _as_advice(found, cells)
    return _once(found)


def _as_order(found: dict[int, str]) -> None:
    """In an order "Betrag", "Netto" and "Total" are the line's, and "Réf." is the article's."""
    for index, role in found.items():
        if role in ("amount", "net", "invoice_amount") and "line_total" not in found.values():
            found[index] = "line_total"
    if "sku" not in found.values():
        described = [index for index, role in found.items() if role == "description"]
        references = [index for index, role in found.items() if role == "reference"]
        if references:
            found[references[0]] = "sku"
        elif len(described) > 1:
            found[described[0]] = "sku"
    for index, role in list(found.items()):
        if role in ("net", "invoice_amount", "amount"):
            del found[index]


def _as_advice(found: dict[int, str], cells: tuple[str, ...]) -> None:
    """In an advice "Betrag" is the invoice's, and "Netto" what is paid of it where something was taken off."""
    deducted = bool({"discount", "deduction"} & set(found.values()))
    has_amount = "invoice_amount" in found.values() or "amount" in found.values()
    if not has_amount and "balance" in found.values():
        found.update({index: "amount" for index, role in found.items() if role == "balance"})
        has_amount = True
    for index, role in list(found.items()):
        if role in ("net", "line_total"):
            if has_amount and deducted and "net_paid" not in found.values():
                found[index] = "net_paid"
            elif not has_amount:
                found[index], has_amount = "amount", True
            elif role == "net":
                del found[index]
        elif role == "invoice_amount":
            found[index] = "amount"
        elif role == "amount" and "invoice_amount" in found.values():
            found[index] = "net_paid" if deducted and "net_paid" not in found.values() else "amount"
    if "invoice" not in found.values() and has_amount:
        # "Réf. | Montant" lists documents; "PO | Amount" does not.
        meant = [i for i, role in found.items() if role == "reference" and heading(cells[i]).find("ref") >= 0]
        if meant:
            found[meant[0]] = "invoice"


def _once(found: dict[int, str]) -> dict[int, str]:
    seen: set[str] = set()
    kept: dict[int, str] = {}
    for index in sorted(found):
        if found[index] not in seen:
            seen.add(found[index])
            kept[index] = found[index]
    return kept
