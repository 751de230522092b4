"""The lexicon: dictionary and word-list entries joined with the stems of the glossed examples.

The gloss of a lexeme is the one the examples use for its headword ('give' where the dictionary defines "to give");
what else the examples show of it becomes further forms (``go.PST``: a suppletive past), variants or homonyms.

>>> from morph.model import Source
>>> from rules.items import Sense
>>> entries = [Entry("d1", "nan", "Transitive verb", (Sense("to eat; to drink"),), (Source("dict", "d1"),))]
>>> stems = {("nan", "consume"): Stem("nan", "consume", 9, Source("book", "a.tex", 2), 0, 9, True)}
>>> [(x.headword, x.pos, x.gloss, x.senses) for x in build_lexicon(entries, stems, {}, LabelBook.of([], {})).lexemes]
[('nan', 'v', 'consume', ('to eat; to drink',))]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from os.path import commonprefix

from morph.conventions import SEPARATOR
from morph.igt import is_label
from morph.model import Allomorph, Evidence, Lexeme
from rules.extract.drafts import BOUNDARY, Draft, Ids, draft_of_entry, draft_of_stem, is_word, short_gloss
from rules.extract.labels import LabelBook
from rules.extract.pos import normalize_pos, pos_of_label, pos_of_meaning
from rules.extract.stems import Classifier, Stem, StemKey
from rules.extract.tokens import normal
from rules.items import Entry
from rules.verify import STEM_SLIP_RATE, accept_meaning

_ALIKE = 0.6
_AKIN = 5
"""Words that begin alike in so many letters are taken for akin."""
_OPEN_CLASSES = ("n", "v", "adj", "adv", "name")
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lexemes; by (form, gloss) of every stem of the examples its part of speech, and the headword of its lexeme
    where it is a shape of one (not a fused form)."""

    lexemes: tuple[Lexeme, ...]
    pos: Mapping[StemKey, str]
    bases: Mapping[StemKey, str]
    suppletive: int = 0


def build_lexicon(
    entries: Sequence[Entry],
    stems: Mapping[StemKey, Stem],
    company: Mapping[StemKey, Counter[str]],
    labels: LabelBook,
    *,
    bound: Iterable[str] = (),
    joiner: str = "_",
    meta_language: str = "eng",
) -> Lexicon:
    """Join entries and attested stems. ``bound`` are headwords that went to the morphemes; ``company`` what stands
    on each stem (:func:`rules.extract.stems.company`); ``joiner`` joins the words of a gloss."""
    skipped = set(bound)
    kept = [entry for entry in entries if entry.headword not in skipped and is_word(entry.headword)]
    ids = Ids()
    drafts = [draft_of_entry(entry, ids, joiner, meta_language) for entry in kept]
    by_form: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_form[normal(draft.headword)].append(draft)
    owners = _assign_stems(stems, by_form, drafts)
    _choose_glosses(drafts)
    suppletive = _add_other_stems(stems, owners, drafts, by_form, ids)
    _add_variants(kept, drafts, by_form, ids)
    _number_homonyms(drafts)
    pos = _word_classes(drafts, owners, company)
    bases = {key: draft.headword for key, draft in owners.items() if draft.gloss == key[1]}
    totals: Counter[str] = Counter()
    for key, stem in stems.items():
        totals[key[0]] += stem.count
    return Lexicon(tuple(_lexeme(draft, totals) for draft in drafts), pos, bases, suppletive)


# --- stems of the examples -----------------------------------------------------------------------------------------


def _assign_stems(
    stems: Mapping[StemKey, Stem], by_form: Mapping[str, list[Draft]], drafts: Sequence[Draft]
) -> dict[StemKey, Draft]:
    """Give each attested (form, gloss) to the entry of that headword which fits its gloss best."""
    owners: dict[StemKey, Draft] = {}
    for key, stem in sorted(stems.items(), key=lambda item: (-item[1].count, item[0])):
        candidates = by_form.get(key[0]) or by_form.get(key[0].replace("_", " "), [])
        if not candidates:
            continue
        scored = [(_fit(stem.gloss, draft), -i, draft) for i, draft in enumerate(candidates)]
        fit, _, draft = max(scored, key=lambda item: item[:2])
        free = [d for d in candidates if not d.glosses]
        if fit == 0.0 and not free:
            continue  # no entry means this: a homonym or sense of its own, added below
        draft = draft if fit else max(free, key=lambda d: _akin(stem.gloss, d))  # max takes the first of equals
        draft.glosses[stem.gloss] += stem.count
        draft.attested += stem.count
        draft.pos = draft.pos or stem.pos
        owners[key] = draft
    return owners


