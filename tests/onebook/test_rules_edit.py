"""Rules changed by command: checked before they are written, one line in the diff, taken back, kept by extractions."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from morph.model import Morpheme, SoundRule
from onebook.project import schemas
from onebook.project.patch import patched
from onebook.project.project import Project
from onebook.project.tables import read_table

Run = Callable[..., tuple[int, str, str]]


def row(miri: Path, rule: str) -> Morpheme:
    return next(r for r in read_table(miri / "morphemes.tsv", schemas.MORPHEMES)[0] if r.id == rule)


def files(miri: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in miri.iterdir() if p.is_file()}


def test_a_change_is_one_line_and_undo_restores_every_byte(miri: Path, onebook: Run) -> None:
    before = files(miri)
    assert onebook("rules", "edit", "pl", "environment=V_")[0] == 0
    old, new = (text.decode().splitlines() for text in (before["morphemes.tsv"], (miri / "morphemes.tsv").read_bytes()))
    assert [a for a, b in zip(old, new, strict=True) if a != b] == [line for line in old if line.startswith("pl\t")]
    assert row(miri, "pl").origin == "hand" and row(miri, "obj").origin == "reader"
    assert onebook("rules", "undo")[0] == 0
    assert files(miri) == before


@pytest.mark.parametrize(
    "change",
    [
        ("edit", "pl", "id=plural", "gloss=PLUR"),
        ("edit", "n", "after=number ; case ; mood"),
        ("add", "template", "id=adv", "pos=adv", "after=mood"),
        ("add", "sound", "in=k", "out=g", "before=V+", "after=V"),
        ("reject", "dog", "s1", "v"),
        ("accept", "q"),
    ],
)
def test_every_kind_of_change_can_be_taken_back(change: tuple[str, ...], miri: Path, onebook: Run) -> None:
    before = files(miri)
    status, out, err = onebook("rules", *change)
    assert status == 0, out + err
    assert files(miri) != before
    assert onebook("rules", "undo")[0] == 0
    assert files(miri) == before


def test_undo_of_an_older_change_leaves_later_ones(miri: Path, onebook: Run) -> None:
    onebook("rules", "accept", "q", "--quick")
    onebook("rules", "edit", "pl", "environment=V_", "--quick")
    assert onebook("rules", "undo", "1", "--quick")[0] == 0
    assert row(miri, "q").status == "proposed" and row(miri, "pl").environment == "V_"
    _, out, _ = onebook("rules", "undo", "--list")
    assert "accept q   (taken back)" in out and "2 changes" in out


def test_undo_refuses_what_was_edited_since(miri: Path, onebook: Run) -> None:
    onebook("rules", "edit", "pl", "environment=V_", "--quick")
    table = miri / "morphemes.tsv"
    table.write_text(table.read_text("utf-8").replace("V_", "C_"), encoding="utf-8")
    status, _, err = onebook("rules", "undo")
    assert status == 1 and "changed again" in err
    assert row(miri, "pl").environment == "C_"


def test_nothing_is_written_when_one_of_several_is_wrong(miri: Path, onebook: Run) -> None:
    before = files(miri)
    assert onebook("rules", "accept", "q", "nonsense")[0] == 1
    assert onebook("rules", "edit", "pl", "obj", "environment=[ab")[0] == 1
    assert files(miri) == before and not (miri / ".journal").exists()


def test_a_change_names_the_words_that_become_wrong(miri: Path, onebook: Run) -> None:
    _, out, _ = onebook("rules", "reject", "s1", "--json")
    effect = json.loads(out)["effect"]
    (sentence,) = effect["changed"]
    assert [(w["word"], w["before"], w["after"]) for w in sentence["words"]] == [("sotara", "fish=OBJ", "?")]
    assert sentence["worse"] == 1 and effect["sentences"] == 3


def test_in_the_editor(miri: Path, onebook: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f"#!{sys.executable}\nimport sys,pathlib\np=pathlib.Path(sys.argv[1])\n"
                      "p.write_text(p.read_text().replace('PL','PLUR'))\n")  # fmt: skip
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    assert onebook("rules", "edit", "pl")[0] == 0
    assert row(miri, "pl").gloss == "PLUR"
    monkeypatch.setenv("EDITOR", "false")
    status, _, err = onebook("rules", "edit", "pl")
    assert status == 1 and "nothing was written" in err
    monkeypatch.delenv("EDITOR")
    status, _, err = onebook("rules", "edit", "pl")
    assert status == 1 and "COLUMN=VALUE" in err


def test_rows_from_a_table(miri: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "# two new words\nheadword\tpos\tgloss\nxiro\tn\tstone\nxiro\tv\tthrow\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(rows))
    assert onebook("rules", "add", "lexeme", "--from", "-", "--quick")[0] == 0
    _, out, _ = onebook("rules", "list", "--kind", "lexeme", "--origin", "hand", "--find", "xiro")
    assert "xiro ‘stone’ n" in out and "xiro_2 " in out and "2 rules" in out
    monkeypatch.setattr(sys, "stdin", io.StringIO("id\theadword\tgloss\na\tmuna\tsee\na\tmura\tsay\n"))
    status, _, err = onebook("rules", "add", "lexeme", "--from", "-", "--quick")
    assert status == 1 and "twice" in err


def test_columns_in_an_order_of_their_own_and_unreadable_rows_stay(miri: Path, onebook: Run) -> None:
    table = miri / "sounds.tsv"
    table.write_text(
        "status\tid\tout\tin\tbefore\tafter\tsource\torigin\n"
        "accepted\ts1\tr\tt\tV+\tV\tbook:grammar.md:11\treader\n"
        "perhaps\ts2\tg\tk\t\t\thand:\thand\n",
        encoding="utf-8",
    )
    assert onebook("rules", "edit", "s1", "after=a", "--quick")[0] == 0
    lines = table.read_text("utf-8").splitlines()
    assert (
        lines[0].startswith("status\tid\tout\tin") and lines[1] == "accepted\ts1\tr\tt\tV+\ta\tbook:grammar.md:11\thand"
    )
    assert lines[2].startswith("perhaps\ts2"), "a row that can't be read is not lost"


def test_patch_adds_a_column_only_where_it_is_needed() -> None:
    text = "id\tin\tout\ns1\tt\tr\n"
    columns = ("id", "in", "out", "optional")
    assert (
        patched(text, columns, {"s1": {"id": "s1", "in": "t", "out": "d", "optional": ""}}) == "id\tin\tout\ns1\tt\td\n"
    )
    wide = patched(text, columns, {"s2": {"id": "s2", "in": "k", "out": "g", "optional": "yes"}})
    assert wide == "id\tin\tout\toptional\ns1\tt\tr\t\ns2\tk\tg\tyes\n"


def extraction(project: Project, **changed: object) -> list[object]:
    """What an extraction would say: the rows as the reader wrote them, with some changes."""
    rows = [replace(r, **changed) if r.id == "pl" else r for r in project.read("morphemes.tsv", schemas.MORPHEMES)]  # type: ignore[arg-type]
    return list(rows)


def apply(miri: Path, morphemes: list[object]) -> tuple[str, ...]:
    project = Project.find(miri, miri)
    sounds: list[SoundRule] = project.read("sounds.tsv", schemas.SOUNDS)
    lexemes = project.read("lexicon.tsv", schemas.LEXICON)
    applied = project.apply(
        lexemes=lexemes, morphemes=morphemes, sounds=sounds, templates=[], classes=[]  # type: ignore[arg-type]
    )  # fmt: skip
    return tuple(f"{conflict.mine.id}: {' '.join(conflict.fields)}" for _, conflict in applied.conflicts)


def test_edits_survive_a_later_extraction_and_conflicts_are_told(miri: Path, onebook: Run) -> None:
    first = extraction(Project.find(miri, miri))
    assert apply(miri, first) == ()
    onebook("rules", "edit", "pl", "environment=V_", "--quick")
    onebook("rules", "reject", "obj", "--quick")
    onebook("rules", "accept", "q", "--quick")
    assert apply(miri, first) == (), "the extraction says what it said before"
    assert (row(miri, "pl").environment, row(miri, "obj").status, row(miri, "q").status) == (
        "V_",
        "rejected",
        "accepted",
    )
    other = [replace(r, environment="C_") if r.id == "pl" else r for r in first]  # type: ignore[attr-defined,type-var]
    assert apply(miri, other) == ("pl: environment",)
    assert row(miri, "pl").environment == "V_"


def git(miri: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", str(miri), *identity, *arguments], check=True, capture_output=True)


def test_diff_of_revisions_and_folders(miri: Path, onebook: Run) -> None:
    git(miri.parent, "init", "-q")
    git(miri.parent, "add", "-A")
    git(miri.parent, "commit", "-qm", "first")
    status, out, err = onebook("rules", "diff")
    assert "0 rules differ" in out, err
    onebook("rules", "reject", "s1", "--quick")
    onebook("rules", "add", "lexeme", "headword=xiro", "gloss=stone", "--quick")
    _, out, _ = onebook("rules", "diff")
    assert "~ sound s1: status accepted → rejected" in out and "+ lexeme xiro" in out
    assert "sotara: fish=OBJ → ?" in out and "1 of 3 sentences changes" in out
    git(miri.parent, "add", "-A")
    git(miri.parent, "commit", "-qm", "second")
    status, out, _ = onebook("rules", "diff", "HEAD", "HEAD~1", "--json")
    found = json.loads(out)
    assert status == 0 and [(r["kind"], r["id"], r["after"] is None) for r in found["rules"]] == [
        ("sound", "s1", False), ("lexeme", "xiro", True),
    ]  # fmt: skip
    (miri / "story.txt").write_text("Xiro sotara.\n", encoding="utf-8")
    _, out, _ = onebook("rules", "diff", "HEAD~1", "--text", "story.txt")
    assert "Xiro: ? → stone" in out
    status, _, err = onebook("rules", "diff", "no-such-thing")
    assert status == 1 and "no folder and no revision 'no-such-thing'" in err


def test_gaps_are_accepted_by_number(miri: Path, onebook: Run) -> None:
    (miri / "story.txt").write_text("Kiptara mirari.\nKalo kiptalu Lomo.\nSota Lomo solari.\n", encoding="utf-8")
    _, out, _ = onebook("rules", "gaps", "story.txt", "--json")
    found = json.loads(out)
    assert (found["tokens"], found["without_analysis"], found["different"]) == (8, 4, 3)
    assert [(g["gap"]["word"], g["tokens"]) for g in found["gaps"]] == [("Lomo", 2), ("kiptalu", 1), ("Kiptara", 1)]
    stem = found["gaps"][1]["options"][0]
    assert dict(stem["mend"]["cells"]) == {"headword": "kipta", "gloss": "?", "pos": "n"} and stem["tokens"] == 2
    status, _, err = onebook("rules", "gaps", "--accept", "2")
    assert status == 1 and "gloss=" in err
    assert onebook("rules", "gaps", "--accept", "2", "gloss=stone")[0] == 0
    assert onebook("rules", "gaps", "--accept", "1a")[0] == 0, "a name is glossed by itself"
    _, out, _ = onebook("rules", "gaps", "story.txt")
    assert "0 of 8 words" in out
    for _ in range(2):
        assert onebook("rules", "undo", "--quick")[0] == 0
    assert "4 of 8 words" in onebook("rules", "gaps", "story.txt")[1]


def test_a_proposal_that_would_mend_a_word_comes_first(miri: Path, onebook: Run) -> None:
    (miri / "story.txt").write_text("Kalone sola.\n", encoding="utf-8")
    _, out, _ = onebook("rules", "gaps", "story.txt")
    assert "a) accepting the proposed morpheme q: kalo=ne ‘dog=Q’" in out
    assert onebook("rules", "gaps", "--accept", "1")[0] == 0
    assert row(miri, "q").status == "accepted" and row(miri, "q").origin == "reader"


def test_the_row_that_blocks_is_named_and_mended(miri: Path, onebook: Run) -> None:
    (miri / "story.txt").write_text("Solalu.\n", encoding="utf-8")
    _, out, _ = onebook("rules", "gaps", "story.txt")
    assert "blocked: sola-lu ‘run-PL’: pl attaches to n, the stem is v" in out
    _, out, _ = onebook("rules", "gaps", "story.txt", "--json")
    mends = [option["mend"] for option in json.loads(out)["gaps"][0]["options"]]
    assert all(mend["kind"] == "lexeme" for mend in mends), "one cell would not do: the template has no slot either"


def test_quotes_of_claims_are_shown(miri: Path, onebook: Run) -> None:
    (miri / "claims").mkdir()
    (miri / "claims" / "claims.tsv").write_text(
        "id\ttype\tstatus\tsection\tquote\torigin\treasons\trows\n"
        "c1\tmorpheme\taccepted\t2\tObjects end in -ta.\tllm:parrot\tevidence: 1 for, 0 against\tobj ; morpheme:q\n",
        encoding="utf-8",
    )
    _, out, _ = onebook("rules", "show", "obj")
    assert "“Objects end in -ta.”" in out and "accepted" in out and "llm:parrot" in out
    assert len(json.loads(onebook("rules", "show", "q", "--json")[1])["claims"]) == 1
    assert "claim" not in onebook("rules", "show", "pl")[1]
