"""The report put together: which sections, in which order, from what sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from morph.model import IGT
from onebook import __version__
from onebook.inputs import read_lines
from onebook.report.glance import glance
from onebook.report.heldout import Heldout, score_heldout
from onebook.report.material import Material
from onebook.report.page import Section, write_page
from onebook.report.paradigms import paradigms
from onebook.report.rulebook import affixes, evidence, sounds
from onebook.report.scores import gloss_sections, translation_section
from onebook.report.sentences import text, translations, trees
from onebook.report.sources import sources
from onebook.ruleset import summary
from onebook.session import Session


def write_report(session: Session, path: Path, *, text: Path | None = None, heldout: Path | None = None) -> None:
    """Write the report of a project as one HTML file.

    ``text`` is a file with one sentence a line to gloss; ``heldout`` a folder of held-out sentences
    (:mod:`onebook.report.heldout`). Without ``text`` the held-out text is shown, or the project's own examples.
    """
    material = Material(session)
    scored = score_heldout(session, heldout) if heldout else Heldout()
    write_page(
        path,
        session.project.config.name,
        "What onebook learned of the language, where each rule comes from, and how well it works.",
        _sections(material, scored, text),
        footer=f"onebook {__version__}. Every figure and example on this page was computed from the project "
        "when the page was written.",
    )


def _sections(material: Material, scored: Heldout, text_file: Path | None) -> list[Section]:
    name, igts = _sample(material, scored, text_file)
    limits = material.limits
    again = reglossed(material)
    texts = [("the sources, glossed anew", again), *((found.path.name, found.igts) for found in scored.glossed)]
    if text_file:
        texts.append((text_file.name, igts))
    found: list[Section | None] = [
        glance(material, texts),
        sources(material),
        sounds(material),
        affixes(material),
        evidence(material),
        paradigms(material),
        text(igts, name, limits.sentences),
        trees(material, igts),
        translations(scored.translated, scored.problems, limits.translations),
        *_scores(material, scored),
    ]
    return [part for part in found if part is not None]


def _sample(material: Material, scored: Heldout, text_file: Path | None) -> tuple[str, Sequence[IGT]]:
    """The sentences to show, and what they are."""
    if text_file:
        glosser = material.session.glosser()
        lines = [line for line in read_lines(text_file) if line.strip()]
        return f"The text {text_file.name}.", [glosser.line(line, id=str(n)) for n, line in enumerate(lines, 1)]
    if scored.glossed:
        return "Held-out sentences.", scored.glossed[0].igts
    return "Sentences of the sources, glossed anew from their plain text.", reglossed(material)


def reglossed(material: Material) -> list[IGT]:
    """The project's own sentences glossed from their plain text, as if nobody had glossed them."""
    glosser = material.session.glosser()
    plain = [(igt, igt.text or " ".join(word.form for word in igt.words)) for igt in material.examples]
    return [
        glosser.line(line, id=str(number), translation=igt.translation)
        for number, (igt, line) in enumerate(plain, 1)
        if line.strip()
    ]


def _scores(material: Material, scored: Heldout) -> list[Section]:
    names = {view.id: summary(view.row) for view in material.rules}
    sections: list[Section] = []
    for glossed in scored.glossed:
        sections += gloss_sections(glossed.scores, explain=lambda rule: names.get(rule, rule))
    for found in scored.translated:
        title = f"{found.source} → {found.target}"
        signature = next((t.signature for t in found.translations if t.signature), "")
        sections.append(
            translation_section(f"scores-{found.source}", title, found.scores, system=signature, lead=found.path.name)
        )
    return sections
