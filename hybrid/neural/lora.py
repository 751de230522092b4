"""Low-rank adaptation (Hu et al. 2022, https://arxiv.org/abs/2106.09685): a frozen matrix with a small one beside it.

Only the small matrices are trained, in float32 whatever the frozen ones are; merged, the model is as fast as before.
Written out here since it is a few lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch  # this module is imported only where a model is trained
from torch import Tensor, nn
from torch.nn import functional


class Lora(nn.Module):
    """A frozen linear layer plus ``scale`` · up · down."""

    def __init__(self, base: nn.Linear, rank: int, scale: float, dropout: float = 0.0) -> None:
        super().__init__()
        self.base = base
        self.scale = scale
        self.dropout = nn.Dropout(dropout)
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=5**0.5)

    @property
    def weight(self) -> Tensor:
        """The frozen matrix: some models look at its type."""
        return self.base.weight

    def forward(self, x: Tensor) -> Tensor:
        small = functional.linear(self.dropout(x), self.down.to(x.dtype))
        whole: Tensor = self.base(x)
        # the scale goes into the small matrix: a product less over the whole width
        return whole + functional.linear(small, (self.scale * self.up).to(x.dtype))

    def merged(self) -> nn.Linear:
        """The frozen layer with the adaptation added to it."""
        with torch.no_grad():
            weight = self.base.weight
            weight.copy_((weight.float() + self.scale * (self.up @ self.down)).to(weight.dtype))
        return self.base


def adapt(model: Any, rank: int = 16, scale: float = 2.0, dropout: float = 0.0) -> list[nn.Parameter]:
    """Put a :class:`Lora` in the place of every linear layer but the output layer; the parameters to train."""
    head = model.get_output_embeddings() if hasattr(model, "get_output_embeddings") else None
    for parent, name, layer in list(_linears(model)):
        if layer is not head:
            setattr(parent, name, Lora(layer, rank, scale, dropout))
    return [p for module in model.modules() if isinstance(module, Lora) for p in (module.down, module.up)]


def _linears(model: nn.Module) -> Iterator[tuple[nn.Module, str, nn.Linear]]:
    for parent in model.modules():
        if isinstance(parent, Lora):
            continue
        for name, child in parent.named_children():
            if isinstance(child, nn.Linear):
                yield parent, name, child


def state(model: nn.Module) -> dict[str, Tensor]:
    """The trained matrices by name, copied."""
    return {
        f"{name}.{part}": getattr(module, part).detach().clone()
        for name, module in model.named_modules()
        if isinstance(module, Lora)
        for part in ("down", "up")
    }


def restore(model: nn.Module, saved: Mapping[str, Any]) -> None:
    """Put back what :func:`state` gave; KeyError or RuntimeError where it is of another model."""
    with torch.no_grad():
        for name, module in model.named_modules():
            if isinstance(module, Lora):
                module.down.copy_(saved[f"{name}.down"])
                module.up.copy_(saved[f"{name}.up"])


def merge(model: nn.Module) -> None:
    """Add every adaptation to its layer and take the layers of :func:`adapt` out again."""
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, Lora):
                setattr(parent, name, child.merged())
