"""Several processes that train one model together, each on its share of every batch (torchrun starts them).

On a CPU that others use too, two processes of one thread each are faster than one of two: no thread waits for the other
after every small product, only after a whole step.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ranks:
    """This process's number among ``count``; sums and agreements over all of them."""

    rank: int = 0
    count: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def share(self, items: Sequence[Any]) -> Sequence[Any]:
        """The part of a batch that is this process's; in a batch smaller than the processes, all do the first."""
        return items[self.rank :: self.count] or items[:1]

    def total(self, *values: float) -> list[float]:
        """Each value summed over all processes."""
        if self.count == 1:
            return list(values)
        import torch
        from torch import distributed

        summed = torch.tensor(values, dtype=torch.float64)
        distributed.all_reduce(summed)
        return [float(value) for value in summed]

    def sum_gradients(self, parameters: Sequence[Any]) -> None:
        """Leave the sum of all processes' gradients in each one's."""
        if self.count == 1:
            return
        import torch
        from torch import distributed

        flat = torch.cat([p.grad.reshape(-1) for p in parameters])
        distributed.all_reduce(flat)
        at = 0
        for parameter in parameters:
            size = parameter.numel()
            parameter.grad.copy_(flat[at : at + size].view_as(parameter))
            at += size

    def agreed(self, value: float) -> float:
        """The first process's value."""
        return value if self.count == 1 else self.total(value if self.first else 0.0)[0]


def joined() -> Ranks:
    """The processes that torchrun started, connected; this one alone where it did not."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1 or "RANK" not in os.environ:
        return Ranks()
    from torch import distributed

    if not distributed.is_initialized():
        distributed.init_process_group("gloo")
    return Ranks(distributed.get_rank(), distributed.get_world_size())
