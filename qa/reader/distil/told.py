"""What a teacher says of every pair, kept: it is asked once, however often a pupil goes through the pairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch

from qa.reader.distil.learn import Network, forward
from qa.reader.distil.losses import Logits
from qa.reader.distil.windows import Windows


@dataclass(frozen=True, slots=True)
class Told:
    """The logits of all windows one behind the other, in half precision, each of shape ``(tokens,)``; `begins`, shape
    ``(pairs,)``, is where those of a pair begin."""

    starts: torch.Tensor
    ends: torch.Tensor
    begins: torch.Tensor

    def of(self, windows: Windows) -> Logits:
        """What the teacher said of these windows, each of shape ``(rows, width)``; what it says where no token is means
        nothing."""
        width = torch.arange(windows.ids.shape[1], device=windows.ids.device)
        at = (self.begins[windows.pair][:, None] + width).clamp(max=len(self.starts) - 1)
        return self.starts[at].float(), self.ends[at].float()

    def save(self, path: Path) -> None:
        """Write it to `path`."""
        torch.save({"starts": self.starts.cpu(), "ends": self.ends.cpu(), "begins": self.begins.cpu()}, path)

    @classmethod
    def load(cls, path: Path, device: str) -> Told:
        """What `save` wrote, on a device."""
        return cls(**torch.load(path, weights_only=True, map_location=device))


@torch.no_grad()
def told(teacher: Network, batches: Iterable[Windows], pairs: int) -> Told:
    """What `teacher` says of the windows, of `pairs` pairs in all."""
    starts, ends, begins, kept = [], [], torch.zeros(pairs, dtype=torch.long), 0
    for windows in batches:
        start, end = forward(teacher, windows)
        starts.append(start[windows.mask].half())
        ends.append(end[windows.mask].half())
        lengths = windows.mask.sum(1).cpu()
        begins[windows.pair.cpu()] = kept + torch.cumsum(lengths, 0) - lengths
        kept += int(lengths.sum())
    together = torch.cat(starts), torch.cat(ends)
    return Told(*together, begins.to(together[0].device))
