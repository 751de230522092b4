"""The stories of words without analysis as lines for people: ``onebook rules gaps``, ``onebook gloss``."""

from __future__ import annotations

from collections.abc import Iterator

from morph.gaps import Obstacle
from onebook.gaps import Chosen, RankedGap, Story

_LETTERS = "abc"


def story_lines(story: Story) -> Iterator[str]:
    """What ``onebook gloss --explain-unknown`` tells after the text."""
    yield headline_of(story)
    for gap in story.gaps:
        yield from lines_of(gap, commands=True)
    yield from more_of(story)


def headline_of(story: Story) -> str:
    """How many words are without a sure analysis."""
    share = 100 * story.without / story.tokens if story.tokens else 0.0
    open_words = f"{story.without:,} of {story.tokens:,} words ({share:.1f} %)"
    return f"guessed, unknown or left open: {open_words}, {story.words:,} different"


def more_of(story: Story) -> Iterator[str]:
    """What is left out, and what to do."""
    if story.words > len(story.gaps):
        yield f"… {story.words - len(story.gaps):,} more words: --top N"
    if any(gap.options for gap in story.gaps):
        yield "a mend is made by its command (put the meaning in place of ?), or: onebook rules gaps --accept N gloss=…"
    if any(gap.readings for gap in story.gaps):
        yield "to choose among readings: onebook gloss --to tsv, correct the table, onebook gloss --confirm TABLE"


def headline(total: int, tokens: int, words: int) -> str:
    """How many words have no analysis."""
    share = 100 * tokens / total if total else 0.0
    have, ones = "has" if tokens == 1 else "have", "one" if words == 1 else "ones"
    return f"{tokens:,} of {total:,} words ({share:.1f} %) {have} no analysis, {words:,} different {ones}"


def lines_of(ranked: RankedGap, *, commands: bool = False) -> list[str]:
    """One word with its story and its mends. ``commands`` adds the line to type for each mend."""
    places = ", ".join(ranked.places if commands else ranked.places[:1])
    lines = [f"{ranked.number:>3}  ×{ranked.tokens:<4} {ranked.gap.word}   {places}".rstrip()]
    lines += [f"          {name}: {text}" for name, text in told(ranked)]
    for letter, option in zip(_LETTERS, ranked.options, strict=False):
        mend = option.mend
        more = f"; mends {len(option.words)} words, {option.tokens} tokens" if len(option.words) > 1 else ""
        lines.append(f"       {letter}) {mend.text}: {mend.segmented} ‘{mend.gloss}’{more}")
        if commands:
            lines.append(f"          {option.command}")
    if not ranked.options and not ranked.readings:
        lines.append("          no single entry or rule mends it")
    return lines


def told(ranked: RankedGap) -> Iterator[tuple[str, str]]:
    """What was guessed, how far the rules come, what blocks them, what is near, what translations suggest: a name
    for each with what there is to say."""
    gap, guess = ranked.gap, ranked.guess
    if guess is not None and guess.basis != "unknown":
        sure = f", confidence {guess.confidence:.2f}" if guess.confidence else ""
        yield "guessed" if guess.basis == "guess" else guess.basis, f"{_shown(guess)}{sure}"
    if ranked.readings:
        readings = ", ".join(f"{_shown(reading)} ({reading.basis})" for reading in ranked.readings)
        yield "readings that the project has", readings
    if gap.explained:
        left = f"left over: {gap.rest!r}" if gap.rest else "but a word may not end there"
        yield "explained", f"{gap.segmented} ‘{gap.gloss}’; {left}"
    yield from (("blocked", _blocked(obstacle)) for obstacle in gap.obstacles)
    if gap.near:
        yield "near", ", ".join(f"{near.word} ‘{near.gloss}’" for near in gap.near)
    if ranked.meanings:
        yield "its translations share", ", ".join(ranked.meanings)


def _blocked(obstacle: Obstacle) -> str:
    source = f" [{obstacle.source}]" if obstacle.source else ""
    return f"{obstacle.segmented} ‘{obstacle.gloss}’: {obstacle.text}{source}"


def _shown(chosen: Chosen) -> str:
    return f"{chosen.segmented} ‘{chosen.gloss}’"
