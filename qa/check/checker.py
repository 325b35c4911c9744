"""Composition root of checking: draft -> quotations and figures -> looked up -> attributions -> CheckReport.

Search comes first; what it leaves open is looked for in every document, once for all of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import NotInLibrary
from index.library import Library
from index.model import DocumentStatus, Progress, Step
from index.text import Pair
from qa.check.attribution import Attribution
from qa.check.context import Context, Surroundings
from qa.check.draft import Draft
from qa.check.figure_check import FigureCheck
from qa.check.figures import Figure, figures
from qa.check.lookup import Lookup, Sought, Standing, shingles_of
from qa.check.match import Edit
from qa.check.report import CheckedQuotation, CheckReport, Difference, Place
from qa.check.sources import Names, names_a_work
from qa.check.wanted import wanted
from qa.check.words import EDGE
from qa.cite import locate
from qa.quotations import Quotation, block_quotations, quotations

_INTERRUPTION = re.compile(  # of one sentence: behind its end, or in the next paragraph, somebody else may speak
    r"[,.?!…–—-]?[\"”’'](?:[^\"“”.?!\n]|\n(?!\s*\n)|(?<=\b[MD][rs])\.|(?<=\bMrs)\.){1,120}[.?!]?[^\S\n]*\n?[^\S\n]*[\"“‘']\s*"
)
PLACES = 5  # documents shown for one quotation


@dataclass(frozen=True, slots=True)
class _Item:
    sought: Sought
    context: Context


def check(draft: Draft, library: Library, progress: Progress = lambda _: None) -> CheckReport:
    """Look up every quotation and figure of a draft. `progress` may raise, to stop it. Raises LibraryError."""
    listed = [one for one in library.list() if one.status == "ready"]
    names = Names(listed)
    found = _quotations(draft)
    titles = [one for one in found if not one.block and _is_title(draft, one, names)]
    around = Surroundings(draft, found, titles)
    attribution = Attribution(draft.text, names)
    lookup = Lookup(library)
    quoted = [one for one in found if one not in titles and wanted(draft.text, one).segments]
    items = [_Item(Sought(wanted(draft.text, one)), around.of(one)) for one in quoted]
    counted = FigureCheck(draft.text, _own_figures(draft, found), library)
    _search(draft.name, items, attribution, lookup, counted, progress)
    _through_all(listed, lookup, [item.sought for item in items if not item.sought.exact], counted, progress)
    checked = [_checked(draft, item, attribution) for item in items]
    checked += [CheckedQuotation(one.start, one.end, _said(draft.text, one), "title") for one in titles]
    checked = [replace(one, note=draft.note_name(one.start)) for one in checked]
    outer = [one for one in checked if not _is_settled(one, checked, found)]
    return CheckReport(
        draft.name,
        draft.text,
        tuple(sorted(outer, key=lambda one: (one.start, -one.end))),
        tuple(replace(one, note=draft.note_name(one.start)) for one in counted.checked()),
        library.searched(),
    )


def _quotations(draft: Draft) -> list[Quotation]:
    """Those in marks and those set apart; marks around the whole of a block add nothing to it."""
    blocks = block_quotations(draft.text, draft.blocks)
    marks = [
        one
        for one in quotations(draft.text)
        if not any(start <= one.start < end for start, end in draft.aside)
        and not any(block.start <= one.start and one.end <= block.end + 1 for block in blocks)
    ]
    return sorted([*blocks, *marks], key=lambda one: (one.start, -one.end))


def _is_title(draft: Draft, quotation: Quotation, names: Names) -> bool:
    """Whether it names a document of the library; in a footnote also any other work."""
    said = _said(draft.text, quotation)
    return names.is_title(said) or (draft.note_at(quotation.start) is not None and names_a_work(said))


def _said(text: str, quotation: Quotation) -> str:
    return "\n".join(text[start:end].strip() for start, end in quotation.parts)


def _own_figures(draft: Draft, quoted: Sequence[Quotation]) -> list[Figure]:
    """The figures of the draft's own sentences."""
    aside: list[Pair] = [*draft.aside, *((one.start, one.end) for one in quoted)]
    return [one for one in figures(draft.text) if not any(a < one.end and one.start < b for a, b in aside)]


