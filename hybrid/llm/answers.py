"""Translations in the answers of a model, in whatever state: each finds its sentence by its id.

>>> answer = '{"translations": [{"id": "x1", "text": "He goes."}, {"id": "x2"}]}'
>>> answers = read_translations([("001-aaaaaaaaaa", answer)], ["x1", "x2"])
>>> answers.texts, [finding.code for finding in answers.findings]
({'x1': ('He goes.',)}, ['L104'])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hybrid.llm.requests import answer_schema
from morph.model import Finding, Source
from rules.llm.json_text import MAX_CHARS, MAX_ITEMS, listed
from rules.llm.schema import problems

NOTHING: Mapping[str, Sequence[str]] = {}
_KEY, _MARK = "translations", "text"


@dataclass
class Translated:
    """``texts``: by the id of a sentence its translations, the best first; ``findings`` what was wrong."""

    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_translations(
    answers: Iterable[tuple[str, str]], ids: Iterable[str], asked: Mapping[str, Sequence[str]] = NOTHING
) -> Translated:
    """Read answers (name of the request, text) for the sentences with some ids. ``asked`` are the ids in each request
    where these are known: then an answer with garbled ids is read by the order of its items. Of several answers for
    one sentence the first gives its translation, the others further candidates."""
    found = Translated()
    known = frozenset(ids)
    for request, text in answers:
        items, is_cut = listed(text[:MAX_CHARS], _KEY, _MARK)
        if items is None:
            found.findings.append(_finding("L105", "no JSON object with translations in the answer", request))
            continue
        if is_cut:
            message = f"the answer is cut off: {len(items)} complete translations were saved"
            found.findings.append(_finding("L103", message, request))
        by_place = asked.get(request, ()) if len(items) == len(asked.get(request, ())) and not is_cut else ()
        for place, item in enumerate(items[:MAX_ITEMS]):
            _take(found, item, request, known, by_place[place] if by_place else "")
    return found


def _take(found: Translated, item: Any, request: str, known: Collection[str], fallback: str) -> None:
    """One translation; ``fallback`` is the id of the sentence at its place, for an answer with garbled ids."""
    mended = _mended(item)
    wrong = problems(mended, answer_schema()["properties"][_KEY]["items"])
    texts = [line for text in (mended.get("text", ""), *mended.get("alternatives", ())) if (line := _line(text))]
    if wrong or not texts:
        message = f"a translation does not fit the schema: {'; '.join(wrong[:3]) or 'its text is empty'}"
        found.findings.append(_finding("L104", message, request))
        return
    id_ = mended["id"] if mended["id"] in known else fallback
    if not id_:
        found.findings.append(_finding("L113", f"no sentence is called {mended['id'][:40]!r}", request))
        return
    before = found.texts.get(id_, ())
    found.texts[id_] = tuple(dict.fromkeys((*before, *texts)))


def _mended(item: Any) -> dict[str, Any]:
    """An item with harmless slips mended: fields too many, a number as id, one string for a list."""
    if not isinstance(item, dict):
        return {}
    mended = {name: item[name] for name in ("id", "text", "alternatives") if item.get(name) is not None}
    if "id" in mended:
        mended["id"] = str(mended["id"]).strip().removeprefix("##").strip()[:40]
    if isinstance(mended.get("alternatives"), str):
        mended["alternatives"] = [mended["alternatives"]]
    if isinstance(mended.get("alternatives"), list):
        mended["alternatives"] = [text for text in mended["alternatives"] if isinstance(text, str)][:8]
    return mended


def _line(text: Any) -> str:
    """A translation as one line."""
    return " ".join(text.split()) if isinstance(text, str) else ""


def _finding(code: str, message: str, request: str) -> Finding:
    return Finding(code, message, Source("answer", request), "the rules translate what is missing")
