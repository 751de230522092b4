"""Translation by a large language model: what it is asked about a project's sentences, and what it answered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from grammar.labels import Labels
from hybrid.combine.pool import Candidate
from hybrid.from_english.english import analyze_english
from hybrid.into_english.transfer import Transfer
from hybrid.into_english.translator import IntoEnglish
from hybrid.llm.answers import Translated, read_translations
from hybrid.llm.explain import explained_words
from hybrid.llm.knowledge import Knowledge, Row, memory_of
from hybrid.llm.pooled import PooledFromEnglish
from hybrid.llm.requests import (
    Batch,
    Briefer,
    Direction,
    answer_schema,
    answer_tokens,
    make_batches,
    manifest,
    sentence_id,
)
from hybrid.llm.translator import WORD, LlmTranslator, Reader, unanalysed
from hybrid.neural.translator import Settings, explained
from hybrid.translation import Translation, Translator
from morph.model import Finding
from onebook.asking import Sending, language_name, origin, send
from onebook.claims import stored_claims
from onebook.llm_options import LLM, PREFIX, Asking
from onebook.neural import analyser, make_pooled
from onebook.project import schemas
from onebook.session import Session
from onebook.translators import (
    Glossed,
    directions,
    from_english,
    glossed_pairs,
    into_english,
    known_pairs,
    labels,
    transfer_rows,
)
from rules.llm.answer_files import read_answer_files
from rules.llm.folder import write_prompts
from rules.llm.providers import LOCAL

OPENING = '{"translations": ['
_META = {"eng": "English"}
_SHOWN = 8


def batches_for(session: Session, lines: Sequence[str], source: str, target: str, asking: Asking) -> list[Batch]:
    """The requests for some sentences."""
    into = directions(session, source, target)
    direction = _direction(session, into)
    return make_batches(
        lines, _briefer(session, into, asking.pairs), direction, mode=asking.mode, per_request=asking.per_request
    )


def write_out(session: Session, batches: Sequence[Batch], asking: Asking, *, into: bool) -> None:
    """Write the request files, and say on stderr what they hold and would cost."""
    assert asking.requests is not None
    told = manifest(batches, _direction(session, into), asking.mode)
    write_prompts(asking.requests, [batch.prompt for batch in batches], answer_schema(), told)
    for line in (*summary(batches, asking.price), f"written to {asking.requests}; answers go to NNN-HASH.json or .txt"):
        print(line, file=sys.stderr)


def summary(batches: Sequence[Batch], dollars: tuple[float, float]) -> list[str]:
    """Number of requests, tokens and estimated cost."""
    tokens, out = sum(batch.prompt.tokens for batch in batches), answer_tokens(batches)
    cost = (tokens * dollars[0] + out * dollars[1]) / 1e6
    return [
        f"{len(batches)} requests for {sum(len(batch.lines) for batch in batches)} sentences, about {tokens:,} tokens "
        f"in (the largest {max((batch.prompt.tokens for batch in batches), default=0):,}), about {out:,} out",
        f"estimated cost: ${cost:.2f} at ${dollars[0]:g} in and ${dollars[1]:g} out for a million tokens (--price)",
    ]


def translations(session: Session, lines: Sequence[str], batches: Sequence[Batch], asking: Asking) -> Translated:
    """What a folder of answers or a model says, with findings about all that is amiss. ``batches`` are the requests
    where they are known: a folder of answers is read without, as each translation names its sentence."""
    asked = {batch.prompt.name: [sentence_id(line) for line in batch.lines] for batch in batches}
    texts: list[tuple[str, str]] = []
    findings: list[Finding] = []
    if asking.responses:
        files = read_answer_files(
            asking.responses, asked, command="onebook translate",
            strangers_are="they are read all the same: each translation names its sentence",
        )  # fmt: skip
        texts += files.texts
        findings += files.findings
    if asking.sends:
        prompts = [batch.prompt for batch in batches]
        to = Sending(asking.model, asking.base_url, asking.jobs, asking.dry_run, asking.yes)
        price = (0.0, 0.0) if asking.model.startswith(LOCAL) else asking.price
        run = send(session.project, prompts, to, summary(batches, price), opening=OPENING)
        if run:
            texts += [(name, reply.text) for name, reply in sorted(run.replies.items())]
            findings += run.findings
    found = read_translations(texts, map(sentence_id, lines), asked)
    found.findings[:0] = findings
    return found


def ask(session: Session, lines: Sequence[str], source: str, target: str, asking: Asking) -> Translated | None:
    """What a model says of some sentences; None where requests were only to be written or counted."""
    into = directions(session, source, target)
    batches: list[Batch] = []
    if asking.requests or asking.sends:
        batches = batches_for(session, lines, source, target, asking)
    if asking.requests:
        write_out(session, batches, asking, into=into)
        if not asking.responses:
            return None
    found = translations(session, lines, batches, asking)
    if asking.dry_run and asking.sends:
        return None
    report(found, lines)
    if not into:
        _report_strange(found, lines, _reader(session))
    return found


def make_llm(
    session: Session, found: Translated, source: str, target: str, asking: Asking, *, pooled: bool = False
) -> Translator:
    """The translator of sentences by a model's answers; the rules translate the others. ``pooled``: the answers are
    candidates among those of all systems."""
    into = directions(session, source, target)
    if pooled and into:
        return make_pooled(session, into_english(session), known_pairs(session), found.texts)
    if pooled:
        return PooledFromEnglish(from_english(session), found.texts, _reader(session))
    name = origin(asking.model or "answers").removeprefix(PREFIX)
    if into:
        rules = into_english(session)
        return LlmTranslator(name, found.texts, Glossed(session, rules.translate_igt), _explainer(session, rules))
    words, reader = from_english(session), _reader(session)

    def explain(line: str, text: str, signature: str) -> Translation:
        return explained_words(words, analyze_english([line])[0], text, reader, signature)

    return LlmTranslator(name, found.texts, words, explain)


def _explainer(session: Session, rules: IntoEnglish) -> Callable[[str, str, str], Translation]:
    """What tells of an English translation which of its words the analysis gives."""
    analyse = analyser(session, rules, known_pairs(session), Settings(drafts=4))

    def explain(line: str, text: str, signature: str) -> Translation:
        return replace(explained(Candidate(text, LLM), analyse(line), LLM), signature=signature)

    return explain


def _reader(session: Session) -> Reader:
    glosser = session.glosser()
    return lambda line: glosser.line(line).words


def report(found: Translated, lines: Sequence[str]) -> None:
    """How many sentences are answered, and what was wrong, on stderr."""
    ids = {sentence_id(line) for line in lines if line.strip()}
    answered = sum(id_ in found.texts for id_ in ids)
    print(f"onebook: {answered} of {len(ids)} sentences answered; the rules translate the others", file=sys.stderr)
    for finding in found.findings[:_SHOWN]:
        print(f"onebook: {finding}", file=sys.stderr)
    if len(found.findings) > _SHOWN:
        print(f"onebook: … {len(found.findings) - _SHOWN} more findings about answers", file=sys.stderr)


def _report_strange(found: Translated, lines: Sequence[str], reader: Reader) -> None:
    """How many words of the translations no analysis explains, on stderr."""
    words = total = 0
    shown: list[str] = []
    for line in dict.fromkeys(lines):
        for text in found.texts.get(sentence_id(line), ())[:1]:
            strange = unanalysed(text, reader)
            shown += strange
            words += len(strange)
            total += len(WORD.findall(text))
    if words:
        named = ", ".join(dict.fromkeys(shown[:_SHOWN]))
        print(f"onebook: {words} of {total} words of the answers have no analysis: {named} …", file=sys.stderr)


def _direction(session: Session, into: bool) -> Direction:
    config = session.project.config
    return Direction(into, language_name(config), _META.get(config.meta_language, config.meta_language))


def _briefer(session: Session, into: bool, pairs: int) -> Briefer:
    """Everything that a prompt tells, from the tables of the project."""
    from hybrid.llm.from_english import FromBriefer
    from hybrid.llm.into_english import IntoBriefer

    knowledge = knowledge_of(session)
    memory = memory_of(known_pairs(session), into=into)
    if into:
        return IntoBriefer(knowledge, session.glosser(), into_english(session), memory, pairs)
    return FromBriefer(knowledge, session.glosser(), from_english(session), memory, pairs)


def knowledge_of(session: Session) -> Knowledge:
    """The tables of a project as prompts tell of them."""
    abbreviations = labels(session)
    rows = [
        Row(row.construction, row.english, row.kind, row.evidence.attested, row.evidence.contradicted)
        for row in session.project.read("transfer.tsv", schemas.TRANSFER)
        if row.status == "accepted"
    ]
    language = session.language
    config = session.project.config
    return Knowledge.of(
        language_name(config), _META.get(config.meta_language, config.meta_language), language.lexemes,
        language.morphemes, Labels.of(abbreviations), Transfer.of(abbreviations, transfer_rows(session)), rows,
        _facts(session), glossed_pairs(session),
    )  # fmt: skip


def _facts(session: Session) -> list[str]:
    """Word order and exceptions as accepted claims tell them."""
    stored, _ = stored_claims(session.project)
    claims = [row.claim for row in stored if (row.decision or row.status) == "accepted"]
    orders: dict[str, dict[str, str]] = {}
    for claim in claims:
        if claim.type == "order":
            known = orders.setdefault(claim.text("phrase"), {})
            known.setdefault(" ".join(map(str, claim.items("constituents"))), claim.text("frequency"))
    found = [f"{name}: {'; '.join(f'{o} ({often})' for o, often in kinds.items())}" for name, kinds in orders.items()]
    found += [
        f"{claim.text('of')}: {claim.text('instead')} ({', '.join(map(str, claim.items('words')))})"
        for claim in claims
        if claim.type == "exception"
    ]
    return list(dict.fromkeys(found))
