"""The words of articles as one compares them: stems, numbers with their measure, models, and what colours and sizes mean.

Article names stand in the catalogue in three languages; only what buyers write in others, or shorter than any
catalogue (a colour, a size), needs a table here.
"""

# ruff: noqa: E501  # a pattern or a row is one line of a table

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nlp.lang import fold

_MEASURES = {
    "l": "l litre litres liter liters litro litros litri lt ltr",
    "ml": "ml millilitre millilitres milliliter", "cl": "cl", "ul": "μl ul µl", "kg": "kg kilo kilos kilogramm kgs",
    "g": "g gr gramm grammes gramme grams gram", "mg": "mg", "mm": "mm millimeter millimetres", "cm": "cm", "m": "m metre metres meter metres metro metri mtr",
    "km": "km", "um": "μm um µm my micron microns mikron mikrometer micrometre micrometer", "a": "a amp amps ampere amperes", "ma": "ma", "v": "v volt volts", "w": "w watt watts", "kw": "kw", "k": "k kelvin",
    "mw": "mw", "bar": "bar", "hz": "hz", "nm": "nm", "gb": "gb", "tb": "tb", "mesh": "mesh", "mm2": "mm² mm2",
    "cm3": "cm3 cm³ ccm cc", "m2": "m2 m² qm", "m3": "m3 m³ cbm", "dl": "dl", "inch": "zoll inch inches pouces pouce",
}  # fmt: skip
MEASURES = {word: unit for unit, words in _MEASURES.items() for word in words.split()}
_SCALE = {
    "l": ("ml", 1000), "dl": ("ml", 100), "cl": ("ml", 10), "kg": ("g", 1000), "cm": ("mm", 10), "kw": ("w", 1000), "tb": ("gb", 1000),
}  # fmt: skip  # the measures in which catalogue and customer may differ: 0.25 l is 25 cl
_SIBLINGS = {"ml": (1, 10, 1000), "g": (1, 1000), "mm": (1, 10), "w": (1, 1000), "gb": (1, 1000)}
_CONCEPTS = {
    "black": "black schwarz schwarze schwarzer schwarzen noir noirs noire noires zwart zwarte nero neri nera nere negro negra negros negras preto preta pretos pretas czarny czarna czarne czarnych svart svarta sort sorte blk bk sw",
    "white": "white weiss weis weisse weissen weisser blanc blancs blanche blanches wit witte bianco bianca bianchi bianche blanco blanca blancos blancas branco branca brancos brancas bialy biala biale bialych vit vita hvid hvide wh ws",
    "blue": "blue blau blaue blauen blauer bleu bleus bleue bleues blauw blauwe blu azul azules azuis niebieski niebieska niebieskie niebieskich bla blaa",
    "red": "red rot rote roten roter rouge rouges rood rode rosso rossi rossa rosse rojo roja rojos rojas vermelho vermelha vermelhos vermelhas czerwony czerwona czerwone czerwonych rod roda rode roed",
    "green": "green grun grune grunen gruner gruen gruene gruenen gruener vert verts verte vertes groen groene verde verdi verdes zielony zielona zielone zielonych gron grona gronne grone",
    "yellow": "yellow gelb gelbe gelben gelber jaune jaunes geel gele giallo gialla gialli gialle amarillo amarilla amarillos amarillas amarelo amarela zolty zolta zolte zoltego zoltych gul gula",
    "grey": "grey gray grau graue grauen grauer gris grise grises grijs grijze grigio grigia grigi cinza cinzento szary szara szare gra graa",
    "brown": "brown braun braune braunen marron marrons brun brune bruin bruine marrone castanho brazowy",
    "orange": "orange orangen oranje arancione naranja laranja", "pink": "pink rosa rose roze roz", "purple": "purple violett lila violet violette paars viola",
    "burgundy": "bordeauxrote bordeauxroten bordeauxroter weinrote weinroten bordowy bordowa bordowe bordowych burgundy bordeaux bordeauxrot bordo bordeau weinrot granate claret", "beige": "beige creme cream crema ecru sand sable", "turquoise": "turquoise turkis turquesa turchese turkusowy",
    "silver": "silver silber silbern argent argente argentes argentee plata plateado argento zilver srebrny", "gold": "gold golden dore doree dores dorees dorado oro goud zloty",
    "cyan": "cyan", "magenta": "magenta", "bronze": "bronze bronzen bronzo bronce",
    "anthracite": "anthracite anthracites anthrazit anthrazitfarben anthrazitgrau antraciet antracite antracita antracyt antracytowy antracit",
    "navy": "navy marine marineblau dunkelblau donkerblauw bleu-marine", "khaki": "khaki kaki oliv", "ivory": "ivory elfenbein ivoire avorio marfil ivoor",
    "clear": "clear transparent transparente klar durchsichtig trasparente incolore farblos",
    "size s": "s small smalls klein kleine kleinen kleiner petit petits petite petites piccolo piccola pequeno pequena pequenos pequenas maly mala male liten sma klein kleintjes",
    "size m": "m medium mediums moyen moyens moyenne moyennes mittel mittlere mittlerer mittelgross medio media medie sredni srednie mellan",
    "size l": "l large larges grand grands grande grandes gross grosse grossen grosser groot grote duzy duza duze stor stora",
    "size xl": "xl extra-large", "wide": "wide breit breite breiten breiter large larges breed brede largo larga largos larghi szeroki",
    "narrow": "narrow slim schmal schmale schmalen schmaler etroit etroits etroite smal smalle stretto estrecho estreito dunn dunnen",
    "left": "left left-handed links linkshander gauche gaucher gauchers zurdo sinistro esquerdo", "right": "right right-handed rechts rechtshander droite droit droitier diestro destro direito",
    "deep": "deep tief tiefe tiefen profond profonde profondeur", "without": "without ohne sans zonder senza sin sem bez utan uden w/o",
    "single": "single simple simples einfach einfache 1-gang 1-fach", "double": "double doubles doppel doppelt doppelte twin zweifach dubbel doppio doble duplo",
    "filter": "filter filters filtre filtres filtro filtri filtros filtr filtry",
}  # fmt: skip
COLOURS = frozenset(
    f"={name}" for name in (
        "black", "white", "blue", "red", "green", "yellow", "grey", "brown", "orange", "pink", "purple", "burgundy", "beige", "turquoise", "silver", "gold", "cyan", "magenta", "clear", "bronze",
        "anthracite", "navy", "khaki", "ivory",
    )
)  # fmt: skip
EXCLUSIVE = (
    COLOURS, frozenset({"=size s", "=size m", "=size l", "=size xl"}), frozenset({"=left", "=right"}), frozenset({"=single", "=double"}),
    frozenset({"=wide", "=narrow"}),
)  # fmt: skip  # an article that is one of these is no other of the same row
_COUNTED = {"single": ("1",), "double": ("2",)}
CONCEPTS: dict[str, tuple[str, ...]] = {}
for _concept, _words in _CONCEPTS.items():
    for _word in {
        each for word in _words.split() for each in (word, word.replace("ss", "s"))
    }:  # "große" folds to one s
        CONCEPTS[_word] = (*CONCEPTS.get(_word, ()), f"={_concept}", *_COUNTED.get(_concept, ()))
