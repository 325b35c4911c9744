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

from index.errors import DamagedDocument, EmptyDocument, LoadError
from index.loaders import load_part
from index.loaders.archive import display_name
from index.loaders.mailtext import words_of
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

HEADERS = re.compile(rb"^[!-9;-~]+:[^\n]*\n", re.M)
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\b\d\d?:\d\d[^\n]*\n(?=[!-9;-~]+:)")  # a sentence may begin so too
_ANY_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_SIGNATURES = frozenset(("pkcs7-signature", "x-pkcs7-signature", "pgp-signature"))


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
    if not source.data.startswith(b"From "):
        raise DamagedDocument("The file is not a mailbox, whatever its name says.")
    parted = list((_FROM if _FROM.match(source.data) else _ANY_FROM).finditer(source.data))
    starts = [match.end() for match in parted]
    ends = [*[match.start() + 1 for match in parted[1:]], len(source.data)]
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
    leaves = list(_leaves(mail))
    said: list[str] = []
    for words in (words_of(part).strip("\n") for part in leaves if _is_text(part)):
        if words.split() and _apart(words) not in _apart(" ".join(said)):  # else the same once more, in HTML
            said.append(words)
    name, address = parseaddr(_header(mail, "from"))
    attachments = tuple(_attached(part) for part in leaves if not _is_text(part) and not _is_beside(part))
    return Message(_header(mail, "subject"), name or address or None, _date(mail), "\n\n".join(said), attachments)


def _apart(text: str) -> str:
    """The words with a space around each, so that "OK" is not found in "book"."""
    return f" {' '.join(text.split())} "


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, in their order, however deep; of alternatives the plain one, if it says anything,
    and what is attached to the others."""
    if part.get_content_maintype() != "multipart":
        yield part
        return
    inner = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
    if part.get_content_subtype() != "alternative":
        for one in inner:
            yield from _leaves(one)
        return
    bodies = [body for kind in ("plain", "html") if isinstance(body := part.get_body((kind,)), EmailMessage)]
    yield from [body for body in bodies if words_of(body).strip()][:1]
    for one in inner:
        if one.get_content_maintype() == "multipart":
            yield from (leaf for leaf in _leaves(one) if not _is_text(leaf))
        elif _is_file(one) and one not in bodies:
            yield one


def _is_text(part: EmailMessage) -> bool:
    """Whether the part is the mail's own words."""
    return part.get_content_type() in ("text/plain", "text/html") and not _is_file(part)


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_beside(part: EmailMessage) -> bool:
    """Whether the part is neither text nor attached: a picture within the text, a signature that programs check."""
    shown = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
    return (shown and bool(part.get("content-id"))) or part.get_content_subtype() in _SIGNATURES


def _attached(part: EmailMessage) -> tuple[str, bytes]:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        if isinstance(inner, EmailMessage):
            return f"{_header(inner, 'subject') or 'mail'}.eml", inner.as_bytes()
    data = part.get_payload(decode=True)
    return part.get_filename() or "", data if isinstance(data, bytes) else b""


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
