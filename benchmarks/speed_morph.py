"""How fast are words analyzed, compared with foma's ``flookup`` and with uniparser-morph, on the same lexicon?

    python benchmarks/speed_morph.py --project PROJECT TEXT... [--entries 111000] [--rounds 5] [--json FILE]
    python benchmarks/speed_morph.py --dictionary CLDF_DIR --affixes BOOK.tex TEXT...

PROJECT is a language project; with ``--dictionary`` a lexicon is made from CLDF entries, and clitics from the rows
``\\textit{=form} & allomorphs & function`` of the tables in a LaTeX file: no sound rules, no reduplication. TEXT has
one sentence a line, or is a TSV file whose second column is the text. Measured: CPU time in this process and of
``flookup`` (its start-up taken off), one core, medians of interleaved rounds, ratios within a round. *running* is the
texts recombined into 200,000 tokens without a sentence twice, by an analyzer made anew in each round; *distinct* their
types, each analyzed in full: *cold* by an analyzer made anew, else with what look-up has kept of endings (the cache of
words is emptied); ``flookup`` gets the types 20 times over. All engines find all analyses; on a sample of types it is
counted whether foma finds the same. uniparser-morph gets suffixes and enclitics only, and a sample of types; its ratio
is taken against the same language without prefixes, infixes and reduplication. Engines that are not installed are
skipped (Debian: foma-bin; PyPI: uniparser-morph).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from speed_foma import agreement, child_time, flookup, folded, foma, read_sentences, recombined

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.compiled import Compiled
from morph.lookup import Lookup, Node
from morph.model import Language, Lexeme, Morpheme
from morph.store import load, save

RUNNING = 200_000
REPEAT = 20
SAMPLE = 300


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--project", type=Path)
    what.add_argument("--dictionary", type=Path, help="CLDF folder instead of a project")
    parser.add_argument("--affixes", type=Path, help="LaTeX file with affix tables, for --dictionary")
    parser.add_argument("--entries", type=int, default=0, help="also: compile, load and start at so many entries")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args(argv)
    if args.dictionary:
        language = dictionary_language(args.dictionary, args.affixes)
    else:
        from onebook.project.project import Project

        language = Project.find(args.project, args.project).language()
    words = [w for line in recombined(read_sentences(args.texts), RUNNING) for w in folded(line)]
    figures: dict[str, float] = {
        "lexemes": len(language.lexemes),
        "morphemes": len(language.morphemes),
        "rules": len(language.sounds),
    }
    figures |= compare(language, words, args.rounds)
    if args.entries:
        figures |= growth(language, args.entries)
    for name, value in figures.items():
        print(f"{name}\t{value:.4g}" if isinstance(value, float) else f"{name}\t{value}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")
    return 0


def dictionary_language(cldf: Path, affixes: Path | None) -> Language:
    """A plain lexicon with clitics: no sound rules, no templates, at most three clitics."""
    senses: dict[str, str] = {}
    for row in csv.DictReader((cldf / "senses.csv").open(encoding="utf-8")):
        senses.setdefault(row["Entry_ID"], row["Description"])
    lexemes = [
        Lexeme(row["ID"], row["Headword"], row["Part_Of_Speech"], "_".join(senses.get(row["ID"], "?").split()))
        for row in csv.DictReader((cldf / "entries.csv").open(encoding="utf-8"))
    ]
    row_of = re.compile(r"\s*\\textit\{([-=]\w+)\}\s*&(.*?)&(.*?)&")
    morphemes: list[Morpheme] = []
    for line in affixes.read_text("utf-8").splitlines() if affixes else ():
        if match := row_of.match(line):
            gloss = re.sub(r"\\\w+|\W+", " ", match[3]).strip().replace(" ", "_").upper()
            for form in (match[1], *re.findall(r"\\textit\{([-=]\w+)\}", match[2])):
                kind = "enclitic" if form[0] == "=" else "suffix"
                morphemes.append(Morpheme(f"m{len(morphemes)}", form, gloss, kind))
    settings = (("max_free", "3"),)
    return Language("dictionary", lexemes=tuple(lexemes), morphemes=tuple(morphemes), settings=settings)


# --- ratios ---------------------------------------------------------------------------------------------


def compare(language: Language, words: list[str], rounds: int) -> dict[str, float]:
    """Time per word of all engines, and ratios of medians within the same rounds."""
    types = sorted(set(words))
    running = words
    began = time.process_time()
    compiled = compile_language(language)
    figures: dict[str, float] = {"types": len(types), "compile_s": time.process_time() - began}
    compiled = saved_and_loaded(compiled)
    engines: dict[str, Callable[[], float]] = {}
    analyzer = Analyzer(compiled)
    figures["analyses_per_type"] = sum(len(analyzer.analyze(word)) for word in types) / len(types)
    figures["covered_types"] = sum(bool(analyzer.analyze(word)) for word in types) / len(types)
    engines["onebook_running_us"] = lambda: timed(
        lambda: [fresh.analyze(w) for fresh in [Analyzer(compiled)] for w in running], running
    )
    engines["onebook_distinct_us"] = lambda: timed(lambda: distinct(analyzer, types), types)
    engines["onebook_cold_us"] = lambda: timed(lambda: distinct(Analyzer(compiled), types), types)
    with tempfile.TemporaryDirectory() as folder:
        made = foma(compiled, Path(folder))
        if made is not None:
            binary, figures["foma_compile_s"] = made
            figures |= agreement(compiled, binary, random.Random(2).sample(types, min(SAMPLE, len(types))))
            start = statistics.median(flookup(binary, ["a"]) for _ in range(3))
            engines["flookup_running_us"] = lambda: (flookup(binary, running) - start) / len(running) * 1e6
            engines["flookup_distinct_us"] = lambda: (
                (flookup(binary, types * REPEAT) - start) / len(types) / REPEAT * 1e6
            )
        suffixing = suffixes_only(language)
        other = uniparser(suffixing, Path(folder))
        if other is not None:
            small = Analyzer(suffixing)
            some = random.Random(1).sample(types, min(SAMPLE, len(types)))
            engines["onebook_suffixes_us"] = lambda: timed(
                lambda: [distinct(small, some) for _ in range(REPEAT)], some * REPEAT
            )
            engines["uniparser_us"] = lambda: timed(lambda: other(some), some)
        series: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(rounds):
            for name, engine in engines.items():
                series[name].append(engine())
    figures |= {name: statistics.median(values) for name, values in series.items()}
    for kind, other in (("running", "running"), ("distinct", "distinct"), ("cold", "distinct")):
        if f"flookup_{other}_us" in series:
            figures[f"ratio_to_flookup_{kind}"] = ratio(series[f"flookup_{other}_us"], series[f"onebook_{kind}_us"])
    if "uniparser_us" in series:
        figures["ratio_to_uniparser"] = ratio(series["uniparser_us"], series["onebook_suffixes_us"])
    return figures


def saved_and_loaded(compiled: Compiled) -> Compiled:
    """As commands use it."""
    with tempfile.TemporaryDirectory() as folder:
        save(compiled, Path(folder) / "compiled.bin")
        loaded = load(Path(folder) / "compiled.bin")
    assert loaded is not None
    return loaded


def ratio(other: Sequence[float], own: Sequence[float]) -> float:
    """How many times as fast as the other: median over rounds."""
    return statistics.median(a / b for a, b in zip(other, own, strict=True))


def timed(run: Callable[[], object], words: Sequence[str]) -> float:
    """CPU time per word in microseconds."""
    began = time.process_time()
    run()
    return (time.process_time() - began) / len(words) * 1e6


def distinct(analyzer: Analyzer, types: Sequence[str]) -> None:
    """Every type analyzed in full, past the cache of words."""
    analyzer.forget_words()
    for word in types:
        analyzer.analyze(word)


# --- uniparser-morph ---------------------------------------------------------------------------------------------


def suffixes_only(language: Language) -> Compiled:
    """The language without prefixes, infixes, circumfixes and reduplication."""
    kept = tuple(m for m in language.morphemes if m.kind in ("suffix", "enclitic"))
    return saved_and_loaded(compile_language(replace(language, morphemes=kept)))


def uniparser(compiled: Compiled, folder: Path) -> Callable[[Sequence[str]], object] | None:
    """uniparser-morph with the same stems, endings and states as paradigms; None where it is not installed."""
    try:
        from uniparser_morph import Analyzer as Uniparser
    except ImportError:
        print("uniparser-morph is not installed: pip install uniparser-morph", file=sys.stderr)
        return None
    lookup = Lookup(compiled)
    numbers: dict[Node, int] = {}
    lexemes = []
    for text in compiled.words:
        for _, place, _, stems in (root for root in lookup.roots(text) if text and not root[0]):
            node = lookup.after(lookup.start, place)
            if node is None:
                continue
            for stem in stems:
                gloss = re.sub(r"[^\w.]", "", compiled.stems.gloss[stem]) or "x"
                number = numbers.setdefault(node, len(numbers))
                lexemes.append(
                    f"-lexeme\n lex: {text}\n stem: {text}.\n gramm: x\n gloss: {gloss}\n paradigm: p{number}\n"
                )
    paradigms = []
    for node in (queue := list(numbers)):
        lookup.chains(node, "")
        paradigms.append(f"-paradigm: p{numbers[node]}\n")
        paradigms += [f" -flex: .{ending}\n  gramm: \n  gloss: \n" for ending in node.endings]
        for out, arcs in (node.ways or {}).items():
            for morph, after in arcs:
                if after not in numbers:
                    numbers[after] = len(numbers)
                    queue.append(after)
                gloss = re.sub(r"[^\w.]", "", compiled.morphemes[morph].gloss) or "x"
                link = f"  gramm: \n  gloss: {gloss}\n  paradigm: p{numbers[after]}\n"
                paradigms.append(f" -flex: .{out or '0'}<.>\n{link}")
    (folder / "lexemes.txt").write_text("".join(lexemes), "utf-8")
    (folder / "paradigms.txt").write_text("".join(paradigms), "utf-8")
    engine = Uniparser()
    engine.lexFile, engine.paradigmFile = str(folder / "lexemes.txt"), str(folder / "paradigms.txt")
    for name in ("lexRules", "deriv", "conversion", "clitic", "delAna", "charEquiv", "categories"):
        setattr(engine, f"{name}File", str(folder / "none.txt"))
    engine.load_grammar()
    engine.initialize_parser()
    return engine.analyze_words


# --- growth ---------------------------------------------------------------------------------------------


def growth(language: Language, entries: int, seed: int = 1) -> dict[str, float]:
    """Compile, load and first word of the same language with a lexicon blown up by made-up headwords."""
    dice = random.Random(seed)
    letters = sorted({c for lexeme in language.lexemes for c in lexeme.headword.casefold() if c.isalpha()})
    lexemes = list(language.lexemes)
    taken = {lexeme.headword for lexeme in lexemes}
    while len(lexemes) < entries:
        model = dice.choice(language.lexemes)
        headword = model.headword + "".join(dice.choices(letters, k=dice.randint(2, 4)))
        if headword not in taken:
            taken.add(headword)
            lexemes.append(replace(model, id=f"x{len(lexemes)}", headword=headword, forms=()))
    began = time.process_time()
    compiled = compile_language(replace(language, lexemes=tuple(lexemes)))
    figures: dict[str, float] = {"grown_entries": len(lexemes), "grown_compile_s": time.process_time() - began}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "compiled.bin"
        save(compiled, path)
        figures["grown_size_mb"] = path.stat().st_size / 1e6
        began = time.process_time()
        loaded = load(path)
        assert loaded is not None
        figures["grown_load_s"] = time.process_time() - began
        code = (
            "import sys; from pathlib import Path; from morph.store import load; from morph.analyze import Analyzer; "
            "print(len(Analyzer(load(Path(sys.argv[1]))).analyze(sys.argv[2])))"
        )
        starts = []
        for _ in range(5):
            before = child_time()
            subprocess.run(
                [sys.executable, "-c", code, str(path), language.lexemes[-1].headword],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            starts.append(child_time() - before)
        figures["grown_start_s"] = statistics.median(starts)
    return figures


if __name__ == "__main__":
    sys.exit(main())
