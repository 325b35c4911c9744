"""A checked quotation or figure in a sentence for people: for the terminal, the page and the marked copy. Pure text."""

from __future__ import annotations

from qa.check.report import CheckedFigure, CheckedQuotation, CheckReport, Difference, Place

HEADS = {
    "verbatim": "Verbatim",
    "altered": "Altered",
    "wrong_source": "From another source than named",
    "not_found": "Not found",
    "title": "A title",
}


def quotation_note(one: CheckedQuotation) -> str:
    """What became of a quotation, with where it stands."""
    said = [f"{HEADS[one.status]}{_inside(one)}."]
    if one.status == "not_found":
        said.append("No document of the library has these words, or words near to them.")
    if one.named:
        said.append(f"The draft names {one.named}.")
    if one.differences:
        words = "; ".join(map(difference_words, one.differences))
        said.append(f"{words[0].upper()}{words[1:]}.")  # the source's own words keep their capitals
    if one.places:
        said.append(f"In the library: {place_words(one.places[0])}.")
    if len(one.places) > 1:
        said.append("Also: " + "; ".join(place.document.title for place in one.places[1:]) + ".")
    allowed = [f"{one.omissions} left out" if one.omissions else "", *one.insertions]
    if any(allowed):
        said.append("Marked as the draft's own: " + ", ".join(filter(None, allowed)) + ".")
    return " ".join(said)


def figure_note(one: CheckedFigure) -> str:
    """What became of a figure, with the note that it stands in."""
    if one.status == "absent":
        return f"Figure not in the documents: {one.words}{_inside(one)}."
    where = (f" ({one.document})" if one.document else "") + _inside(one)
    if one.status == "elsewhere":
        return f"Figure in the documents only of something else: {one.words}{where}."
    return f"Figure in the documents: {one.words}{where}."


def _inside(one: CheckedQuotation | CheckedFigure) -> str:
    return f", in {one.note}" if one.note else ""


def difference_words(one: Difference) -> str:
    """One difference: what the draft has, and what the source."""
    if not one.draft:
        return f"the source has here “{one.source}” as well"
    if not one.source:
        return f"the source does not have “{one.draft}”"
    return f"the source has “{one.source}” for “{one.draft}”"


def place_words(place: Place) -> str:
    """Title, publisher, date and place, in one line."""
    document, locator = place.document, place.locator
    parts = [
        f"{place.speaker}, quoted in {document.title}" if place.speaker else document.title,
        document.publisher,
        document.date.isoformat() if document.date else None,
        f"page {locator.page}" if locator.page else f"paragraph {locator.paragraph}" if locator.paragraph else None,
    ]
    return ", ".join(part for part in parts if part)


def summary(report: CheckReport) -> str:
    """The counts in one line."""
    counts = report.counts()
    said = [f"{_counted(counts['quotations'], 'quotation')}: {counts['verbatim']} verbatim"]
    said += [f"{counts[name]} {HEADS[name].lower()}" for name in ("altered", "wrong_source", "not_found")]
    return (
        ", ".join(said) + f"; {_counted(counts['figures'], 'figure')}, {counts['figures_absent']} not in the documents."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
