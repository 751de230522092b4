"""What a prompt tells of an English sentence: the lexemes that may say its words, drafts of the rules, known pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.from_english.choose import options
from hybrid.from_english.english import Sentence, analyze_english
from hybrid.from_english.learn import word_type
from hybrid.from_english.lexical import base
from hybrid.from_english.plan import Node, Plan
from hybrid.from_english.translator import FromEnglish
from hybrid.llm.grammar import told_from
from hybrid.llm.into_english import plain_block
from hybrid.llm.knowledge import Knowledge, senses, stems_of
from hybrid.llm.pairs import Shown, gloss_line, pair_block, with_stems
from hybrid.llm.requests import PAIRS
from hybrid.retrieve import Memory
from morph.gloss import Glosser
from morph.model import Lexeme

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "INTJ"))
_LEXEMES = 6
_SMALL = 3
_FORMS = 4
_DRAFTS = 2
_LIKELY = 2
_LEAST_FIT = 0.1


@dataclass(frozen=True)
class FromBriefer:
    """Tells of English sentences. ``pairs`` is how many known pairs are shown for each."""

    knowledge: Knowledge
    glosser: Glosser
    rules: FromEnglish
    memory: Memory
    pairs: int = PAIRS

    def brief(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """What the book teaches, and a block for each of these sentences."""
        blocks = [self._block(line, sentence) for line, sentence in zip(lines, analyze_english(lines), strict=True)]
        return told_from(self.knowledge), blocks

    def plain(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """The sentences with known pairs alone."""
        return "", [plain_block(line, self.memory, self.pairs) for line in lines]

    def _block(self, line: str, sentence: Sentence) -> str:
        plan = self.rules.plan(sentence)
        words = [told for node in plan.nodes if (told := self._word(plan, node))]
        drafts = [self.glosser.line(draft.text) for draft in self.rules.candidates(sentence, _DRAFTS)]
        found = [Shown(n.source, n.target) for n in self.memory.helpful(line, self.pairs)]
        stems = [stem for draft in drafts for stem in stems_of(draft.words)] + self._likely(plan)
        pairs = with_stems(self.knowledge, found, stems, out_of_english=True)
        shown = [f"- {draft.text} [{gloss_line(draft, line)}]" for draft in drafts if draft.text.strip()]
        return "\n".join(
            [f"Sentence: {line}", "Words:", *words, *(["Drafts:", *shown] if shown else []),
             *pair_block(pairs, out_of_english=True)]
        )  # fmt: skip

    def _likely(self, plan: Plan) -> list[str]:
        """The likeliest stems of each content word."""
        nodes = [node for node in plan.nodes if node.pos in CONTENT and not node.is_name]
        ways = [way for node in nodes for way in options(self.rules.transfer, plan, node)[:_LIKELY]]
        return [stem for way in ways for stem in way.stems]

    def _word(self, plan: Plan, node: Node) -> str:
        """A word with the lexemes that may say it; empty for one that nothing is known of and little is said by."""
        if node.is_name:
            known = [stem for option in options(self.rules.transfer, plan, node) for stem in option.stems]
            told = "; ".join(self._stem(node, stem) for stem in dict.fromkeys(known) if stem != node.text.casefold())
            return f"- {node.text}: name" + (f" | {told}" if told else "")
        ways = options(self.rules.transfer, plan, node)
        if node.pos not in CONTENT:
            told = "; ".join(" ".join(self._short(stem) for stem in way.stems) for way in ways[:_SMALL])
            return f"- {node.text}: {told}" if told else ""
        stems = list(dict.fromkeys(stem for way in ways for stem in way.stems))
        told = " | ".join(self._stem(node, stem) for stem in stems)
        more = [x for x in self._in_lexicon(node) if x.headword.casefold() not in stems][:_LEXEMES]
        parts = [part for part in (told, "; ".join(_entry(x) for x in more)) if part]
        return f"- {node.text}: " + (" | also ".join(parts) if parts else "not in the lexicon")

    def _in_lexicon(self, node: Node) -> list[Lexeme]:
        """Further lexemes whose senses have the word, the fitting first."""
        index = self.rules.transfer.index
        found: dict[str, Lexeme] = {}
        for word in dict.fromkeys((node.lemma, node.text.casefold(), base(node.lemma))):
            entries = index.find_sequence(tuple(word.split())) if " " in word else index.find(word)
            for entry in entries:
                if entry.fit >= _LEAST_FIT:
                    found.setdefault(entry.lexeme.id, entry.lexeme)
        return list({x.headword.casefold(): x for x in reversed(found.values())}.values())[::-1]

    def _stem(self, node: Node, stem: str) -> str:
        """A stem with its senses, how often it says this word, and forms of it that occur."""
        word, lemma = node.text.casefold(), node.lemma.casefold()
        lexemes = self.knowledge.by_form.get(stem, [])
        lexeme = next((x for x in lexemes if lemma in senses(x).casefold() or word in senses(x).casefold()), None)
        lexeme = lexeme or next(iter(lexemes), None)
        told = _entry(lexeme, stem) if lexeme else stem
        seen = self.rules.transfer.phrases.get(word_type(node), Counter())[(stem,)]
        forms = self.knowledge.forms.get(stem, Counter())
        shown = ", ".join(f"{cut} ‘{gloss}’ {n}×" for (_, cut, gloss), n in forms.most_common(_FORMS))
        return told + (f" [says it {seen}×]" if seen else "") + (f" forms: {shown}" if shown else "")

    def _short(self, stem: str) -> str:
        lexemes = self.knowledge.by_form.get(stem, [])
        return f"{stem} ({lexemes[0].gloss})" if lexemes else stem


def _entry(lexeme: Lexeme, stem: str = "") -> str:
    """A lexeme in one line; its headword in brackets where another stem of it is asked for."""
    name = lexeme.headword if not stem or stem == lexeme.headword.casefold() else f"{stem} (of {lexeme.headword})"
    return f"{name} {lexeme.pos} ‘{senses(lexeme)}’"
