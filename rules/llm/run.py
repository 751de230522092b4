"""Send requests to a model: in parallel with a limit, each answer kept as it comes, so that a stopped run goes on.

The cache holds one file an answer, named by the hash of model and prompt; it knows nothing of keys or servers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from morph.files import write_atomic
from morph.model import Finding, Source
from rules.llm.prompt import Prompt
from rules.llm.providers import ModelError, Provider, Reply

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers by model and prompt in a folder."""

    folder: Path

    def path(self, model: str, request: Prompt) -> Path:
        digest = hashlib.sha256(f"{model}\0{request.system}\0{request.user}".encode()).hexdigest()[:32]
        return self.folder / f"{digest}.json"

    def get(self, model: str, request: Prompt) -> Reply | None:
        """A kept answer; None where there is none, or a damaged file."""
        path = self.path(model, request)
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
            return Reply(str(value["text"]), int(value["tokens_in"]), int(value["tokens_out"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, model: str, request: Prompt, reply: Reply) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        value = {
            "model": model, "request": request.name, "text": reply.text, "tokens_in": reply.tokens_in,
            "tokens_out": reply.tokens_out,
        }  # fmt: skip
        write_atomic(self.path(model, request), json.dumps(value, ensure_ascii=False))


@dataclass
class Run:
    """What a run gave: replies by the name of the request, findings about those that failed, how many were kept."""

    replies: dict[str, Reply] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cached: int = 0
    sent: int = 0


def ask_all(
    requests: Sequence[Prompt], provider: Provider, cache: Cache, *, jobs: int = 4, progress: Progress | None = None
) -> Run:
    """Ask all requests that the cache does not answer. A fatal error (wrong key, unknown model) ends the run with
    what it has; any other failure costs its own request. An interrupt leaves all finished answers in the cache."""
    run = Run()
    waiting: list[Prompt] = []
    for request in requests:
        kept = cache.get(provider.name, request)
        if kept is None:
            waiting.append(request)
        else:
            run.replies[request.name] = kept
    run.cached = len(run.replies)
    told = progress or (lambda done, total: None)
    told(run.cached, len(requests))
    pool = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="llm")
    open_: dict[Future[Reply], Prompt] = {}
    queue = iter(waiting)
    fatal: ModelError | None = None
    try:
        while True:
            while len(open_) < max(1, jobs) and fatal is None and (next_ := next(queue, None)) is not None:
                open_[pool.submit(provider.complete, next_.system, next_.user, as_json=True)] = next_
                run.sent += 1
            if not open_:
                break
            for done in wait(open_, return_when=FIRST_COMPLETED).done:
                fatal = _taken(done, open_.pop(done), provider.name, cache, run) or fatal
                told(len(run.replies) + len(run.findings), len(requests))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if fatal is not None:
        left = len(requests) - len(run.replies) - len(run.findings)
        place = Source("model", provider.name)
        run.findings.append(
            Finding("L112", f"{left} requests were not sent: {fatal.message}", place, fatal.hint, "error")
        )
    return run


def _taken(done: Future[Reply], request: Prompt, model: str, cache: Cache, run: Run) -> ModelError | None:
    """Keep one answer, or note why there is none; the error where no further request makes sense."""
    place = Source("answer", request.name)
    try:
        reply = done.result()
    except ModelError as error:
        run.findings.append(Finding("L111", error.message, place, error.hint, "error"))
        return error if error.is_fatal else None
    except Exception as error:  # a model on this machine may fail in ways of its own: one request, not the run
        run.findings.append(Finding("L111", f"{type(error).__name__}: {error}"[:300], place, "ask again", "error"))
        return None
    cache.put(model, request, reply)
    run.replies[request.name] = reply
    return None
