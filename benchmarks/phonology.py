"""Does the learned phonology put morphs together as the language does?

    python benchmarks/phonology.py DATA_DIR [--only NAME ...] [--rules] [--words N]

DATA_DIR holds ``sigmorphon2023/``, ``kalamang/`` and ``books/``; the Turkish example is that of the repository.
Learned is from the training part only; measured on words that were not learned from:

- Tsez, Lezgi, Natugu, Gitksan, Uspanteko, Nyangbo: train (track 2) → dev;
- Turkish: the three-line examples of the book and what it states → the held-out sentences;
- Kalamang: the three-line examples of the book and what it states, five-fold by distinct word (every fifth word is
  held out in turn; what the book states stays in); and all of the book's → the dictionary's glossed sentences;
- Mauwake, Komnzo: five-fold as Kalamang, on all segmented words of the book's examples. The surface is the first line
  where the book prints one, else what the words give without ``-`` and ``=``.

*segmented* are words of more than one morph (running words), *unseen* those of them whose morphs were not seen
together in training. *right* is the share whose first generated form, given the gold morphs, is the surface form;
*+ seen* the same where words seen in training are looked up instead, as a project looks up its examples first;
*covered* the share whose surface form is among those that rows and rules allow, of words whose morphs were all seen.
*changed* are the words of which
some morph changes its shape (the surface is not the segmented word without its boundaries): only they test allomorphs
and sound rules, the others test that nothing is changed without need.
``--rules`` prints the sound rules and the commonest allomorphs to read, ``--words N`` the first N wrong words (not for
the dev set of a shared task that you want to keep unseen). Deterministic, no seed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.model import SoundRule
from morph.sounds import apply_rules
from rules.extract.phonology import AlignedWord, Phonology, learn_phonology
from rules.extract.phonology.allomorphs import Key, possible
from rules.extract.phonology.formulas import Formulas, read_formulas
from rules.extract.phonology.words import Word
from rules.extract.tokens import clean, is_usable
from rules.items import SourceRead
from rules.sources.flextext import read_flextext
from rules.sources.latex import read_latex_book
from rules.sources.sigmorphon import read_sigmorphon

SHARED_TASK = {"Tsez": "ddo", "Lezgi": "lez", "Natugu": "ntu", "Gitksan": "git", "Uspanteko": "usp", "Nyangbo": "nyb"}
ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """What is learned from and what is measured on."""

    name: str
    train: tuple[AlignedWord, ...]
    test: tuple[AlignedWord, ...]
    stated: tuple[SoundRule, ...] = ()


def words_of(read: SourceRead, *, joined: bool = False) -> list[AlignedWord]:
    """The words of all examples that have a surface line; with ``joined`` those of the others too, whose surface is
    what the segmented line gives without boundaries."""
    return [
        AlignedWord(clean(surface), clean(form), clean(gloss), str(example.source))
        for example in read.examples
        if is_usable(example)
        for surface, form, gloss in zip(
            example.surface_words or (tuple(map(plain, example.morphs)) if joined else ()),
            example.morphs,
            example.glosses,
            strict=False,
        )
        if clean(surface) and clean(form) and clean(gloss)
    ]


def plain(segmented: str) -> str:
    """A segmented word without boundaries and zero morphs."""
    return "".join(letter for letter in segmented if letter not in "-=~<>∅")


def trials(data: Path) -> Iterator[Trial]:
    for name, code in SHARED_TASK.items():
        parts = [data / "sigmorphon2023" / f"{code}-{part}-track2-uncovered" for part in ("train", "dev")]
        train, test = (tuple(words_of(read_sigmorphon(path))) for path in parts)
        yield Trial(name, train, test)
    turkish = ROOT / "examples" / "turkish"
    book = read_latex_book(turkish / "book" / "main.tex")
    formulas = read_formulas(book)
    held_out = words_of(read_sigmorphon(turkish / "heldout" / "glossed.txt"))
    yield Trial("Turkish", (*words_of(book), *formulas.derivations), tuple(held_out), formulas.rules)
    yield from kalamang(data / "kalamang")
    for name in ("Mauwake", "Komnzo"):
        book = read_latex_book(data / "books" / name.casefold() / "main.tex")
        yield from folds(name, words_of(book, joined=True), read_formulas(book))


def kalamang(folder: Path) -> Iterator[Trial]:
    book = read_latex_book(folder / "book" / "main.tex")
    formulas = read_formulas(book)
    words = words_of(book)
    yield from folds("Kalamang", words, formulas)
    texts = words_of(read_flextext(folder / "dictionary" / "raw" / "glosses.flextext"))
    yield Trial("Kalamang texts", (*words, *formulas.derivations), tuple(texts), formulas.rules)


def folds(name: str, words: Sequence[AlignedWord], formulas: Formulas) -> Iterator[Trial]:
    """Every fifth distinct word held out in turn."""
    distinct = sorted({(word.surface.casefold(), word.segmented) for word in words})
    for fold in range(FOLDS):
        out = set(distinct[fold::FOLDS])
        train = [word for word in words if (word.surface.casefold(), word.segmented) not in out]
        test = [word for word in words if (word.surface.casefold(), word.segmented) in out]
        yield Trial(f"{name} {fold + 1}/{FOLDS}", (*train, *formulas.derivations), tuple(test), formulas.rules)


def measure(trial: Trial) -> tuple[Phonology, Counter[str], list[tuple[str, str, str]]]:
    """Learn, then count on the test words; with the wrong ones (surface, segmented, generated)."""
    started = time.process_time()
    learned = learn_phonology(trial.train, stated=trial.stated)
    counts = Counter(seconds=round(time.process_time() - started))
    together: dict[tuple[Key, ...], Counter[str]] = defaultdict(Counter)
    single: set[Key] = set()
    for known in filter(None, map(learned.prepare, trial.train)):
        together[tuple(morph.key for morph in known.morphs)]["".join(known.surface)] += 1
        single |= {morph.key for morph in known.morphs}
    wrong = []
    for item in trial.test:
        word = learned.prepare(item)
        if word is None or len(word.morphs) < 2:
            continue
        surface, made = "".join(word.surface), learned.join(word)
        keys = tuple(morph.key for morph in word.morphs)
        counts["segmented"] += 1
        counts["right"] += made == surface
        if surface != "".join(word.underlying):
            counts["changed"] += 1
            counts["changed right"] += made == surface
        looked_up = together[keys].most_common(1)[0][0] if keys in together else made
        counts["right or seen"] += looked_up == surface
        if keys not in together:
            counts["unseen"] += 1
            counts["unseen right"] += made == surface
        if single.issuperset(keys):
            counts["coverable"] += 1
            counts["covered"] += made == surface or allows(learned, word)
        if made != surface:
            wrong.append((surface, item.segmented, made))
    return learned, counts, wrong


def allows(learned: Phonology, word: Word) -> bool:
    """Whether rows and rules allow the surface form of a word."""
    surface = "".join(word.surface)
    for shapes in possible(word, learned.lists, learned.inventory):
        parts = [
            (m.separator if i else "") + "".join(s) for i, (m, s) in enumerate(zip(word.morphs, shapes, strict=True))
        ]
        if apply_rules("".join(parts), learned.sounds, learned.classes)[0] == surface:
            return True
    return False


def show(learned: Phonology, most: int = 15) -> None:
    """The rules and the commonest allomorphs, to be read."""
    for rule in learned.sounds:
        if rule.status == "accepted":
            context = f"{rule.before}_{rule.after}"
            evidence = f"{rule.evidence.attested} for, {rule.evidence.contradicted} against"
            print(f"    {rule.target} → {rule.output} / {context}   ({evidence}; {rule.source.split(' ; ')[0]})")
    several = [(key, rows) for key, rows in learned.morphemes.items() if len(rows) > 1]
    several.sort(key=lambda item: (-sum(row.evidence.attested for row in item[1]), item[0]))
    for (form, gloss, _), rows in several[:most]:
        listed = " ; ".join(f"{row.form} {{{row.environment}}} {row.evidence.attested}" for row in rows[:6])
        print(f"    {gloss} {form}: {listed}")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "      –"


def row(name: str, counts: Counter[str], sounds: int, explained: str) -> str:
    return (
        f"{name:15} {explained:>9} {sounds:5} {counts['segmented']:9} {share(counts['right'], counts['segmented']):>8} "
        f"{share(counts['right or seen'], counts['segmented']):>8} "
        f"{counts['unseen']:7} {share(counts['unseen right'], counts['unseen']):>8} "
        f"{counts['changed']:7} {share(counts['changed right'], counts['changed']):>8} "
        f"{share(counts['covered'], counts['coverable']):>8} {counts['seconds']:6} s"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="only languages whose name begins so")
    parser.add_argument("--rules", action="store_true", help="print the rules and allomorphs")
    parser.add_argument("--words", type=int, default=0, help="print that many wrong words")
    args = parser.parse_args(arguments)
    heads = "segmented    right   + seen  unseen    right changed    right  covered    time"
    print(f"{'':15} {'explained':>9} {'rules':>5} {heads}")
    sums: dict[str, Counter[str]] = {}
    for trial in trials(args.data):
        if args.only and not trial.name.startswith(tuple(args.only)):
            continue
        learned, counts, wrong = measure(trial)
        accepted = sum(rule.status == "accepted" for rule in learned.sounds)
        print(row(trial.name, counts, accepted, share(learned.explained, learned.total)), flush=True)
        if "/" in trial.name:
            sums.setdefault(trial.name.split()[0], Counter()).update(counts)
        if args.rules:
            show(learned)
        for item in wrong[: args.words]:
            print("    wrong:", *item)
    for name, counts in sums.items():
        print(row(f"{name} folds", counts, 0, ""))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
