"""``onebook rules accept``, ``reject``, ``edit``, ``add``, ``undo``: changes that are checked, shown and kept."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from morph.model import UNKNOWN_GLOSS
from onebook import editing, journal
from onebook.editing import EDITABLE, Refused, cells_of
from onebook.effects import Effect, effect_of, show_effect, states
from onebook.output import emit, say, warn
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.ruleset import RuleView, find, summary

Edits = list[tuple[str, Any, Any]]


def register(actions: Any) -> None:
    for verb in ("accept", "reject"):
        change = actions.add_parser(verb, help=f"{verb} rules by id", epilog=f"example:\n  onebook rules {verb} q s2")
        change.add_argument("ids", nargs="+", metavar="ID")
        _quick(change)
    edit = actions.add_parser(
        "edit",
        help="change cells of a rule; without cells, in $VISUAL or $EDITOR",
        epilog='examples:\n  onebook rules edit obj environment=V_\n  onebook rules edit obj "attaches_to=n ; pro"\n'
        "  onebook rules edit obj pl                    both rows as a table in your editor",
    )
    edit.add_argument("ids", nargs="+", metavar="ID|COLUMN=VALUE", help="ids of rules, then cells to set")
    edit.add_argument("--from", dest="table", metavar="FILE", help="take the rows from a table instead (- for stdin)")
    _quick(edit)
    add = actions.add_parser(
        "add",
        help="add a rule; without cells, in $VISUAL or $EDITOR",
        epilog="examples:\n  onebook rules add lexeme headword=kiru pos=n gloss=stone\n"
        "  onebook rules add sound in=t out=r before=V+ after=V\n"
        "  onebook rules add morpheme form=lu gloss=PL kind=suffix slot=number attaches_to=n",
    )
    add.add_argument("kind", choices=EDITABLE)
    add.add_argument("cells", nargs="*", metavar="COLUMN=VALUE")
    add.add_argument("--from", dest="table", metavar="FILE", help="take the rows from a table instead (- for stdin)")
    _quick(add)
    undo = actions.add_parser(
        "undo",
        help="take back the last change, or the one with this number",
        epilog="examples:\n  onebook rules undo\n  onebook rules undo --list\n  onebook rules undo 4",
    )
    undo.add_argument("number", nargs="?", type=int, default=0, metavar="N")
    undo.add_argument("--list", dest="listing", action="store_true", help="the changes, last first")
    _quick(undo)


def _quick(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="don't tell which sentences change")


def run(args: argparse.Namespace) -> int:
    project = Project.find(Path.cwd(), args.project)
    if args.action == "undo":
        return _undo(project, args)
    edits = {"edit": _edited, "add": _added}.get(args.action, _decided)(project, args)
    if not edits:
        warn("nothing changed")
        return 0
    return make(project, args, _typed(args), edits)


def make(project: Project, args: argparse.Namespace, what: str, edits: Edits) -> int:
    """Write edits, keep them in the journal, say what changed and which sentences change."""
    return _with_effect(project, args, lambda: editing.change(project, what, edits))


def _typed(args: argparse.Namespace) -> str:
    if args.action == "add":
        return shlex.join(["add", args.kind, *args.cells])
    return shlex.join([args.action, *args.ids])


def _with_effect(project: Project, args: argparse.Namespace, act: Callable[[], journal.Entry]) -> int:
    before = None if args.quick else states(project)
    entry = act()
    effect = None if before is None else effect_of(before, states(project))
    if args.json:
        return emit(
            {
                "number": entry.number,
                "what": entry.what,
                "undone": args.action == "undo",
                "changes": [jsonable(change) for change in entry.changes],
                "effect": jsonable(effect) if effect else None,
            }
        )
    for change in entry.changes:
        say(_told(change, undone=args.action == "undo"))
    if effect is not None:
        _tell(effect)
    return 0


def _tell(effect: Effect) -> None:
    for line in show_effect(effect):
        say(line)


def _told(change: journal.Change, *, undone: bool) -> str:
    before, after = (change.after, change.before) if undone else (change.before, change.after)
    if before is None and after is not None:
        return f"{change.kind} {after['id']}: added   {summary(editing.row_of(change.kind, after))}"
    if after is None:
        return f"{change.kind} {change.id}: removed"
    assert before is not None
    names = [name for name in editing.columns(change.kind) if before.get(name, "") != after.get(name, "")]
    told = "; ".join(
        f"{before.get(name) or '∅'} → {after.get(name) or '∅'}" if name == "status" else
        f"{name} {before.get(name) or '∅'} → {after.get(name) or '∅'}"
        for name in names
    )  # fmt: skip
    return f"{change.kind} {after['id']}: {told}   {summary(editing.row_of(change.kind, after))}"


# --- accept, reject -------------------------------------------------------------------------------------------------


def _decided(project: Project, args: argparse.Namespace) -> Edits:
    status = f"{args.action}ed"
    edits: Edits = []
    for rule_id in args.ids:
        view = find(project, rule_id)
        _editable(view)
        if view.status == status:
            warn(f"{view.kind} {view.id} is {status} already")
            continue
        row = replace(view.row, status=status)
        if status == "accepted":
            editing.validate(project, view.kind, row, new=False)
        edits.append((view.kind, view.row, row))
    return edits


def _editable(view: RuleView) -> None:
    if view.kind not in EDITABLE:
        raise Refused(
            f"{view.id} is a rule of syntax.lark, line {getattr(view.row, 'line', 0)}",
            hint="edit the file by hand; onebook rules check says whether it still loads",
        )


# --- edit, add ------------------------------------------------------------------------------------------------------


def _edited(project: Project, args: argparse.Namespace) -> Edits:
    views = [find(project, word) for word in args.ids if "=" not in word or _is_id(project, word)]
    fields = [word for word in args.ids if "=" in word and not _is_id(project, word)]
    if not views:
        raise Refused("no rule is named", hint="onebook rules edit ID column=value")
    for view in views:
        _editable(view)
    kind = views[0].kind
    if any(view.kind != kind for view in views):
        raise Refused("rules of several kinds can't be edited in one go", hint="edit one kind after the other")
    old = [cells_of(kind, view.row) for view in views]
    if fields:
        cells = editing.parse_fields(fields, kind)
        new = [{**row, **cells} for row in old]
    else:
        new = _table(args.table, kind, old, f"Edit the cells, save, leave the editor. Kind: {kind}. Empty = no change.")
        if len(new) != len(old):
            raise Refused(f"{len(new)} rows came back, {len(old)} were given", hint="onebook rules add adds rows")
    edits: Edits = []
    for view, before, after in zip(views, old, new, strict=True):
        changed = {name: text for name, text in after.items() if text != before.get(name, "")}
        if changed:
            edits.append((kind, view.row, editing.checked_rows(project, view, changed)))
    return edits


def _is_id(project: Project, word: str) -> bool:
    try:
        find(project, word)
    except OnebookError:
        return False
    return True


def _added(project: Project, args: argparse.Namespace) -> Edits:
    if args.cells:
        rows = [editing.parse_fields(args.cells, args.kind)]
    else:
        start = {"origin": "hand", "status": "accepted", "source": "hand:"}
        rows = _table(args.table, args.kind, [start], f"One row for each new {args.kind}; an empty id is filled in.")
    edits: Edits = []
    for given in rows:
        if given.get("gloss") == UNKNOWN_GLOSS:
            word = given.get("headword") or given.get("form") or "it"
            raise Refused(f"nobody has said yet what '{word}' means", hint="put the meaning in place of ? in gloss=?")
        cells = {"origin": "hand", "status": "accepted", "source": "hand:", **{k: v for k, v in given.items() if v}}
        given_ids = [row.id for _, _, row in edits]
        cells.setdefault("id", editing.new_id(project, args.kind, cells, given_ids))
        row = editing.row_of(args.kind, cells)
        editing.validate(project, args.kind, row, new=True)
        if row.id in given_ids:
            raise Refused(f"id '{row.id}' is given twice", hint="nothing was written; give each row an id of its own")
        edits.append((args.kind, None, row))
    return edits


def _table(given: str | None, kind: str, rows: Sequence[dict[str, str]], note: str) -> list[dict[str, str]]:
    """Rows from a file, from standard input, or as a person leaves them in the editor."""
    if given:
        text = sys.stdin.read() if given == "-" else _read(Path(given))
        return editing.read_snippet(kind, text)
    return editing.read_snippet(kind, _in_editor(editing.snippet(kind, rows, note)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise OnebookError(f"{path}: {error.strerror}", hint="check the name of the file") from error


def _in_editor(text: str) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise OnebookError("neither $VISUAL nor $EDITOR is set", hint="give the cells as COLUMN=VALUE, or --from FILE")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.tsv"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(path)], check=False)
        except OSError as error:
            raise OnebookError(f"the editor can't be started: {error}", hint="set $EDITOR") from error
        if done.returncode:
            raise OnebookError(f"the editor ended with status {done.returncode}", hint="nothing was written")
        return path.read_text(encoding="utf-8")


# --- undo -----------------------------------------------------------------------------------------------------------


def _undo(project: Project, args: argparse.Namespace) -> int:
    if not args.listing:
        return _with_effect(project, args, lambda: editing.undo(project, args.number))
    found = journal.entries(project)[::-1]
    if args.json:
        return emit([jsonable(entry) for entry in found])
    for entry in found:
        say(f"{entry.number:>4}  {entry.when}  {entry.what}{'   (taken back)' if entry.undone else ''}")
    say(f"{len(found)} changes")
    return 0