def _search(
    name: str,
    items: Sequence[_Item],
    attribution: Attribution,
    lookup: Lookup,
    counted: FigureCheck,
    progress: Progress,
) -> None:
    """Look where searches lead, for each quotation and each figure."""
    total = len(items) + len(counted.figures)
    for number, item in enumerate(items):
        progress(Step("checking", number, total, name))
        lookup.search(item.sought, attribution.documents(item.context))
    for number in range(len(counted.figures)):
        progress(Step("checking", len(items) + number, total, name))
        counted.search(number)
    progress(Step("checking", total, total, name))


def _through_all(
    listed: Sequence[DocumentStatus],
    lookup: Lookup,
    sought: Sequence[Sought],
    counted: FigureCheck,
    progress: Progress,
) -> None:
    """Go through every document for what is open still."""
    if not (sought or counted.open):
        return
    shingles = shingles_of(sought)
    for number, one in enumerate(listed):
        progress(Step("comparing", number, len(listed), one.title))
        try:
            document, words = lookup.read(one.id)
        except NotInLibrary:  # it went since it was listed
            continue
        lookup.through(document, words, sought, shingles)
        counted.through(document)
    progress(Step("comparing", len(listed), len(listed)))


def _checked(draft: Draft, item: _Item, attribution: Attribution) -> CheckedQuotation:
    sought, quotation = item.sought, item.sought.wanted.quotation
    found = sought.found
    said = _said(draft.text, quotation)
    allowed = {"omissions": sought.wanted.omissions, "insertions": sought.wanted.insertions}
    if not found:
        return CheckedQuotation(quotation.start, quotation.end, said, "not_found", **allowed)  # type: ignore[arg-type]
    fitting, named = attribution.judge(item.context, quotation, found)
    differences = tuple(
        _difference(draft.text, fitting[0], edit)
        for edit in fitting[0].match.edits
        if not _interrupts(fitting[0], edit)
    )
    return CheckedQuotation(
        quotation.start,
        quotation.end,
        said,
        "wrong_source" if named else "altered" if differences else "verbatim",
        tuple(_place(one) for one in fitting[:PLACES]),
        differences,
        named,
        **allowed,  # type: ignore[arg-type]
    )


def _place(standing: Standing) -> Place:
    document, span = standing.document, standing.span
    return Place(document, locate(document, span), span.start, span.end, span.of(document.text), standing.speaker)


def _difference(text: str, standing: Standing, edit: Edit) -> Difference:
    start, end = _stretch(standing.wanted.segments[edit.segment].words.spans, edit.begin, edit.end)
    first, last = _stretch(standing.words.spans, edit.source_begin, edit.source_end)
    return Difference(start, end, text[start:end], first, last, standing.document.text[first:last])


def _interrupts(standing: Standing, edit: Edit) -> bool:
    """Whether it is what a source puts between two parts of what it quotes itself, as in "Go," he said, "now"."""
    words, begin, end = standing.words, edit.source_begin, edit.source_end
    while begin and words.written[begin - 1] in EDGE:
        begin -= 1
    while end < len(words) and words.written[end] in EDGE:
        end += 1
    if begin == 0 or end >= len(words) or edit.end - edit.begin > 1:
        return False
    return bool(_INTERRUPTION.fullmatch(standing.document.text[words.spans[begin - 1][1] : words.spans[end][0]]))


def _stretch(spans: Sequence[Pair], begin: int, end: int) -> Pair:
    """From word `begin` to before word `end`, in code points; an empty stretch stands behind the word before it."""
    if begin < end:
        return spans[begin][0], spans[end - 1][1]
    at = spans[begin - 1][1] if begin else spans[0][0]
    return at, at


def _is_settled(one: CheckedQuotation, checked: Sequence[CheckedQuotation], found: Sequence[Quotation]) -> bool:
    """Whether it lies in a quotation that was found, which speaks for it."""
    depth = next((q.depth for q in found if (q.start, q.end) == (one.start, one.end)), 0)
    return depth > 0 and any(
        other.start < one.start and one.end <= other.end and other.status in ("verbatim", "altered", "wrong_source")
        for other in checked
    )