def _fit(gloss: str, draft: Draft) -> float:
    """How well an attested gloss fits an entry: its own gloss 3, a word of its definitions 1."""
    if normal(gloss) == normal(draft.gloss):
        return 3.0
    if draft.glosses and gloss in draft.glosses:
        return 2.0
    parts = {p for p in re.findall(r"[^\W_]+", gloss.casefold()) if len(p) > 1}
    known = {p for text in (*draft.definitions, draft.gloss) for p in re.findall(r"[^\W_]+", text.casefold())}
    return len(parts & known) / len(parts) if parts else 0.0


def _akin(gloss: str, draft: Draft) -> int:
    """How many letters a word of the gloss begins alike with a word of the definitions ("grandfather", "grandchild"),
    where these are so many that the words are akin."""
    known = {word for text in (*draft.definitions, draft.gloss) for word in re.findall(r"[^\W_]+", text.casefold())}
    parts = [part for part in re.findall(r"[^\W_]+", gloss.casefold()) if len(part) >= _AKIN]
    alike = max((len(commonprefix([part, word])) for part in parts for word in known), default=0)
    return alike if alike >= _AKIN else 0


def _choose_glosses(drafts: Iterable[Draft]) -> None:
    """The most used gloss of the examples wins; the dictionary's own stays as a sense, and its short glosses as the
    feature ``short``, for projects that gloss their texts as their dictionary does."""
    for draft in drafts:
        if draft.shorts:
            draft.features["short"] = SEPARATOR.join(draft.shorts)
        if not draft.glosses:
            continue
        best = min(draft.glosses, key=lambda g: (-draft.glosses[g], normal(g) != normal(draft.gloss), g))
        own = draft.gloss if draft.gloss not in (short_gloss(d) for d in draft.definitions) else ""
        if own and normal(best) != normal(own) and not is_label(own):
            draft.definitions = tuple(dict.fromkeys((*draft.definitions, own.replace("_", " "))))
        draft.gloss = best


def _add_other_stems(
    stems: Mapping[StemKey, Stem],
    owners: dict[StemKey, Draft],
    drafts: list[Draft],
    by_form: dict[str, list[Draft]],
    ids: Ids,
) -> int:
    """Stems that are no entry's headword or another meaning of it: fused forms, alternants, or lexemes."""
    by_gloss: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_gloss[draft.gloss].append(draft)
    suppletive = 0
    ordered = sorted(stems.items(), key=lambda item: (-item[1].count, item[0]))
    for key, stem in ordered:
        if key in owners and owners[key].gloss == stem.gloss:
            continue
        lexeme = _fused_with(stem, by_gloss)
        if lexeme and key not in owners:
            lexeme.forms[Allomorph(stem.form, "", stem.gloss)] = stem.count
            suppletive += 1
            owners[key] = lexeme
            continue
        base = None if key in owners or key[0] in by_form else _alternates_with(stem, by_gloss)
        if base:
            base.forms[Allomorph(stem.form)] = stem.count
            base.attested += stem.count
            owners[key] = base
            continue
        draft = draft_of_stem(stem, owners.get(key), ids)
        drafts.append(draft)
        by_form[key[0]].append(draft)
        by_gloss[draft.gloss].append(draft)
        owners[key] = draft
    return suppletive


def _fused_with(stem: Stem, by_gloss: Mapping[str, list[Draft]]) -> Draft | None:
    """The lexeme of which a stem is a fused form: ``go.PST`` of the lexeme glossed ``go``."""
    parts = stem.gloss.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        lexical, rest = ".".join(parts[:cut]), parts[cut:]
        if not is_label(lexical) and all(is_label(part) for part in rest) and len(by_gloss.get(lexical, ())) >= 1:
            return max(
                by_gloss[lexical], key=lambda d: (SequenceMatcher(None, d.headword, stem.form).ratio(), d.attested)
            )
    return None


def _alternates_with(stem: Stem, by_gloss: Mapping[str, list[Draft]]) -> Draft | None:
    """The lexeme of the same gloss whose headword is nearly the same: a stem alternant or a spelling."""
    if is_label(stem.gloss):
        return None
    scored = [
        (SequenceMatcher(None, normal(draft.headword), normal(stem.form)).ratio(), draft.attested, -i, draft)
        for i, draft in enumerate(by_gloss.get(stem.gloss, ()))
        if normal(draft.headword)[:1] == normal(stem.form)[:1]
    ]
    best = max(scored, key=lambda item: item[:3], default=None)
    return best[3] if best and best[0] >= _ALIKE else None


# --- variants, homonyms, parts of speech ---------------------------------------------------------------------------


