"""Writes compound files (what .doc, .ppt, .xls and .msg are kept in), so that tests make their own."""

import struct

FREE, END, FATSECT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096

Tree = dict[str, "bytes | Tree"]


class _Entries:
    """The directory: each entry's name, type, tree links, and its stream's start and size."""

    def __init__(self) -> None:
        self.rows: list[list[object]] = []
        self.streams: list[tuple[int, bytes]] = []

    def add(self, name: str, node: "bytes | Tree", kind: int) -> int:
        number = len(self.rows)
        self.rows.append([name, kind, FREE, FREE, FREE, END, 0])
        if isinstance(node, bytes):
            self.streams.append((number, node))
            return number
        children = [self.add(child, node[child], 2 if isinstance(node[child], bytes) else 1) for child in node]
        ordered = sorted(children, key=lambda c: (len(str(self.rows[c][0])), str(self.rows[c][0]).upper()))
        self.rows[number][4] = self._balanced(ordered)
        return number

    def _balanced(self, ordered: list[int]) -> int:
        if not ordered:
            return FREE
        middle = len(ordered) // 2
        self.rows[ordered[middle]][2] = self._balanced(ordered[:middle])
        self.rows[ordered[middle]][3] = self._balanced(ordered[middle + 1 :])
        return ordered[middle]


def compound(tree: Tree) -> bytes:
    """The bytes of a compound file that holds `tree`: streams by name, storages as dictionaries."""
    entries = _Entries()
    entries.add("Root Entry", tree, 5)
    fat: list[int] = []
    sectors: list[bytes] = []

    def put(data: bytes) -> int:
        """Append `data` as a chain of sectors."""
        parts = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        first = len(sectors)
        fat.extend(first + number + 1 for number in range(len(parts)))
        fat[-1] = END
        sectors.extend(parts)
        return first

    mini, minifat = b"", []
    for number, data in entries.streams:
        entries.rows[number][6] = len(data)
        if len(data) >= CUTOFF:
            entries.rows[number][5] = put(data)
        elif data:
            first, count = len(mini) // MINI, -(-len(data) // MINI)
            entries.rows[number][5] = first
            minifat.extend([*range(first + 1, first + count), END])
            mini += data.ljust(count * MINI, b"\0")
    first_minifat, minifat_sectors = END, 0
    if mini:
        entries.rows[0][5:] = [put(mini), len(mini)]
        packed = struct.pack(f"<{len(minifat)}I", *minifat)
        packed = packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\xff")
        first_minifat, minifat_sectors = put(packed), len(packed) // SECTOR
    directory = b"".join(map(_entry, entries.rows))
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    first_directory = put(directory)
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    fat_at = list(range(len(sectors), len(sectors) + count))
    fat += [FATSECT] * count
    packed_fat = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, count, first_directory, 0, CUTOFF, first_minifat, minifat_sectors, END, 0)
    header += struct.pack(f"<{len(fat_at)}I", *fat_at).ljust(109 * 4, b"\xff")
    return header + b"".join(sectors) + packed_fat


def _entry(row: list[object]) -> bytes:
    name, kind, left, right, child, start, size = row
    encoded = (str(name) + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return head + struct.pack("<III", left, right, child) + bytes(36) + struct.pack("<IQ", start, size)
