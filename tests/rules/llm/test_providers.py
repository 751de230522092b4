"""Asking a server: retries with back-off, options that servers do not know, errors without the key, limits, cache."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rules.llm.prompts import Request, make_requests
from rules.llm.providers import ModelError, Reply, ServerModel, make_provider
from rules.llm.run import Cache, ask_all
from tests.rules.llm.book import BOOK, prose
from tests.rules.llm.server import Answer, said, serve

pytest.importorskip("openai", reason="the extra 'llm' is not installed")

KEY = "sk-very-secret-0123456789abcdef"
LONG = tuple(prose(f"The form *tolin* has the reading {i}. " * 20, 100 + i, "2.1") for i in range(6))
REQUESTS = make_requests([replace(BOOK, paragraphs=(*BOOK.paragraphs, *LONG))], "Tolu", max_chars=900).requests


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEBOOK_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def error(status: int, message: str, **headers: str) -> Answer:
    return status, {"error": {"message": message, "type": "x"}}, headers


def test_an_answer_comes_with_its_tokens() -> None:
    with serve(lambda n, body, headers: (200, said("hello"), {})) as server:
        reply = make_provider("m", base_url=server.url).complete("s", "u", as_json=True)
    assert reply == Reply("hello", 10, 5)
    body = server.bodies[0]
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["response_format"] == {"type": "json_object"} and body["temperature"] == 0


def test_the_key_goes_into_the_header_only() -> None:
    seen: list[str] = []

    def script(number: int, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        seen.append(headers.get("authorization", ""))
        return 200, said(str(KEY in str(body))), {}

    with serve(script) as server:
        assert ServerModel("m", base_url=server.url).complete("s", "u").text == "False"
    assert seen == [f"Bearer {KEY}"]


def test_passing_failures_are_tried_again_with_growing_waits() -> None:
    waits: list[float] = []
    answers = [error(500, "busy"), error(429, "slow down", **{"retry-after": "7"}), error(503, "busy")]

    def script(number: int, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        return answers[number] if number < len(answers) else (200, said("at last"), {})

    with serve(script) as server:
        model = ServerModel("m", base_url=server.url, wait=waits.append)
        assert model.complete("s", "u").text == "at last"
    assert len(waits) == 3 and waits[1] == 7 and 0.5 <= waits[0] <= 1.5 and 2 <= waits[2] <= 6


def test_a_server_that_stays_down_is_given_up() -> None:
    waits: list[float] = []
    with serve(lambda n, body, headers: error(503, "down")) as server, pytest.raises(ModelError) as caught:
        ServerModel("m", base_url=server.url, wait=waits.append).complete("s", "u")
    assert not caught.value.is_fatal and len(server.bodies) == 6 and sum(waits) < 120
    model = ServerModel("m", base_url=server.url, timeout=2, wait=waits.append)
    with pytest.raises(ModelError, match="onnection"):
        model.complete("s", "u")


def test_options_that_a_server_does_not_know_are_left_out_from_then_on() -> None:
    def script(number: int, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        if "response_format" in body:
            return error(400, "'response_format.type' must be 'text'")
        if "max_tokens" in body:
            return error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "temperature" in body:
            return error(400, "Unsupported value: 'temperature'")
        return 200, said("fine"), {}

    with serve(script) as server:
        model = ServerModel("m", base_url=server.url)
        assert model.complete("s", "u", as_json=True).text == "fine"
        assert model.complete("s", "u", as_json=True).text == "fine"
    assert len(server.bodies) == 5 and "max_completion_tokens" in server.bodies[-1]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_ends_the_run_and_is_in_no_message(status: int, tmp_path: Path) -> None:
    message = f"Incorrect API key provided: {KEY[:12]}... ({KEY})"
    with serve(lambda n, body, headers: error(status, message)) as server:
        run = ask_all(REQUESTS, ServerModel("m", base_url=server.url), Cache(tmp_path), jobs=1)
    assert len(server.bodies) == 1, "no further request makes sense"
    assert [finding.code for finding in run.findings] == ["L111", "L112"]
    told = " ".join(map(str, run.findings))
    assert KEY not in told and KEY[:12] not in told and "[key]" in told


def test_without_key_or_server_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ONEBOOK_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ModelError) as caught:
        make_provider("gpt-x")
    assert caught.value.is_fatal and "ONEBOOK_API_KEY" in caught.value.hint


def test_requests_run_in_parallel_within_the_limit_and_are_kept(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    with serve(lambda n, body, headers: (200, said('{"claims": []}'), {}), delay=0.05) as server:
        model = ServerModel("m", base_url=server.url)
        first = ask_all(REQUESTS, model, Cache(tmp_path), jobs=3, progress=lambda *a: progress.append(a))
        again = ask_all(REQUESTS, model, Cache(tmp_path), jobs=3)
        other = ask_all(REQUESTS[:1], ServerModel("n", base_url=server.url), Cache(tmp_path))
    assert len(REQUESTS) >= 4
    assert 1 < server.most_at_once <= 3
    assert (first.sent, first.cached, len(first.replies)) == (len(REQUESTS), 0, len(REQUESTS))
    assert (again.sent, again.cached) == (0, len(REQUESTS)), "a repeated run costs nothing"
    assert other.sent == 1, "another model is asked anew"
    assert progress[0] == (0, len(REQUESTS)) and progress[-1] == (len(REQUESTS), len(REQUESTS))
    assert all(KEY not in path.read_text("utf-8") for path in tmp_path.rglob("*.json"))


class Stops:
    """A model that a person interrupts at its third answer."""

    name = "m"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.asked: list[str] = []

    def complete(self, system: str, user: str, *, as_json: bool = False) -> Reply:
        if len(self.asked) >= self.limit:
            raise KeyboardInterrupt
        self.asked.append(user)
        return Reply("{}")


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    stopped = Stops(2)
    with pytest.raises(KeyboardInterrupt):
        ask_all(REQUESTS, stopped, Cache(tmp_path), jobs=1)
    goes_on = Stops(99)
    run = ask_all(REQUESTS, goes_on, Cache(tmp_path), jobs=1)
    assert len(run.replies) == len(REQUESTS) and run.cached == 2
    assert not set(stopped.asked) & set(goes_on.asked)


def test_one_failure_costs_one_request(tmp_path: Path) -> None:
    class Fails(Stops):
        def complete(self, system: str, user: str, *, as_json: bool = False) -> Reply:
            if user == REQUESTS[1].user:
                raise RuntimeError("out of memory")
            return super().complete(system, user)

    run = ask_all(REQUESTS, Fails(99), Cache(tmp_path), jobs=2)
    assert len(run.replies) == len(REQUESTS) - 1
    assert "out of memory" in run.findings[0].message


def test_a_damaged_cache_file_is_asked_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    request: Request = REQUESTS[0]
    cache.put("m", request, Reply("x"))
    cache.path("m", request).write_text("{broken", "utf-8")
    assert cache.get("m", request) is None
