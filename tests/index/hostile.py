"""A loading process whose table has loaders that misbehave as parsers do. Tests run it as a program."""

import ctypes
import os
import signal
import sys
import time
import types
from collections.abc import Iterator

from index import loaders
from index.errors import DamagedDocument
from index.loaders import worker
from index.loaders.source import Assembly, Source, document
from index.model import Document

MB = 1_000_000


def _words(source: Source, words: str) -> Document:
    assembly = Assembly()
    assembly.add(words)
    return document(source, "text", assembly)


def pid(source: Source) -> Iterator[Document]:
    yield _words(source, str(os.getpid()))


def crash(source: Source) -> Iterator[Document]:
    yield _words(source, "Before the crash.")
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(source: Source) -> Iterator[Document]:
    os._exit(3)
    yield _words(source, "never")


def hang(source: Source) -> Iterator[Document]:
    while True:
        time.sleep(0.01)
    yield _words(source, "never")


def hang_in_c(source: Source) -> Iterator[Document]:
    ctypes.PyDLL(None).usleep(60 * MB)  # holds the interpreter's lock all the while
    yield _words(source, "never")


def hang_unstoppably(source: Source) -> Iterator[Document]:
    signal.setitimer(signal.ITIMER_REAL, 0)
    time.sleep(60)
    yield _words(source, "never")


def bomb(source: Source) -> Iterator[Document]:
    data = bytearray(2000 * MB)
    yield _words(source, str(len(data)))


def abort(source: Source) -> Iterator[Document]:
    os.write(2, b"memory allocation of 4000000000 bytes failed\n")  # how Rust's allocator ends
    os.abort()
    yield _words(source, "never")


def swell(source: Source) -> Iterator[Document]:
    data = bytearray(b"x") * (90 * MB)
    yield _words(source, f"{os.getpid()} {len(data)}")


def mistake(source: Source) -> Iterator[Document]:
    yield _words(source, str(1 // 0))


def parts(source: Source) -> Iterator[Document | DamagedDocument]:
    yield DamagedDocument("Line 1 is no line.")
    yield _words(source, "Line 2.")


def chatter(source: Source) -> Iterator[Document]:
    print('{"end": null, "tired": false}', flush=True)
    os.write(1, b"what a parser says\n")
    yield _words(source, "quiet")


def endless(source: Source) -> Iterator[Document]:
    while True:
        yield _words(source, "word " * 1000)


LOADERS = (pid, crash, leave, hang, hang_in_c, hang_unstoppably, bomb, abort, swell, mistake, parts, chatter, endless)

if __name__ == "__main__":
    module = types.ModuleType("index.loaders.hostile")
    vars(module).update({loader.__name__: loader for loader in LOADERS})
    sys.modules["index.loaders.hostile"] = module
    loaders.TABLE.update({f".{loader.__name__}": f"hostile:{loader.__name__}" for loader in LOADERS})
    worker.main(sys.argv[1:])
