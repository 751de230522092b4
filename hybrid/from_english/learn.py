"""Learning the transfer from English: lexicon, alignment, templates, order, all from one project's own sentences.

Glossed examples with a translation and plain sentence pairs are read alike; the glosses add to the lexicon's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hybrid.from_english.align import Alignment, Prior, train_alignment
from hybrid.from_english.classify import Classifier
from hybrid.from_english.context import Surroundings
from hybrid.from_english.english import analyze_english
from hybrid.from_english.lexical import LexicalIndex, base
from hybrid.from_english.observe import Aligned, Observation, Template, leanings, observe
from hybrid.from_english.order import WordOrder
from hybrid.from_english.phrases import merge_phrases
from hybrid.from_english.plan import Node, Plan, make_plan
from hybrid.from_english.rules import ToldRule
from hybrid.from_english.sequence import NAME, SequenceModel
from hybrid.from_english.target import NULLS, Morphology, Reader, TargetWord, glossed_words, headwords, key
from hybrid.from_english.templates import NO_SLOTS, Slots
from hybrid.from_english.tree import features
from morph.model import IGT, Lexeme, Morph

_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_ALTERNATIVE = re.compile(r"(?<=\w)/\w+")
_GLOSS_WORD = re.compile(r"[^\W\d_]{2,}")
KINDS = {"NOUN": "n", "PROPN": "n", "VERB": "v", "ADJ": "a"}
# words left over on both sides of a pair are linked when they are content words, and rare ones
LEFT_OVER, RARE = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"}), 4
# a word of the same letters in both languages may be a loan
LOAN_FIT = 0.3
BARE_WEIGHT = 20
SAID, UNSAID = ("said",), ("unsaid",)


@dataclass(frozen=True)
class Transfer:
    """All that was learned."""

    index: LexicalIndex
    prior: Prior
    support: dict[str, dict[str, float]]
    phrases: dict[str, Counter[tuple[str, ...]]]
    frequency: Counter[str]
    english: Counter[str]
    saying: Classifier
    templates: Classifier
    slots: Slots
    order: WordOrder
    context: Surroundings
    sequence: SequenceModel
    cores: dict[str, tuple[Morph, ...]]
    attached: dict[tuple[str, str], Morph]


def word_type(node: Node) -> str:
    """What is aligned and translated: lemma and kind (``fish|n``, ``fish|v``); names without case."""
    if node.is_name:
        return node.text.casefold()
    kind = KINDS.get(node.pos)
    return f"{node.lemma}|{kind}" if kind else node.lemma


def learn(
    examples: Sequence[IGT],
    pairs: Sequence[tuple[str, str]],
    lexemes: Sequence[Lexeme],
    morphology: Morphology,
    rules: Sequence[ToldRule] = (),
    slots: Slots = NO_SLOTS,
) -> Transfer:
    """Learn from glossed examples, from pairs (text, English) and from rules that were told; ``slots`` are those of
    the language's morphotactics."""
    index = LexicalIndex.of(lexemes)
    lines = [*(said_in(example.translation) for example in examples), *(pair[1] for pair in pairs)]
    english = analyze_english(lines)
    plans = [merge_phrases(make_plan(sentence), index) for sentence in english]
    heads = headwords(lexemes)
    words = [glossed_words(example, heads) for example in examples]
    reader = Reader(morphology, heads, Counter(word.stem for sentence in words for word in sentence))
    prior = _prior(plans, index, words)
    for (text, _), plan in zip(pairs, plans[len(examples) :], strict=True):
        words.append(reader.read(text, _wanted(plan, prior), _names(plan)))
    bilingual = list(zip(plans, words, strict=True))
    alignment = train_alignment([([word_type(n) for n in p.nodes], [w.stem for w in ws]) for p, ws in bilingual], prior)
    frequency = Counter(word.stem for sentence in words for word in sentence)
    aligned = [Aligned(p, ws, tuple(_links(alignment, p, ws, frequency))) for p, ws in bilingual]
    lean = leanings(aligned)
    observations = tuple(observe(pair, lean) for pair in aligned)
    order, context = WordOrder(), Surroundings()
    for observation in observations:
        order.learn(observation)
        context.learn(observation)
    return Transfer(
        index=index,
        prior=prior,
        support=_support(bilingual, prior),
        phrases=_phrases(observations),
        frequency=frequency,
        english=Counter(word_type(node) for plan in plans for node in plan.nodes),
        saying=_saying(observations),
        templates=_templates(observations, rules),
        slots=slots,
        order=order,
        context=context,
        sequence=_sequence(aligned),
        cores=_cores(words),
        attached={**{rule.part: rule.morph for rule in rules}, **_attached(words)},
    )


