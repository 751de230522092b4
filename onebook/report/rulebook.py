"""The rules as a reader of grammars knows them: sound rules, the position-class chart, the evidence for each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from morph.model import Analysis, Morpheme, SoundRule, Template
from morph.sounds import apply_rules
from onebook.report.material import Material
from onebook.report.page import Section, section
from onebook.report.plots import Axis, Bubble, Stack, bubbles, stacked
from onebook.ruleset import RuleView, summary

_WORDS = 5
_IN_SLOT = 12
_STATUSES = ("accepted", "proposed", "rejected")
_KINDS = (("lexeme", "lexicon entries"), ("morpheme", "allomorphs"), ("sound", "sound rules"))
_BINS = ((0, 0, "never"), (1, 1, "once"), (2, 4, "2–4 times"), (5, 19, "5–19"), (20, 10**9, "20 and more"))
_SHADES = ("s0", "s1", "s2", "s3", "s4")
_COLOURS = {"accepted": 0, "proposed": 1, "rejected": 4}


def sounds(material: Material) -> Section | None:
    """Sound rules in SPE notation, with words of the examples in which each applies."""
    views = material.of_kind("sound")
    if not views:
        return None
    words = attesting_words(material)
    rows = [_sound(view, words.get(view.id, ())) for view in views]
    return section("sounds", "Sound rules", rules=rows, classes=material.project.config.classes)


def _sound(view: RuleView, words: Sequence[tuple[str, str]]) -> dict[str, Any]:
    rule: SoundRule = view.row
    attested, contradicted = view.evidence.attested, view.evidence.contradicted
    return {
        "id": view.id,
        "target": rule.target or "∅",
        "output": rule.output or "∅",
        "before": rule.before,
        "after": rule.after,
        "context": bool(rule.before or rule.after),
        "optional": rule.optional,
        "status": view.status,
        "attested": attested,
        "contradicted": contradicted,
        "share": round(100 * attested / (attested + contradicted)) if attested + contradicted else 0,
        "words": words[:_WORDS],
        "places": "; ".join(view.source.split(" ; ")[:3]),
    }


def attesting_words(material: Material) -> dict[str, list[tuple[str, str]]]:
    """For each sound rule, words of the examples that it turns from underlying to surface form: first those in which
    fewest other rules apply, then the most frequent."""
    rules = [view.row for view in material.of_kind("sound", "accepted")]
    basic = _basic_forms(material)
    counts: Counter[tuple[str, str]] = Counter()
    for igt in material.examples:
        for word in igt.words:
            if word.analysis and word.form:
                counts[_underlying(word.analysis, basic), word.form.casefold()] += 1
    found: defaultdict[str, list[tuple[int, tuple[str, str]]]] = defaultdict(list)
    for (underlying, form), _ in counts.most_common():
        surface, steps = apply_rules(underlying, rules, material.project.config.classes)
        if steps and surface == form:
            for rule in {step.rule for step in steps}:
                found[rule].append((len(steps), (underlying, form)))
    return {rule: [word for _, word in sorted(words, key=lambda item: item[0])] for rule, words in found.items()}


def _basic_forms(material: Material) -> dict[tuple[str, str], str]:
    """For the form and gloss of each allomorph the basic form of its morpheme: the one without an environment."""
    basic: dict[tuple[str, str], str] = {}
    for rows in material.morpheme_groups.values():
        first = next((row for row in rows if not row.environment), rows[0])
        for row in rows:
            basic.setdefault((row.form.casefold(), row.gloss), first.form)
    return basic


def _underlying(analysis: Analysis, basic: dict[tuple[str, str], str]) -> str:
    """The word with every bound morph in its basic form, for sources that segment the surface form."""
    morphs = tuple(
        m if m.kind == "stem" else replace(m, form=basic.get((m.form.casefold(), m.gloss), m.form))
        for m in analysis.morphs
    )
    return replace(analysis, morphs=morphs).segmented


def affixes(material: Material) -> Section | None:
    """The position-class chart of each template and the inventory of bound morphemes."""
    groups = material.morpheme_groups
    if not groups:
        return None
    templates = [view.row for view in material.of_kind("template", "accepted")]
    charts = _charts(templates, groups)
    rows = [_affix(material, rows) for rows in groups.values()]
    rows.sort(key=lambda row: -int(row["attested"]))
    anywhere = [row for row in rows if not row["hosts"]] if all(template.pos for template in templates) else []
    return section("affixes", "Affixes and clitics", charts=charts, rows=rows, anywhere=anywhere)


def _charts(templates: Sequence[Template], groups: dict[str, list[Morpheme]]) -> list[dict[str, Any]]:
    charts: list[dict[str, Any]] = []
    for template in templates:
        slots = [_slot(name, template, groups) for name in template.before]
        slots.append({"stem": True})
        slots += [_slot(name, template, groups) for name in template.after]
        filled = [slot for slot in slots if slot["stem"] or slot["morphemes"]]
        if len(filled) > 1:
            charts.append(
                {"title": "Word class " + ", ".join(template.pos) if template.pos else "Any word", "slots": filled}
            )
    return charts


def _slot(name: str, template: Template, groups: dict[str, list[Morpheme]]) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for allomorphs in groups.values():
        row = max(allomorphs, key=lambda m: m.evidence.attested)
        hosts = {pos for m in allomorphs for pos in m.attaches_to}
        if row.slot == name and (hosts & set(template.pos) if template.pos else True):
            shapes = ", ".join(shape(m) for m in allomorphs)
            attested = sum(m.evidence.attested for m in allomorphs)
            rows.append({"form": shape(row), "shapes": shapes, "label": row.gloss, "attested": attested})
    rows.sort(key=lambda row: -row["attested"])
    shown, more = rows[:_IN_SLOT], len(rows[_IN_SLOT:])
    obligatory = name in template.obligatory
    return {"stem": False, "name": name, "obligatory": obligatory, "morphemes": shown, "more": more}


def shape(row: Morpheme) -> str:
    """An allomorph with the hyphen or equals sign that shows where it attaches.

    >>> shape(Morpheme("loc", "ko", "LOC", "enclitic")), shape(Morpheme("act", "um", "ACT", "infix"))
    ('=ko', '‹um›')
    """
    marks = {"prefix": "{}-", "proclitic": "{}=", "suffix": "-{}", "enclitic": "={}", "infix": "‹{}›"}
    return marks.get(row.kind, "{}").format(row.form)


def _affix(material: Material, rows: Sequence[Morpheme]) -> dict[str, Any]:
    hosts = list(dict.fromkeys(pos for row in rows for pos in row.attaches_to))
    return {
        "label": rows[0].gloss,
        "meaning": material.abbreviations.get(rows[0].gloss, ""),
        "shapes": [{"form": shape(row), "environment": row.environment} for row in rows],
        "kind": rows[0].kind,
        "status": rows[0].status,
        "hosts": ", ".join(hosts),
        "attested": sum(row.evidence.attested for row in rows),
        "contradicted": sum(row.evidence.contradicted for row in rows),
        "source": rows[0].source.split(" ; ")[0],
    }


def evidence(material: Material) -> Section | None:
    """How well attested the rules are, and which of them wait for a person."""
    views = [view for view in material.rules if view.kind != "template"]
    if not views:
        return None
    waiting = sorted(
        (view for view in views if view.status != "accepted"), key=lambda v: (v.status, -v.evidence.attested)
    )
    limit = material.limits.waiting
    return section(
        "evidence",
        "Evidence",
        plots=[_attestation(views), _for_against(views)],
        waiting=[{"summary": summary(v.row), "id": v.id, "status": v.status, "evidence": v.evidence,
                  "source": v.source.split(" ; ")[0]} for v in waiting[:limit]],
        more=max(0, len(waiting) - limit),
    )  # fmt: skip


def _attestation(views: Sequence[RuleView]) -> dict[str, str]:
    rows = []
    for kind, name in _KINDS:
        found = [view.evidence.attested for view in views if view.kind == kind]
        if found:
            counts = tuple(sum(low <= count <= high for count in found) for low, high, _ in _BINS)
            rows.append(Stack(name, counts, f"{len(found):,}"))
    return {
        "title": "How often a rule was seen at work",
        "note": "Times that a rule was right in the glossed examples. One that was never seen stands in a table, a "
        "word list or a dictionary of the sources.",
        "svg": stacked(
            rows, [name for _, _, name in _BINS], "Rules by the number of times they were attested", _SHADES
        ),
    }


def _for_against(views: Sequence[RuleView]) -> dict[str, str]:
    counts: Counter[tuple[int, int, str]] = Counter()
    names: dict[tuple[int, int, str], str] = {}
    for view in views:
        key = (view.evidence.attested, view.evidence.contradicted, view.status)
        if key[0] or key[1]:
            counts[key] += 1
            names.setdefault(key, view.summary)
    points = [Bubble(a, c, n, f"{names[a, c, s]}{f' and {n - 1} more' if n > 1 else ''}: {a} right, {c} wrong, {s}",
                     _COLOURS[s]) for (a, c, s), n in counts.items()]  # fmt: skip
    most = max((max(p.x, p.y) for p in points), default=1)
    marks = tuple(mark for mark in (0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000) if mark <= most * 1.2)
    statuses = [s for s in _STATUSES if any(key[2] == s for key in counts)]
    axis = Axis(0, most, "times right", log=True, marks=marks)
    return {
        "title": "Right and wrong",
        "note": "A bubble is one or more rules with the same counts; hover to see one. Low and to the right is good.",
        "svg": bubbles(
            points,
            axis,
            Axis(0, most, "times wrong", log=True, marks=marks),
            [(s, _COLOURS[s]) for s in statuses],
            "Rules by how often they were right and wrong",
        ),
    }
