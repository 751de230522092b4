r"""Characters behind commands: accents, IPA and the symbols of pylatexenc's table.

>>> accent("'", "e"), symbol("textasciitilde"), symbol("alpha")
('é', '~', 'α')
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "t": "\u0361", "c": "\u0327", "d": "\u0323", "b": "\u0331",
    "r": "\u030a", "k": "\u0328", "U": "\u030e", "textsubring": "\u0325", "textsubbar": "\u0331",
    "textsubarch": "\u032f", "textsyllabic": "\u0329", "textsubtilde": "\u0330", "textsubumlaut": "\u0324",
    "textsubbridge": "\u032a", "textgravemacron": "\u1dc5", "tilde": "\u0303", "bar": "\u0304", "hat": "\u0302",
    "textvbaraccent": "\u030d", "s": "\u0329", "texttoptiebar": "\u0361", "textvertline": "\u030d",
}  # fmt: skip

_SYMBOLS = {
    "textasciitilde": "~", "sim": "~", "Tilde": "~", "textbackslash": "\\", "ldots": "...", "dots": "...",
    "dotso": "...", "cdots": "...", "textellipsis": "...", "ob": "[", "cb": "]", "op": "(", "cp": ")", "db": "",
    "lbrack": "[", "rbrack": "]", "textbar": "|", "slash": "/", "textless": "<", "textgreater": ">", "O": "Ø",
    "varnothing": "∅", "emptyset": "∅", "textquotesingle": "'", "textendash": "–", "textemdash": "—", "quad": " ",
    "qquad": " ", "enspace": " ", "enskip": " ", "thinspace": "", "negthinspace": "", "textvisiblespace": " ",
    "textunderscore": "_", "to": "→", "rightarrow": "→", "longrightarrow": "→", "Rightarrow": "⇒", "leftarrow": "←",
    "leftrightarrow": "↔", "ng": "ŋ", "NG": "Ŋ", "textprimstress": "ˈ", "textsecstress": "ˌ", "textlengthmark": "ː",
    "texthalflength": "ˑ", "textglotstop": "ʔ", "textphi": "ɸ", "textschwa": "ə", "textepsilon": "ɛ",
    "textopeno": "ɔ", "textesh": "ʃ", "textyogh": "ʒ", "texttheta": "θ", "textbeta": "β", "textgamma": "ɣ",
    "textchi": "χ", "textfishhookr": "ɾ", "textupsilon": "ʊ", "textscripta": "ɑ", "textalpha": "ɑ", "textsci": "ɪ",
    "textiota": "ɩ", "textltailn": "ɲ", "texttailn": "ɳ", "textbardotlessj": "ɟ", "textbari": "ɨ", "textbaru": "ʉ",
    "textturnv": "ʌ", "textturnr": "ɹ", "textturnm": "ɯ", "textturna": "ɐ", "textturnw": "ʍ", "textturny": "ʎ",
    "textscn": "ɴ", "textscr": "ʀ", "textinvscr": "ʁ", "textscy": "ʏ", "textscg": "ɢ", "textcrh": "ħ",
    "textrevepsilon": "ɜ", "textreve": "ɘ", "textramshorns": "ɤ", "textscoelig": "ɶ", "textbelt": "ɬ",
    "textbeltl": "ɬ", "textlyoghlig": "ɮ", "textrtaild": "ɖ", "textrtailt": "ʈ", "textrtails": "ʂ",
    "textrtailz": "ʐ", "textrtailn": "ɳ", "textrtaill": "ɭ", "textrtailr": "ɽ", "texthtb": "ɓ", "texthtd": "ɗ",
    "texthtg": "ɠ", "textdyoghlig": "ʤ", "textteshlig": "ʧ", "textctc": "ɕ", "textctz": "ʑ", "textscb": "ʙ",
    "textlhtlongi": "ɿ", "textltailm": "ɱ", "textmltailn": "ɲ", "textipagamma": "ɣ", "textraiseglotstop": "ˀ",
    "texthardsign": "ь", "textsoftsign": "ь", "checkmark": "✓", "smiley": ":)", "ae": "æ", "oe": "œ", "ss": "ß",
    "aa": "å", "o": "ø", "l": "ł", "i": "ı", "j": "ȷ", "S": "§", "P": "¶", "textdegree": "°",
    "textasteriskcentered": "*",
    "ast": "*", "textquotedbl": '"', "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
    "textquoteright": "’", "guillemotleft": "«", "guillemotright": "»", "og": "«", "fg": "»", "lbrace": "{",
    "rbrace": "}", "langle": "<", "rangle": ">", "prime": "'", "textasciiacute": "´", "textasciigrave": "`",
    "textasciicircum": "^", "textopenbullet": "◦", "textbullet": "•", "dag": "†", "ddag": "‡", "pm": "±",
    "textdownstep": "ꜜ", "textupstep": "ꜛ", "textglobfall": "↘", "textglobrise": "↗", "textcommatailz": "ʐ",
    "textcrd": "đ", "textthorn": "þ", "th": "þ", "dh": "ð", "texteth": "ð", "textless=": "≤", "upharpoonright": "↾",
    "LaTeX": "LaTeX", "TeX": "TeX", "newline": " ", "linebreak": " ", "textnumero": "№", "nobreakspace": " ",
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "-": "", "/": "", ",": "",
    ";": " ", ":": " ", "!": "", "@": "", "*": "", "\\": " ", "\n": " ", "\t": " ", "(": "", ")": "", ">": " ",
    "<": "", "+": "", "|": "|", "textsuperlp": "(", "lsAbbreviationsTitle": "Abbreviations",
    "lsPrefaceTitle": "Preface",
    "lsAcknowledgementTitle": "Acknowledgements", "abbreviationsname": "Abbreviations", "textsuperrp": ")",
}  # fmt: skip

SUPERSCRIPTS = dict(zip("hwjnmrlyɣʔʕsxbdgkptŋaeiou0123456789", "ʰʷʲⁿᵐʳˡʸˠˀˤˢˣᵇᵈᵍᵏᵖᵗᵑᵃᵉⁱᵒᵘ⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


_TIPA = dict(
    zip(
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ@0123456789:;"',
        "ɑβɕðɛɸɣɦɪʝʁʎɱŋɔʔʕɾʃθʊʋɯχʏʒəʉɨʌɜɥɐɒɤɵɘːˑˈ",
        strict=True,
    )
)


def tipa(text: str) -> str:
    """TIPA's one-letter input (``N`` for ŋ) as IPA; text that already holds IPA letters stays as it is."""
    return "".join(_TIPA.get(char, char) for char in text.replace('""', "ˌ")) if text.isascii() else text


@cache
def _library() -> dict[str, str]:
    """Commands without arguments that pylatexenc turns into characters."""
    known = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl:
            known[spec.macroname] = spec.simplify_repl
    return known


def symbol(name: str) -> str | None:
    """The character(s) that a command without arguments stands for, None where it stands for none."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    return _library().get(name)


def accent(command: str, base: str) -> str:
    """A letter with the accent of a command, in NFC; the dotless ``ı`` and ``ȷ`` get their letters back."""
    base = {"ı": "i", "ȷ": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base[:1] + ACCENTS[command] + base[1:]) if base else ""


def superscript(text: str) -> str:
    """Raised letters as Unicode modifier letters where they exist (``h`` → ``ʰ``), else the text as it is."""
    return "".join(SUPERSCRIPTS[char] for char in text) if all(char in SUPERSCRIPTS for char in text) else text