ATTRIBUTES = frozenset(name for names in CONCEPTS.values() for name in names) - {"=filter", "1", "2"}
IDLE = frozenset((
    "de", "des", "du", "la", "le", "les", "et", "en", "au", "aux", "un", "une", "der", "die", "das", "den", "dem", "mit", "und", "fur",
    "von", "zu", "im", "am", "the", "of", "for", "and", "with", "in", "per", "pour", "avec", "par", "to", "an", "auf", "aus", "sur", "dans",
    "each", "je", "ct", "voor", "van", "het", "een", "met", "el", "los", "las", "con", "para", "do", "da", "dos", "das", "di", "del", "della",
    "com", "med", "till", "til", "och", "og", "ein", "eine", "einen", "ones", "one", "those", "these", "ceux", "celles", "size", "taille", "grosse", "grose",
    "new", "neue", "neuen", "neuer", "nouveau", "nouvelle", "more", "weitere", "autre", "autres", "another", "extra", "noch", "encore", "please", "bitte", "svp", "pls",
    "gr", "tamanho", "taglia", "talla", "tallas", "storlek", "storrelse", "rozmiar", "maat", "tipo", "typu", "model", "modele", "modell", "typ", "type", "ref", "art", "artikel", "article", "item", "code",
))  # fmt: skip
_GLUED = "|".join(sorted((re.escape(word) for word in MEASURES), key=len, reverse=True))
_NUMBER = r"\d{1,9}(?:[.,]\d{1,6})?"
# Sizes of pipes and fittings that nobody writes in digits when he dictates, by their first letters.
_INCHES = {
    "half": "1/2",
    "demi": "1/2",
    "halb": "1/2",
    "thre": "3/4",
    "troi": "3/4",
    "drei": "3/4",
    "quar": "1/4",
    "vier": "1/4",
}
_TOKEN = re.compile(
    r"(?P<inches>(?:half(?=[ -]inch)|demi(?=[ -]pouce)|halb(?=[ -]?(?:zoll|zoll))|three[ -]quarters?(?= |$|[.,])|trois[ -]quarts?|dreiviertel|quarter(?=[ -]inch)|viertel(?=[ -]?zoll)))(?:[ -]?(?:inch|pouces?|zoll))?"
    rf"|"
    rf"(?P<half>\d{{1,4}})[ ]?(?P<whole>{_GLUED})[ ](?:et demie?|and a half|e mezz[oa]|y medi[oa])(?!\w)|(?P<share_of>(?<![\d/,.-])\d{{1,2}}/\d{{1,2}})(?![\d/,.%-])"
    rf"|(?P<size>{_NUMBER})(?:[ -]?(?:{_GLUED})(?![\w²])|[ ]?(?P<share>%))"
    rf"|(?P<dims>{_NUMBER}(?:(?:[ ]?[x×*][ ]?|[ ](?:by|sur|auf|mal|par|op|por|na|per)[ ]){_NUMBER}){{1,3}})(?:[ ]?(?P<each>{_GLUED})(?![\w²])|(?![a-z]))"
    r"|(?P<thread>m\d{1,2}(?:[.,]\d{1,2})?)[ ]?[x×][ ]?(?P<long>\d{1,4})(?![\w.,])"
    rf"|(?P<th>\d{{1,5}}(?:[.,]\d{{1,3}})?)(?:er[ns]?|ers|'s)(?!\w)"
    rf"|(?P<model>(?=[a-z]{{0,12}}\d)[a-z0-9]{{1,24}}(?:[.,]\d{{1,6}})?(?![,.]\d))"
    r"|(?P<number>\d{1,9}(?:[.,]\d{1,6})?)|(?P<word>[a-zß-ÿµμ]{1,40})"
)
_SHADE = re.compile(
    r"(?:hell|dunkel|bordeaux|wein|konigs|himmel|marine|nacht|tannen|oliv|gras|feuer|rubin|zitronen|gold|silber|schnee|rein|natur|tief|stahl|licht|beton|mittel|lys|mork|ljus|mor?k|licht|donker)"
    r"(blau\w{0,2}|rot\w{0,2}|grun\w{0,2}|gelb\w{0,2}|grau\w{0,2}|braun\w{0,2}|weis\w{0,2}|schwarz\w{0,2}|bla|rod|gron|gra|blauw|groen|grijs)"
)
_ONE_OF = re.compile(r"(?<!\w)(?<!half )(?:une?|eine?[mnr]?|one|a)(?= (?:litre|liter|litro|kilo|metre|meter)s?(?!\w))")
_HALF_OF = re.compile(
    r"(?<![\w.,])(?:(?:half|demie?|halbe?[rsnm]?|mezz[oa]|medi[oa]|halve|pol)[ -]?(?:a )?)?(?:litre|liter|litro|litra|kilo)(?=s?(?!\w)|li(?!\w)|(?:flasche|beutel|sack|packung|dose|glas|tute)n?(?!\w))"
)
_COUNTED_BEFORE = re.compile(
    r"(?:[\d½]|(?<![^\W\d_])(?P<word>two|three|four|five|six|ten|twenty|zwei|drei|vier|funf|zehn|zwanzig|deux|trois|quatre|cinq|dix|vingt|due|tre|cinque|twee|drie|vijf|dos|tres|cinco|dwa))[ -]{0,2}$"
)
_FOLD_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twenty": 20, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "zehn": 10, "zwanzig": 20, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "dix": 10, "vingt": 20, "due": 2, "tre": 3, "cinque": 5, "twee": 2, "drie": 3, "vijf": 5, "dos": 2, "tres": 3, "cinco": 5, "dwa": 2, "ein": 1, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zwolf": 12,
}  # fmt: skip
_MANIFOLD = re.compile(
    rf"({'|'.join(_FOLD_NUMBERS)})-?(?:lagig|fach|teilig|polig|adrig|farbig|stufig|turig|flugelig|schichtig|lagen|laags|ply|pli|plis|fold|way|pole|core|velos|capas|warstwow)\w{{0,3}}"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: `keys` are the forms under which it is found, the most telling first."""

    keys: tuple[str, ...]
    start: int
    end: int
    word: str = ""  # its stem, "" for numbers and models

    @property
    def is_attribute(self) -> bool:
        """A colour or size: says which one, never what."""
        return bool(self.word) and (any(key in ATTRIBUTES for key in self.keys) or len(self.word) == 1)


@lru_cache(maxsize=20_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The telling words of a text; offsets are those of the text."""
    flat = re.sub(r"(?<![a-z])[a-z]'", "  ", fold(text.replace("à", " ").replace("ł", "l")))
    flat = _ONE_OF.sub(lambda match: "1".rjust(len(match[0])), flat)
    found = _measures_alone(flat)
    taken = [(token.start, token.end) for token in found]
    for match in _TOKEN.finditer(flat):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        token = _token(match, flat)
        if token is not None:
            found.append(token)
    return tuple(sorted(found, key=lambda token: token.start) if taken else found)


def _measures_alone(flat: str) -> list[Token]:
    """ "The litre ones", "half a kilo": a measure without a number is one of it, or half."""
    if "lit" not in flat and "kilo" not in flat:
        return []
    found = []
    for match in _HALF_OF.finditer(flat):
        measure, start = _measure_in(match[0]), match.start()
        counted = _COUNTED_BEFORE.search(flat[max(0, start - 9) : start])
        if counted and not counted["word"]:
            continue
        value = str(_FOLD_NUMBERS[counted["word"]]) if counted else "0.5" if len(match[0]) > len(measure) else "1"
        begin = start - (len(counted[0]) if counted else 0)
        found.append(Token(_size(value, MEASURES[measure]), begin, match.end()))
    return found


def _measure_in(written: str) -> str:
    return (
        re.split(r"[ -]", written)[-1]
        if " " in written or "-" in written
        else re.sub(r"^(?:half|halve|halbe?[rsnm]?|pol)", "", written)
    )


def _size(value: str, unit: str) -> tuple[str, ...]:
    """The forms of a size: in its smallest measure, and the bare number as it is written."""
    smallest, factor = _SCALE.get(unit, (unit, 1))
    plain = _plain(value)
    return (f"{_number(Decimal(plain) * factor)}{smallest}", plain)


def siblings_of(token: Token) -> tuple[str, ...]:
    """The bare numbers by which a size may be called beside its own: "70" and "0.7" of 700 ml."""
    sized = re.fullmatch(r"([\d.]+)([a-z]+)", token.keys[0])
    if sized is None or sized[2] not in _SIBLINGS:
        return ()
    return tuple(_number(Decimal(sized[1]) / factor) for factor in _SIBLINGS[sized[2]])


def _number(value: Decimal) -> str:
    return _plain(f"{value:f}")


def _token(match: re.Match[str], flat: str) -> Token | None:
    start, end = match.span()
    if match["half"]:
        return Token(_size(f"{match['half']}.5", MEASURES[match["whole"]]), start, end)
    if match["share_of"]:
        return Token((match["share_of"], f"<{match['share_of'].replace('/', ' ')}"), start, end)
    if match["inches"]:
        return Token((_INCHES[match["inches"][:4]],), start, end)
    if match["size"] and not match["share"]:
        return Token(_size(match["size"], MEASURES[match.group()[len(match["size"]) :].strip(" -")]), start, end)
    if match["size"] or match["th"] or match["number"]:
        return Token((_plain(match["size"] or match["th"] or match["number"]),), start, end)
    if match["dims"]:
        parts = [_plain(part) for part in re.split(r"[ ]?[x×*a-z]{1,3}[ ]?", match["dims"])]
        each = _size(parts[-1], MEASURES[match["each"]])[:1] if match["each"] else ()
        return Token(("x".join(parts), *each, *parts), start, end)
    if match["thread"]:
        thread, length = match["thread"].replace(",", "."), match["long"]
        return Token((f"{thread}x{length}", thread, length), start, end)
    if match["model"]:
        return _model(match["model"], start, end)
    word = match["word"]
    if word in IDLE:
        return None
    manifold = _MANIFOLD.fullmatch(word)
    if manifold:
        return Token((stem(word), str(_FOLD_NUMBERS[manifold[1]])), start, end, stem(word))
    shade = _SHADE.fullmatch(word) if word not in CONCEPTS else None
    return Token((stem(word), *CONCEPTS.get(shade[1] if shade else word, ())), start, end, stem(word))


def _model(written: str, start: int, end: int) -> Token:
    """ "B16s" is "b16"; "5l" is a size; "ph7" is also "ph" and "7"."""
    word = re.sub(r"(?<=\d)s$", "", written).replace(",", ".")
    if word.isdigit() or re.fullmatch(r"\d+\.\d+", word):
        return Token((_plain(word),), start, end)
    sized = re.fullmatch(r"(\d+(?:\.\d+)?)([a-zμµ²0-9]{1,4})", word)
    if sized and sized[2] in MEASURES:
        return Token(_size(sized[1], MEASURES[sized[2]]), start, end)
    parts = tuple(_plain(part) if part[0].isdigit() else part for part in re.findall(r"[a-z]+|\d+(?:\.\d+)?", word))
    return Token((word, f"<{' '.join(parts)}"), start, end)


def _plain(number: str) -> str:
    text = number.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Singular, roughly: the same for a catalogue's word and a customer's."""
    if len(word) < 5:
        return word[:-1] if len(word) == 4 and word.endswith("s") and word[-2] not in "sui" else word
    for _ in range(2):  # "Filtern", "Filter"
        ending = next(
            (e for e in ("en", "es", "er", "s", "n", "x", "e") if word.endswith(e) and len(word) - len(e) >= 4), ""
        )
        word = word.removesuffix(ending)
    return word
