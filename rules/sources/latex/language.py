r"""In which language an example is glossed: babel's switches, else the function words of the prose and translation.

>>> iso_of("indonesian"), guess(words_of("Ini adalah kata yang tidak dapat digunakan untuk orang dengan itu"))
('ind', 'ind')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

BABEL = {
    "english": "eng", "british": "eng", "american": "eng", "usenglish": "eng", "ukenglish": "eng",
    "indonesian": "ind", "bahasa": "ind", "indon": "ind", "bahasai": "ind", "malay": "msa", "spanish": "spa",
    "french": "fra", "francais": "fra", "german": "deu", "ngerman": "deu", "portuguese": "por", "brazilian": "por",
    "brazil": "por", "portuges": "por", "russian": "rus", "dutch": "nld", "italian": "ita", "swedish": "swe",
    "norwegian": "nor", "nynorsk": "nor", "danish": "dan", "finnish": "fin", "polish": "pol", "czech": "ces",
    "turkish": "tur", "swahili": "swa", "chinese": "zho", "japanese": "jpn", "vietnamese": "vie", "romanian": "ron",
    "catalan": "cat", "afrikaans": "afr", "arabic": "ara", "persian": "fas", "hindi": "hin", "tokpisin": "tpi",
}  # fmt: skip

_WORDS = {
    "eng": "the of and to in is was that it for on with he she they this are his her not be from have you we what "
    "who when there then i my your their will would did do were been if by at which",
    "ind": "yang dan di ini itu dengan untuk tidak dari dalam akan pada ke karena oleh saya dia kamu mereka kami kita "
    "adalah bisa ada sudah atau seperti juga orang sebuah belum sedang jangan anda apa siapa",
    "spa": "el la los las de que y en un una por con no se para su es del al lo como más pero sus le ya está yo él "
    "ella nosotros fue era muy qué",
    "fra": "le la les de des et un une du que qui dans est pour pas il elle ils sur avec ce cette au aux je nous vous "
    "son sa ses ne se plus être sont c'est",
    "deu": "der die das und ist nicht ein eine den dem des zu mit von er sie es ich wir auf für im sich war hat haben "
    "auch wird dass wenn bei nach",
    "por": "o a os as de que e do da em um uma para com não se na no por mais dos das ele ela eu nós foi era está isso "
    "seu sua você ao",
    "rus": "и в не на что он она они я с как это по но из у за к мы вы был была то же от так его",
    "nld": "de het een en van ik te dat die in is niet zijn op aan met voor hij zij er maar om was ook naar wij dit",
    "ita": "il lo la gli le di che e un una per con non si è del della sono nel ha io lui lei noi questo più ma",
    "tpi": "em i bilong long na ol dispela mi yu yumi tasol olsem wanpela pikinini nau bin save",
    "swe": "och att det som en är på av för med den inte jag han hon de vi var till ett om",
    "afr": "die en van het nie is dit om te in vir met hy sy ek ons was wat na",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_TWINS = {("swe", "nld"), ("afr", "nld"), ("por", "spa"), ("ita", "spa")}


def iso_of(name: str) -> str:
    """The ISO 639-3 code of a babel language name; a three-letter code stays; else empty."""
    key = name.strip().casefold()
    return BABEL.get(key, key if len(key) == 3 and key.isalpha() else "")


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded."""
    return _WORD.findall(text.casefold())


def hits(words: Iterable[str]) -> Counter[str]:
    """How many of the words are function words of each language."""
    counts: Counter[str] = Counter()
    for word in words:
        for language, known in _FUNCTION_WORDS.items():
            if word in known:
                counts[language] += 1
    return counts


def guess(words: list[str], base: str = "", *, least: int = 3) -> str:
    """The language whose function words clearly prevail, empty where none does.

    ``base`` wins unless another language has at least ``least`` function words and twice as many as ``base``.
    """
    counts = hits(words)
    if not counts:
        return ""
    language, number = counts.most_common(1)[0]
    if number < least or (base and language != base and number < 2 * counts[base] + 1):
        return ""
    second = max((count for other, count in counts.items() if other != language), default=0)
    return language if number > second else ""
