"""What loading one file may cost. Knows no format, and not how a limit is kept."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes` of the file itself, `seconds` by the clock, `memory` in bytes, `characters` of all its documents
    together, `depth` of archives within archives, and `ratio` of what comes out of an archive to its own size.
    """

    bytes: int
    seconds: float
    memory: int
    characters: int
    depth: int
    ratio: int

    def unpacked(self, size: int) -> int:
        """How many bytes may come out of an archive of `size` bytes: a small one may hold some MB whatever its ratio,
        and none more than ten files of the largest size."""
        return min(max(size * self.ratio, 10 * MB), 10 * self.bytes)


STANDARD = Limits(
    bytes=200 * MB, seconds=300.0, memory=3000 * MB, characters=200 * MB, depth=3, ratio=200
)  # the reasons are in the settings
