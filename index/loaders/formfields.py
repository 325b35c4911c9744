"""What is filled in in a PDF's form, as the page shows it: a field's own value may be shown otherwise (1200 as £1,200),
and some are never shown. A tick says nothing without the words beside it, so boxes that are ticked are not read.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MOST = 1000  # annotations of a page that are looked at
_WRITTEN = frozenset((raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX))
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13  # of a field's flags (ISO 32000-1, table 228)

_WIDE = ctypes.POINTER(ctypes.c_ushort)

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Filled:
    """The words in a field, and where it is on its page, in points."""

    words: str
    place: Rectangle

    @property
    def bottom(self) -> float:
        """Its lower edge above the page's foot."""
        return self.place[1]

    @property
    def height(self) -> float:
        """From its lower edge to the upper one."""
        return self.place[3] - self.place[1]


@dataclass(frozen=True, slots=True)
class _Field:
    value: str
    place: Rectangle


def filled(pdf: pypdfium2.PdfDocument, number: int) -> list[Filled]:
    """What is filled in on a page, counted from 0, in the file's order. The file's forms must be initialised; the page
    is changed by this: what is printed on it is to be read before. Raises PdfiumError."""
    if pdf.formenv is None:
        return []
    page = pdf[number]
    fields = list(_fields(page))
    if not fields:
        page.close()
        return []
    printed = _within(page, fields)
    page.flatten()
    page.close()
    page = pdf[number]
    shown = _within(page, fields)
    page.close()
    return [
        Filled(_words(field, fields, now.removeprefix(before).strip()), field.place)
        for field, before, now in zip(fields, printed, shown, strict=True)
        if now != before
    ]


def _words(field: _Field, fields: list[_Field], shown: str) -> str:
    """What the page shows in a field; its value, where the page has that with more spaces or a neighbour's letters."""
    near = any(_overlap(field.place, other.place) for other in fields if other is not field)
    whole = f" {field.value} " in f" {shown} " or field.value == "".join(shown.split())
    return field.value if near or whole else shown


def _overlap(one: Rectangle, two: Rectangle) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _within(page: pypdfium2.PdfPage, fields: list[_Field]) -> list[str]:
    textpage = page.get_textpage()
    words = [" ".join(textpage.get_text_bounded(*field.place).split()) for field in fields]
    textpage.close()
    return words


def _fields(page: pypdfium2.PdfPage) -> Iterator[_Field]:
    """The fields that are written in and shown."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if annotation:
            place = _place(page, annotation)
            value = _value(page, annotation) if place is not None else ""
            raw.FPDFPage_CloseAnnot(annotation)
            if place is not None and value:
                yield _Field(value, place)


def _place(page: pypdfium2.PdfPage, annotation: raw.FPDF_ANNOTATION) -> Rectangle | None:
    """Where the field is; None for one that is not written in, or not shown."""
    box = raw.FS_RECTF()
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET or not raw.FPDFAnnot_GetRect(annotation, box):
        return None
    kind = raw.FPDFAnnot_GetFormFieldType(page.formenv, annotation)
    secret = kind == raw.FPDF_FORMFIELD_TEXTFIELD and (
        raw.FPDFAnnot_GetFormFieldFlags(page.formenv, annotation) & _PASSWORD
    )
    if kind not in _WRITTEN or secret or raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return None
    return box.left, box.bottom, box.right, box.top


def _value(page: pypdfium2.PdfPage, annotation: raw.FPDF_ANNOTATION) -> str:
    size = raw.FPDFAnnot_GetFormFieldValue(page.formenv, annotation, None, 0)  # bytes of UTF-16, with a zero at its end
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetFormFieldValue(page.formenv, annotation, ctypes.cast(buffer, _WIDE), size)
    return " ".join(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace").split())