def _add_variants(entries: Sequence[Entry], drafts: list[Draft], by_form: dict[str, list[Draft]], ids: Ids) -> None:
    """A spelling variant is a lexeme of its own that names its main entry."""
    main = {draft.id: draft for draft in drafts if draft.from_entry}
    for entry in entries:
        owner = main.get(entry.id)
        if owner is None:
            continue
        for variant in entry.variants:
            form = variant.strip().strip(BOUNDARY)
            if not form or normal(form) == normal(owner.headword):
                continue
            same = [d for d in by_form.get(normal(form), []) if d.gloss == owner.gloss or not d.from_entry]
            if same:
                same[0].features.setdefault("variant_of", owner.id)
                continue
            draft = Draft(
                ids.make(form, owner.gloss),
                form,
                owner.gloss,
                owner.pos,
                owner.pos_word,
                (),
                owner.source,
                from_entry=False,
            )
            draft.features["variant_of"] = owner.id
            drafts.append(draft)
            by_form[normal(form)].append(draft)


def _number_homonyms(drafts: Iterable[Draft]) -> None:
    by_headword: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.from_entry:
            by_headword[normal(draft.headword)].append(draft)
    for same in by_headword.values():
        for number, draft in enumerate(same, 1):
            if len(same) > 1:
                draft.features["homonym"] = str(number)


def _word_classes(
    drafts: Sequence[Draft], owners: Mapping[StemKey, Draft], company: Mapping[StemKey, Counter[str]]
) -> dict[StemKey, str]:
    """Fill in missing parts of speech and give the part of speech of every stem of the examples."""
    for draft in drafts:
        draft.pos = draft.pos or pos_of_label(draft.gloss) or ("name" if "name" in draft.features else "")
    waiting = [draft for draft in drafts if not draft.pos]
    _classes_by_meaning(drafts, waiting)
    _classes_by_company([draft for draft in waiting if not draft.pos], owners, company)
    for draft in waiting:
        draft.pos = draft.pos or "n"
        draft.features["pos_from"] = "guess"
        if draft.pos == "name":
            draft.features["name"] = "yes"
    return {key: owner.pos for key, owner in owners.items()}


def _classes_by_meaning(drafts: Sequence[Draft], waiting: Sequence[Draft]) -> None:
    """The part of speech of the English gloss, or that of the entries which share the gloss."""
    by_gloss: dict[str, Counter[str]] = defaultdict(Counter)
    for draft in drafts:
        if draft.pos and draft.from_entry:
            by_gloss[draft.gloss.casefold()][draft.pos] += 1
    glosses = {draft.gloss for draft in drafts}
    for draft in waiting:
        same = by_gloss.get(draft.gloss.casefold())
        known = same.most_common(1)[0][0] if same else ""
        draft.pos = pos_of_meaning(draft.gloss, draft.definitions, glosses) or known


def _classes_by_company(
    waiting: Sequence[Draft], owners: Mapping[StemKey, Draft], company: Mapping[StemKey, Counter[str]]
) -> None:
    """The part of speech that the affixes on a stem tell; what was decided helps to decide more."""
    marks: dict[int, Counter[str]] = defaultdict(Counter)
    for key, owner in owners.items():
        marks[id(owner)].update(company.get(key, {}))
    for _ in range(_ROUNDS):
        known = {key: owner.pos for key, owner in owners.items() if owner.pos in _OPEN_CLASSES}
        classifier = Classifier.learn(known, company)
        for draft in waiting:
            draft.pos = draft.pos or classifier.classify(marks[id(draft)])


# --- rows ----------------------------------------------------------------------------------------------------------


def _lexeme(draft: Draft, totals: Mapping[str, int]) -> Lexeme:
    """The row of a draft. An entry is stated; a stem that only the examples have is tested against slips: of all
    tokens of its form, are those with its gloss more than slips of the pen?"""
    features = dict(draft.features)
    if draft.pos_word and normalize_pos(draft.pos_word) and draft.pos_word != draft.pos:
        features["pos"] = draft.pos_word
    forms = tuple(sorted(draft.forms, key=lambda a: (a.gloss, -draft.forms[a], a.form)))
    is_stated = draft.from_entry or "variant_of" in features
    total = max(totals.get(normal(draft.headword), 0), draft.attested)
    status = "accepted" if is_stated else accept_meaning(draft.attested, total, rate=STEM_SLIP_RATE)
    return Lexeme(
        draft.id, draft.headword, draft.pos, draft.gloss or "?", forms, draft.definitions,
        tuple(sorted(features.items())), str(draft.source), "reader", status, Evidence(draft.attested, 0),
    )  # fmt: skip
