"""What the kernel refuses a loading process: connections, and writing to the disk.

A parser that was taken over, or that means to fetch what a document refers to, gets an error; reading, and answering
through a pipe, need neither.

By a seccomp filter (see seccomp(2) and linux/seccomp.h), where Linux has it; elsewhere nothing is refused, and the
parsers' own settings, which fetch and write nothing, are what there is.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator

# Calls by number (asm/unistd.h): refused whole; those that open a file are refused where it is to be written to, and
# stand with the place of their flags among the arguments; those with other ways of doing either are said to be missing.
_CALLS = {
    "x86_64": (
        0xC000003E,
        (41, 76, 82, 83, 84, 85, 86, 87, 88, 90, 133, 258, 259, 263, 264, 265, 266, 268, 316),
        ((2, 1), (257, 2)),
    ),
    "aarch64": (0xC00000B7, (33, 34, 35, 36, 37, 38, 45, 53, 198, 276), ((56, 2),)),
}
_MISSING = (425, 437)  # io_uring_setup and openat2, everywhere
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_OTHER_ABI = 0x40000000  # numbers from here on are the same calls again (x32)
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where struct seccomp_data has them

Row = tuple[int, int, int, int]


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("rows", ctypes.POINTER(_Instruction)))


def fence() -> bool:
    """Have the kernel refuse connections and writing to this process and to all that it starts, for good; whether it
    does."""
    if sys.platform != "linux" or platform.machine() not in _CALLS or sys.maxsize <= 2**32:
        return False
    rows = list(_rows(*_CALLS[platform.machine()]))
    made = (_Instruction * len(rows))(*(_Instruction(*row) for row in rows))
    prctl = ctypes.CDLL(None).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(_Program(len(rows), made)), 0, 0)


def _rows(architecture: int, refused: tuple[int, ...], opening: tuple[tuple[int, int], ...]) -> Iterator[Row]:
    """The filter: each test that holds is followed by its verdict, and otherwise skips it."""
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_EQUAL, 1, 0, architecture)
    yield (_RETURN, 0, 0, _ERROR | errno.EACCES)
    yield (_LOAD, 0, 0, _NUMBER)
    yield from _if(_AT_LEAST, _OTHER_ABI, errno.ENOSYS)
    for number in refused:
        yield from _if(_EQUAL, number, errno.EACCES)
    for number in _MISSING:
        yield from _if(_EQUAL, number, errno.ENOSYS)
    for number, place in opening:
        yield (_EQUAL, 0, 4, number)
        yield (_LOAD, 0, 0, _ARGUMENTS + 8 * place)
        yield from _if(_ANY_BIT, _WRITING, errno.EACCES)
        yield (_RETURN, 0, 0, _ALLOW)
    yield (_RETURN, 0, 0, _ALLOW)


def _if(test: int, value: int, error: int) -> Iterator[Row]:
    yield (test, 0, 1, value)
    yield (_RETURN, 0, 0, _ERROR | error)