def said_in(translation: str) -> str:
    """The part of an example's translation that its words say: without what the linguist added in brackets.

    >>> said_in("(He/she) sent [me] it.")
    'He sent it.'
    """
    plain = _ALTERNATIVE.sub("", _BRACKETS.sub("", translation).replace("(", "").replace(")", ""))
    return " ".join(plain.split())


def _names(plan: Plan) -> frozenset[str]:
    return frozenset(node.text.casefold() for node in plan.nodes if node.is_name)


def _wanted(plan: Plan, prior: Prior) -> dict[str, float]:
    """How well each stem fits some word of the sentence."""
    best: dict[str, float] = {}
    for node in plan.nodes:
        for stem, fit in prior.get(word_type(node), {}).items():
            best[stem] = max(best.get(stem, 0.0), fit)
    return best


def stems_of(lexeme: Lexeme) -> list[str]:
    """The stems under which a lexeme's words are counted."""
    forms = [lexeme.headword, *(form.form for form in lexeme.forms if not form.gloss)]
    return [form.casefold().strip("*-=~ ") for form in forms if form not in NULLS]


def fitting(node: Node, index: LexicalIndex) -> dict[str, tuple[float, Lexeme]]:
    """The lexicon's stems for a node, with fit; another part of speech halves the fit."""
    found: dict[str, tuple[float, Lexeme]] = {}
    looked_up = [(index.find(node.lemma), 1.0), (index.find(node.text), 0.9), (index.find(base(node.lemma)), 0.8)]
    if " " in node.lemma:
        looked_up = [(index.find_sequence(tuple(node.lemma.split())), 1.0)]
    for entries, share in looked_up:
        for entry in entries:
            fit = entry.fit * share * _same_kind(node, entry.lexeme)
            for rank, stem in enumerate(stems_of(entry.lexeme)):
                value = fit * (1.0 if rank == 0 else 0.9)
                if value > found.get(stem, (0.0,))[0]:
                    found[stem] = (value, entry.lexeme)
    return found


def _same_kind(node: Node, lexeme: Lexeme) -> float:
    kind, pos = KINDS.get(node.pos), lexeme.pos.casefold()
    if kind is None or not pos:
        return 1.0
    is_verb, is_noun = "v" in re.split(r"[^a-z]", pos)[-1][:1], pos.startswith("n") or "noun" in pos
    if kind == "v":
        return 1.0 if is_verb else 0.5
    return 0.6 if is_verb and kind == "n" else 1.0 if is_noun or kind == "a" else 0.8


def _prior(plans: Sequence[Plan], index: LexicalIndex, glossed: Sequence[Sequence[TargetWord]]) -> Prior:
    """How well the lexicon and the glosses of the examples let each stem stand for each English word."""
    by_gloss: dict[str, Counter[str]] = defaultdict(Counter)
    for words in glossed:
        for word in words:
            for gloss in sorted({g.casefold() for m in word.core for g in _GLOSS_WORD.findall(m.gloss)}):
                by_gloss[gloss][word.stem] += 1
    prior: dict[str, dict[str, float]] = {}
    for node in (node for plan in plans for node in plan.nodes):
        name = word_type(node)
        if name in prior:
            continue
        prior[name] = {stem: fit for stem, (fit, _) in fitting(node, index).items()}
        for english in sorted({node.lemma.casefold(), base(node.lemma.casefold()), node.text.casefold()}):
            for stem in by_gloss.get(english, {}):
                prior[name][stem] = max(prior[name].get(stem, 0.0), 1.0)
        if node.is_name or (node.pos in KINDS and len(node.text) > 2):
            prior[name].setdefault(node.text.casefold(), 1.0 if node.is_name else LOAN_FIT)
    return prior


