"""The hybrid on the command line: without a model the rules stand in, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from onebook import neural
from onebook.project.config import Config
from onebook.project.project import Project
from onebook.session import Session
from onebook.translators import default_system, make_translator


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Project.create(tmp_path / "toy", Config("Toy", "xxx")))


def with_model(session: Session, form: str) -> None:
    folder = neural.folder(session)
    (folder / form).mkdir(parents=True)
    (folder / "neural.json").write_text("{}")


def test_without_a_model_the_rules_translate_and_the_reason_is_said(
    session: Session, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert default_system(session, into=True) == "rules"
    monkeypatch.setattr("onebook.translators.into_english", lambda session: type("R", (), {"translate_igt": None})())
    assert type(make_translator(session, "hybrid", "xxx", "eng")).__name__ == "Glossed"
    assert (
        "no neural model is trained (onebook train --only neural); the rules translate alone" in capsys.readouterr().err
    )


@pytest.mark.parametrize(("form", "package"), [("fast", "ctranslate2"), ("full", "torch")])
def test_without_the_package_it_says_what_to_install(
    session: Session, form: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_model(session, form)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == package else object())
    assert neural.missing(session) == f"the neural model needs {package} (pip install 'onebook[neural]')"
    assert default_system(session, into=True) == "rules"


def test_with_a_model_the_hybrid_is_the_default_into_english_only(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_model(session, "fast")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert default_system(session, into=True) == "hybrid"
    assert default_system(session, into=False) == "rules"
