"""Outlook's .msg files: the same as any mail, kept in a compound file (olefile). Knows [MS-OXMSG], section 2."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import olefile

from index.errors import LoadError
from index.loaders.compound import opened
from index.loaders.mail import Message, documents
from index.loaders.mailtext import hypertext
from index.loaders.plain import decoded
from index.loaders.source import Source
from index.model import Document

# Tags of properties, as the streams' names give them ([MS-OXPROPS])
SUBJECT, SENDER, ADDRESS, BODY, HTML = "0037", "0C1A", "5D01", "1000", "1013"
CONTENT_ID, MIME = "3712", "370E"
ATTACHED, LONG_NAME, SHORT_NAME = "3701", "3707", "3704"
SENT, DELIVERED = 0x00390040, 0x0E060040
UNICODE, ANSI, BINARY = "001F", "001E", "0102"
HEADER = 32  # bytes before the properties of a whole message
ATTACHMENT = "__attach_version1.0_#"


def load(source: Source) -> Iterator[Document | LoadError]:
    """Yield the mail and its attachments. Raises DamagedDocument or EmptyDocument."""
    with opened(source, "an Outlook mail") as ole:
        mail = _message(ole)
    return documents(source, mail)


def _message(ole: olefile.OleFileIO) -> Message:
    if not ole.exists("__properties_version1.0"):
        raise ValueError("it has no properties")
    text = _text(ole, "", BODY)
    hypertexts = _bytes(ole, f"__substg1.0_{HTML}{BINARY}")
    if not text.strip() and hypertexts:
        text = hypertext(decoded(hypertexts))
    sender = _text(ole, "", SENDER) or _text(ole, "", ADDRESS)
    folders = sorted({entry[0] for entry in ole.listdir() if entry[0].startswith(ATTACHMENT)})
    attachments = [found for folder in folders if (found := _attachment(ole, folder))]
    return Message(_text(ole, "", SUBJECT) or None, sender or None, _sent(ole), text, attachments)


def _attachment(ole: olefile.OleFileIO, folder: str) -> tuple[str, bytes] | None:
    """An attachment's name and bytes. A mail attached as Outlook keeps it has no bytes: it is left out; so is a picture
    within the text."""
    if _text(ole, folder, CONTENT_ID) and _text(ole, folder, MIME).startswith("image/"):
        return None
    data = _bytes(ole, f"{folder}/__substg1.0_{ATTACHED}{BINARY}")
    name = _text(ole, folder, LONG_NAME) or _text(ole, folder, SHORT_NAME)
    return (name, data) if data else None


def _text(ole: olefile.OleFileIO, folder: str, tag: str) -> str:
    prefix = f"{folder}/" if folder else ""
    if data := _bytes(ole, f"{prefix}__substg1.0_{tag}{UNICODE}"):
        return data.decode("utf-16-le", "replace").rstrip("\0")
    data = _bytes(ole, f"{prefix}__substg1.0_{tag}{ANSI}")
    return decoded(data).rstrip("\0") if data else ""


def _bytes(ole: olefile.OleFileIO, name: str) -> bytes:
    return bytes(ole.openstream(name).read()) if ole.exists(name) else b""


def _sent(ole: olefile.OleFileIO) -> date | None:
    """The day on which it was sent, or else delivered, in UTC (a count of 100 ns since 1601)."""
    properties = _bytes(ole, "__properties_version1.0")[HEADER:]
    found = {}
    for at in range(0, len(properties) - 15, 16):
        tag, _, value = struct.unpack_from("<IIQ", properties, at)
        found[tag] = value
    ticks = found.get(SENT) or found.get(DELIVERED)
    if not ticks:
        return None
    try:
        return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)).date()
    except OverflowError:
        return None
