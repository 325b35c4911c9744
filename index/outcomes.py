"""What a file turned out to hold: its documents, and what of it could not be read, as the library lists it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.errors import LoadError
from index.folders import failure
from index.isolation import Job, Workers
from index.model import Document, DocumentStatus
from index.records import Source


def outcomes(workers: Workers, job: Job, source: Source) -> Iterator[Document | DocumentStatus]:
    """The documents of a file, and the statuses of those parts of it, or of all of it, that could not be read."""
    number = 0
    try:
        for item in workers.results(job):
            if isinstance(item, LoadError):
                number += 1
                yield failure(
                    source.identity, source.relative, item.reason, sha256=source.sha256, part=f"failed {number}"
                )
            elif _storable(item):
                yield item
            else:
                reason = "The text holds characters that are not Unicode."
                yield replace(failure(source.identity, source.relative, reason, sha256=source.sha256), id=item.id)
    except LoadError as error:
        yield failure(source.identity, source.relative, error.reason, sha256=source.sha256)


def _storable(document: Document) -> bool:
    try:
        facts = (document.title, document.external_id, document.author, document.publisher, document.language)
        "".join((document.text, *(fact or "" for fact in facts))).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
