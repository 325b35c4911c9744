"""E-mails, .eml and .mbox: the sender is the author, the subject the title; attachments are documents of their own."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from lxml import etree, html

from index.errors import DamagedDocument, EmptyDocument, LoadError
from index.loaders import load_part
from index.loaders.archive import display_name
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

HEADERS = re.compile(rb"^[!-9;-~]+:[^\n]*\n", re.M)
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_BLOCKS = frozenset("p div br tr li ul ol table h1 h2 h3 h4 h5 h6 blockquote pre hr section article header".split())


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, however it was kept. `attachments` are names and bytes."""

    subject: str | None
    sender: str | None
    sent: date | None
    text: str
    attachments: Sequence[tuple[str, bytes]]


def load_eml(source: Source) -> Iterator[Document | LoadError]:
    """Yield the mail and its attachments. Raises DamagedDocument or EmptyDocument."""
    if not HEADERS.search(source.data[:20_000]):
        raise DamagedDocument("The file is not an e-mail, whatever its name says: it has no header.")
    return documents(source, message(source.data))


def load_mbox(source: Source) -> Iterator[Document | LoadError]:
    """Yield all mails of a mailbox and their attachments; one that cannot be read is an error value."""
    starts = [match.end() for match in _FROM.finditer(source.data)]
    if not source.data.startswith(b"From "):
        raise DamagedDocument("The file is not a mailbox, whatever its name says.")
    ends = [*[match.start() + 1 for match in _FROM.finditer(source.data)][1:], len(source.data)]
    seen: set[str] = set()
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        data = _QUOTED_FROM.sub(rb"\1", source.data[start:end])
        part = _message_id(data)
        part = part if part and part not in seen else f"{part} {number}"
        seen.add(part)
        one = replace(
            source,
            data=data,
            key=f"{source.key}\0{part}",
            relative=f"{source.relative}/{number}",
            sha256=hashlib.sha256(data).hexdigest(),
        )
        try:
            yield from documents(one, message(data))
        except LoadError as error:
            yield type(error)(f"Mail {number}: {error.reason}")


def documents(source: Source, mail: Message) -> Iterator[Document | LoadError]:
    """Yield a mail's document, and its attachments'. Raises EmptyDocument when there is neither."""
    assembly = Assembly()
    assembly.add(mail.text)
    if assembly.text:
        metadata = Metadata(title=mail.subject or None, author=mail.sender, date=mail.sent)
        yield document(source, "mail", assembly, metadata, cued=False)
    elif not mail.attachments:
        raise EmptyDocument("The mail has no text.")
    names: set[str] = set()
    for number, (name, data) in enumerate(mail.attachments, 1):
        shown = display_name(name or f"attachment {number}")
        yield from load_part(source, shown, shown if shown not in names else f"{shown}\0{number}", data)
        names.add(shown)


def message(data: bytes) -> Message:
    """The mail in its internet format. What its headers get wrong is left out; the mail is read all the same."""
    mail = email.message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)  # noqa: S101  (what the policy makes)
    body = mail.get_body(("plain", "html"))
    text = _content(body) if isinstance(body, EmailMessage) else ""
    if isinstance(body, EmailMessage) and body.get_content_subtype() == "html":
        text = hypertext(text)
    name, address = parseaddr(_header(mail, "from"))
    return Message(_header(mail, "subject"), name or address or None, _date(mail), text, tuple(_attachments(mail)))


def hypertext(text: str) -> str:
    """The words of a mail written in HTML, a line for each of its blocks."""
    try:
        root = html.fromstring(text)
    except (etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, ("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in ("script", "style", "head", "title"):
            element.text = None
        if name in _BLOCKS and (event == "start" or name != "br"):
            pieces.append("\n\n" if name == "p" else "\n")
        words = element.text if event == "start" and name else element.tail if event == "end" else None
        pieces.append(re.sub(r"\s+", " ", words or ""))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", "".join(pieces)))


def _attachments(mail: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in mail.iter_attachments():
        if part.get_content_disposition() != "attachment" and part.get("content-id"):
            continue  # a picture within the text
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                yield f"{_header(inner, 'subject') or 'mail'}.eml", inner.as_bytes()
        else:
            data = part.get_payload(decode=True)
            yield part.get_filename() or "", data if isinstance(data, bytes) else b""


def _content(part: EmailMessage) -> str:
    """The text of a part, in whatever encoding it says, or else in the likeliest."""
    try:
        return str(part.get_content())
    except (LookupError, KeyError, ValueError, MessageError):
        from index.loaders.plain import decoded

        data = part.get_payload(decode=True)
        return decoded(data) if isinstance(data, bytes) and data else ""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail.get(name) or "").split())
    except (MessageError, ValueError, LookupError, IndexError, AttributeError):  # the parser of headers has its faults
        return ""


def _date(mail: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(mail, "date")).date()
    except (ValueError, TypeError):
        return None


def _message_id(data: bytes) -> str:
    found = re.search(rb"^message-id:\s*(\S+)", data[:50_000].split(b"\n\n", 1)[0], re.I | re.M)
    return found.group(1).decode("ascii", "replace") if found else ""
