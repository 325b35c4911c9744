"""The command that sets by hand what a document says of itself: set."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli import frame


@frame.app.command("set")
def set_fields(
    document: Annotated[str, typer.Argument(metavar="ID")],
    values: Annotated[list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="What to set.")] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Go back to what the file says: in all fields, or those named.")
    ] = False,
    as_json: frame.Json = False,
) -> None:
    """Set a document's title, author, publisher, date or language by hand; sync keeps it.

    Example: quoth set 1f0c5a2b9d8e7f60 title="Annual report" date=2018-06-19

    An empty value (date=) goes back to what the file says. Without values, what is known is shown, and where each
    field was found: in the file's own fields, in its text, or in its name.
    """
    from index.corrections import FIELDS, FOUND

    if undo:
        given = dict.fromkeys((value.rstrip("=") for value in values or FIELDS), "")
    else:
        given = dict(_pair(value) for value in values or ())
    with frame.library() as library:
        if given:
            with frame.progress() as progress:
                library.correct(document, given, progress)
        stored, by_hand = library.document(document), {one.field: one.found for one in library.corrections(document)}
    said, found = {field: getattr(stored, field) for field in FIELDS}, dict(stored.provenance)
    if as_json:
        frame.print_json({"id": document, **said, "by_hand": by_hand, "found": found})
        return
    for field, value in said.items():
        where = (
            f"by hand; the file says {by_hand[field] or 'nothing'}"
            if field in by_hand
            else FOUND.get(found.get(field, ""))
        )
        print(frame.in_one_line(f"{field:9}  {value or '-'}{f'  ({where})' if where else ''}"))


def _pair(value: str) -> tuple[str, str]:
    field, equals, words = value.partition("=")
    if not equals:
        raise typer.BadParameter(f'{value!r} is not FIELD=VALUE, like title="Annual report"')
    return field.strip().lower(), words
