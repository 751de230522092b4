"""Language models behind one small protocol: any OpenAI-compatible server, or a model on this machine.

The key of a hosted model comes from the environment (``ONEBOOK_API_KEY``, else ``OPENAI_API_KEY``) and goes to the
server only: it is never written, logged or shown, and is cut out of every error message.

>>> redact("Incorrect API key provided: sk-abc123", "sk-abc123")
'Incorrect API key provided: [key]'
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from morph.errors import OnebookError

KEY_NAMES = ("ONEBOOK_API_KEY", "OPENAI_API_KEY")
LOCAL = "local:"
_TIMEOUT = 300.0
_ATTEMPTS = 6
_LONGEST_WAIT = 60.0
_NO_KEY = "not-needed"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, and how many tokens that took (0 where the server does not say)."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class ModelError(OnebookError):
    """A model could not be asked. ``is_fatal``: the next request would fail in the same way."""

    def __init__(self, message: str, *, hint: str = "", is_fatal: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.is_fatal = is_fatal


class Provider(Protocol):
    """A model that answers a prompt. ``name`` is what origins and caches call it."""

    @property
    def name(self) -> str: ...

    def complete(self, system: str, user: str, *, as_json: bool = False) -> Reply:
        """The answer; ModelError where there is none. May be called from several threads at once."""
        ...


def make_provider(model: str, *, base_url: str = "", max_tokens: int = 4096, opening: str = '{"claims": [') -> Provider:
    """The provider of a model: ``local:NAME`` runs here, anything else is asked of a server. ``opening`` is how an
    answer in JSON begins."""
    if model.startswith(LOCAL):
        from rules.llm.local import LocalModel

        return LocalModel(model.removeprefix(LOCAL), max_tokens=min(max_tokens, 512), opening=opening)
    return ServerModel(model, base_url=base_url, max_tokens=max_tokens)


def api_key() -> str:
    """The key in the environment; empty where there is none."""
    return next((os.environ[name] for name in KEY_NAMES if os.environ.get(name)), "")


def redact(message: str, key: str) -> str:
    """A message without the key, and without any part of it that a server quotes back."""
    if key and key != _NO_KEY:
        message = message.replace(key, "[key]")
        for length in range(len(key) - 1, 7, -1):
            message = message.replace(key[:length], "[key]").replace(key[-length:], "[key]")
    return message


class ServerModel:
    """A model behind the chat-completions interface (hosted APIs, vLLM, llama.cpp, Ollama, LM Studio)."""

    def __init__(
        self, model: str, *, base_url: str = "", max_tokens: int = 4096, timeout: float = _TIMEOUT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        try:
            import openai
        except ImportError:
            raise ModelError(
                "asking a model needs the extra 'llm'", hint="pip install 'onebook[llm]'", is_fatal=True
            ) from None
        self._openai = openai
        self._model = model
        self._key = api_key()
        self._wait = wait
        base_url = base_url or os.environ.get("OPENAI_BASE_URL", "")
        if not self._key and not base_url:
            raise ModelError(
                f"no key for {model} in the environment",
                hint=f"set {KEY_NAMES[0]}, or name a server of your own with --base-url", is_fatal=True,
            )  # fmt: skip
        self._client: Any = openai.OpenAI(
            api_key=self._key or _NO_KEY, base_url=base_url or None, max_retries=0, timeout=timeout
        )
        # What some servers do not know is left out from the first refusal on.
        self._options: dict[str, Any] = {"temperature": 0, "max_tokens": max_tokens}
        self._json: dict[str, Any] | None = {"type": "json_object"}

    @property
    def name(self) -> str:
        return self._model

    def complete(self, system: str, user: str, *, as_json: bool = False) -> Reply:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        for attempt in range(_ATTEMPTS):
            try:
                return self._ask(messages, as_json)
            except self._openai.APIStatusError as error:
                if self._adapted(error):
                    continue
                delay = self._delay(error, attempt)
                if delay is None or attempt == _ATTEMPTS - 1:
                    raise self._error(error) from None
            except self._openai.APIConnectionError as error:  # time-outs are among them
                if attempt == _ATTEMPTS - 1:
                    raise self._error(error) from None
                delay = _back_off(attempt)
            self._wait(delay)
        raise ModelError(f"{self._model} gave no answer after {_ATTEMPTS} attempts")

    def _ask(self, messages: list[dict[str, str]], as_json: bool) -> Reply:
        options = dict(self._options)
        if as_json and self._json:
            options["response_format"] = self._json
        found = self._client.chat.completions.create(model=self._model, messages=messages, **options)
        choices = getattr(found, "choices", None) or []
        text = (choices[0].message.content or "") if choices and choices[0].message else ""
        usage = getattr(found, "usage", None)
        return Reply(text, getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)

    def _adapted(self, error: Any) -> bool:
        """Whether the server refused an option that can be left out or named otherwise."""
        if error.status_code not in (400, 404, 422, 500, 501):
            return False
        said = str(error).casefold()
        if self._json and ("response_format" in said or "json" in said):
            self._json = None
            return True
        if "max_tokens" in self._options and "max_completion_tokens" in said:
            self._options["max_completion_tokens"] = self._options.pop("max_tokens")
            return True
        for name in ("temperature", "max_tokens", "max_completion_tokens"):
            if name in self._options and name in said:
                del self._options[name]
                return True
        return False

    def _delay(self, error: Any, attempt: int) -> float | None:
        """How long to wait before the next attempt; None where another attempt makes no sense."""
        if error.status_code not in (408, 409, 425, 429) and error.status_code < 500:
            return None
        if "insufficient_quota" in str(error):
            return None
        asked = error.response.headers.get("retry-after", "") if error.response is not None else ""
        try:
            return min(_LONGEST_WAIT, max(0.0, float(asked)))
        except ValueError:
            return _back_off(attempt)

    def _error(self, error: Any) -> ModelError:
        status = getattr(error, "status_code", 0)
        message = redact(" ".join(str(error).split())[:300], self._key)
        is_fatal = status in (401, 403, 404) or "insufficient_quota" in message
        hint = {
            401: f"check the key in {' or '.join(KEY_NAMES)}", 403: "the key may not use this model",
            404: "check the model's name and --base-url",
        }.get(status, "run the same command again: what was answered is kept")  # fmt: skip
        return ModelError(f"{self._model}: {message}", hint=hint, is_fatal=is_fatal)


def _back_off(attempt: int) -> float:
    """1, 2, 4 … seconds, with a random part so that parallel requests do not come back all at once."""
    return min(_LONGEST_WAIT, 2.0**attempt) * (0.5 + random.random())
