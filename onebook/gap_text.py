"""The stories of words without analysis as lines for people: ``onebook rules gaps``, ``onebook gloss``."""

from __future__ import annotations

from collections.abc import Iterator

from morph.gaps import Gap
from onebook.gaps import Chosen, RankedGap, Story

_LETTERS = "abc"


def story_lines(story: Story) -> Iterator[str]:
    """What ``onebook gloss --explain-unknown`` tells after the text."""
    share = 100 * story.without / story.tokens if story.tokens else 0.0
    open_words = f"{story.without:,} of {story.tokens:,} words ({share:.1f} %)"
    yield f"{open_words} are guessed, unknown or left open, {story.words:,} different ones"
    for gap in story.gaps:
        yield from lines_of(gap, commands=True)
    if story.words > len(story.gaps):
        yield f"… {story.words - len(story.gaps):,} more words: --top N"
    if any(gap.options for gap in story.gaps):
        yield "a mend is made by its command (put the meaning in place of ?), or: onebook rules gaps --accept N gloss=…"
    if any(gap.readings for gap in story.gaps):
        yield "to choose among readings: onebook gloss --to tsv, correct the table, onebook gloss --confirm TABLE"


def headline(total: int, tokens: int, words: int) -> str:
    """How many words have no analysis."""
    share = 100 * tokens / total if total else 0.0
    return f"{tokens:,} of {total:,} words ({share:.1f} %) have no analysis, {words:,} different ones"


def lines_of(ranked: RankedGap, *, commands: bool = False) -> list[str]:
    """One word: what was guessed, how far the rules come, what blocks them, what is near, what would mend it.
    ``commands`` adds the line to type for each mend."""
    gap = ranked.gap
    places = ", ".join(ranked.places if commands else ranked.places[:1])
    lines = [f"{ranked.number:>3}  ×{ranked.tokens:<4} {gap.word}   {places}".rstrip()]
    lines += [f"          {line}" for line in (*_guess(ranked), *_story(gap))]
    if ranked.meanings:
        lines.append(f"          its translations share: {', '.join(ranked.meanings)}")
    for letter, option in zip(_LETTERS, ranked.options, strict=False):
        mend = option.mend
        more = f"; mends {len(option.words)} words, {option.tokens} tokens" if len(option.words) > 1 else ""
        lines.append(f"       {letter}) {mend.text}: {mend.segmented} ‘{mend.gloss}’{more}")
        if commands:
            lines.append(f"          {option.command}")
    if not ranked.options and not ranked.readings:
        lines.append("          no single entry or rule mends it")
    return lines


def _guess(ranked: RankedGap) -> Iterator[str]:
    guess = ranked.guess
    if guess is not None and guess.basis != "unknown":
        sure = f", confidence {guess.confidence:.2f}" if guess.confidence else ""
        yield f"{'guessed' if guess.basis == 'guess' else guess.basis}: {_shown(guess)}{sure}"
    if ranked.readings:
        readings = ", ".join(f"{_shown(reading)} ({reading.basis})" for reading in ranked.readings)
        yield f"readings that the project has: {readings}"


def _shown(chosen: Chosen) -> str:
    return f"{chosen.segmented} ‘{chosen.gloss}’"


def _story(gap: Gap) -> list[str]:
    lines = []
    if gap.explained:
        left = f"left over: {gap.rest!r}" if gap.rest else "but a word may not end there"
        lines.append(f"explained: {gap.segmented} ‘{gap.gloss}’; {left}")
    lines += [
        f"blocked: {o.segmented} ‘{o.gloss}’: {o.text}{f' [{o.source}]' if o.source else ''}" for o in gap.obstacles
    ]
    if gap.near:
        lines.append("near: " + ", ".join(f"{near.word} ‘{near.gloss}’" for near in gap.near))
    return lines
