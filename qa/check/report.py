"""What checking a draft says: the values, and their JSON, which is specified here and nowhere else.

Offsets without "source" in their name count code points of the draft's text; the others those of a document's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Document, Locator, Searched
from qa.model import document_to_dict, locator_to_dict, searched_to_dict

Status = Literal["verbatim", "altered", "wrong_source", "not_found", "title"]
Contained = Literal["found", "elsewhere", "absent"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a draft does not say what its source says: the words of both, either of which may be empty."""

    start: int
    end: int
    draft: str
    source_start: int
    source_end: int
    source: str

    def to_dict(self) -> dict[str, object]:
        """The difference as in the report's JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: the document, and the stretch of it with its words. `speaker` is whose words they are
    there, where that document quotes them itself."""

    document: Document
    locator: Locator
    start: int
    end: int
    words: str
    speaker: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The place as in the report's JSON."""
        return {
            "document": document_to_dict(self.document),
            "locator": locator_to_dict(self.locator),
            "quote": self.words,
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker,
        }


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """One quotation of a draft and what became of it.

    "verbatim": it stands at `places`; "altered": `places` holds the nearest, with the `differences`; "wrong_source": it
    stands there, with `differences` if any, but the draft names `named`; "not_found": nothing is near; "title": it is
    a document's title. `omissions` and `insertions` are the draft's own, as "..." and "[he]", which are allowed.
    `note` is the name of the draft's note that it stands in, "footnote 3"; None in its body.
    """

    start: int
    end: int
    words: str
    status: Status
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    named: str | None = None
    omissions: int = 0
    insertions: tuple[str, ...] = ()
    note: str | None = None

    @property
    def flagged(self) -> bool:
        """Whether somebody should look at it."""
        return self.status in ("altered", "wrong_source", "not_found")

    def to_dict(self) -> dict[str, object]:
        """The quotation as in the report's JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "quote": self.words,
            "status": self.status,
            "places": [place.to_dict() for place in self.places],
            "differences": [difference.to_dict() for difference in self.differences],
            "named": self.named,
            "omissions": self.omissions,
            "insertions": list(self.insertions),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure in the draft's own sentences. "found": a document has it, with the same unit; "elsewhere": documents
    have the number, of something else; "absent": none has it. `document` is the title of one that does; `note` is the
    name of the note that it stands in."""

    start: int
    end: int
    words: str
    status: Contained
    document: str | None = None
    note: str | None = None

    @property
    def flagged(self) -> bool:
        """Whether no document has it."""
        return self.status == "absent"

    def to_dict(self) -> dict[str, object]:
        """The figure as in the report's JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole report on one draft; `text` is the draft's, which all offsets refer to."""

    draft: str
    text: str
    quotations: tuple[CheckedQuotation, ...]
    figures: tuple[CheckedFigure, ...]
    searched: Searched

    def counts(self) -> dict[str, int]:
        """How many quotations and figures there are of each status."""
        quoted = dict.fromkeys(("verbatim", "altered", "wrong_source", "not_found"), 0)
        for one in self.quotations:
            if one.status != "title":
                quoted[one.status] += 1
        figures = {"figures": len(self.figures), "figures_absent": sum(one.flagged for one in self.figures)}
        return {"quotations": sum(quoted.values()), **quoted, **figures}

    def to_dict(self) -> dict[str, object]:
        """The report's JSON, the same on the command line and everywhere else."""
        return {
            "draft": self.draft,
            "counts": self.counts(),
            "quotations": [one.to_dict() for one in self.quotations],
            "figures": [one.to_dict() for one in self.figures],
            "searched": searched_to_dict(self.searched),
        }