def _support(bilingual: Iterable[tuple[Plan, Sequence[TargetWord]]], prior: Prior) -> dict[str, dict[str, float]]:
    """How far the sentences bear out the lexicon: of those with an English word, the share that has the stem.

    A translation of a frequent word that never turns up beside it is not the usual one, whatever the dictionary says.
    """
    seen: Counter[str] = Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for plan, words in bilingual:
        stems = {word.stem for word in words}
        for name in sorted({word_type(node) for node in plan.nodes}):
            seen[name] += 1
            together[name].update(stem for stem in prior.get(name, ()) if stem in stems)
    return {
        name: {stem: (together[name][stem] + 1) / (count + 1) for stem in prior.get(name, ())}
        for name, count in seen.items()
    }


def _links(alignment: Alignment, plan: Plan, words: Sequence[TargetWord], frequency: Counter[str]) -> list[int]:
    """The node of each word; what is left over on both sides is linked where it is one to one."""
    links = alignment.links([word_type(node) for node in plan.nodes], [word.stem for word in words])
    left_nodes = [i for i, node in enumerate(plan.nodes) if i not in links and node.pos in LEFT_OVER]
    left_words = [j for j, link in enumerate(links) if link < 0 and frequency[words[j].stem] <= RARE]
    if len(left_nodes) == len(left_words) == 1:
        links[left_words[0]] = left_nodes[0]
    return [plan.nodes[link].index if link >= 0 else -1 for link in links]


def _phrases(observations: Iterable[Observation]) -> dict[str, Counter[tuple[str, ...]]]:
    """How often each English word was said with which stems."""
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for observation in observations:
        for said in observation.said.values():
            counts[word_type(said.node)][said.stems] += 1
    return dict(counts)


def _saying(observations: Iterable[Observation]) -> Classifier:
    """Whether a node gets a word."""
    instances = [
        (features(o.plan, node), SAID if node.index in o.said else UNSAID)
        for o in observations
        for node in o.plan.nodes
    ]
    return Classifier.train(instances)


def template_features(plan: Plan, node: Node, stem: str) -> list[str]:
    """A node's features and the stem that was chosen for it."""
    return [*features(plan, node), f"stem={stem}", f"{node.role}~{stem}"]


def _templates(observations: Iterable[Observation], rules: Iterable[ToldRule]) -> Classifier:
    """Which template a node takes; what was told counts like a few more observations."""
    instances: list[tuple[list[str], Template]] = [
        (template_features(o.plan, s.node, s.stems[-1]), s.template)
        for o in observations
        for s in o.said.values()
        if s.clean
    ]
    instances += [(list(rule.features), (rule.part,)) for rule in rules for _ in range(rule.weight)]
    # of what nothing is told, nothing is attached to it
    instances += [([f"pos={pos}"], ()) for pos in KINDS for _ in range(BARE_WEIGHT)]
    counts: Counter[Template] = Counter(template for _, template in instances)
    return Classifier.train([(f, t) for f, t in instances if counts[t] > 1])


def _sequence(pairs: Iterable[Aligned]) -> SequenceModel:
    """The sequence model over all sentences; a name counts as such wherever English has the same name."""
    sentences = []
    for pair in pairs:
        names = _names(pair.plan)
        sentences.append([
            token
            for word in pair.words
            for token in (
                *(key(m) for m in word.before), NAME if word.stem in names else word.stem, *(key(m) for m in word.after)
            )
        ])  # fmt: skip
    return SequenceModel.train(sentences)


def _cores(words: Iterable[Sequence[TargetWord]]) -> dict[str, tuple[Morph, ...]]:
    """The morphs of each stem, as it was most often analysed."""
    counts: dict[str, Counter[tuple[Morph, ...]]] = defaultdict(Counter)
    for word in (word for sentence in words for word in sentence):
        if word.core:
            counts[word.stem][word.core] += 1
    return {stem: found.most_common(1)[0][0] for stem, found in counts.items()}


def _attached(words: Iterable[Sequence[TargetWord]]) -> dict[tuple[str, str], Morph]:
    """The usual morph behind each part of a template."""
    counts: dict[tuple[str, str], Counter[Morph]] = defaultdict(Counter)
    for word in (word for sentence in words for word in sentence):
        for morph in word.before:
            counts["prefix", key(morph)][morph] += 1
        for morph in word.after:
            counts["edge" if morph.separator == "=" else "suffix", key(morph)][morph] += 1
    return {part: found.most_common(1)[0][0] for part, found in counts.items()}
