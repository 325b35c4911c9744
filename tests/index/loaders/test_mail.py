from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.errors import DamagedDocument, EmptyDocument, LoadError, UnsupportedDocument
from index.model import Document
from tests.index.loaders import samples


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": '"Ann Lee" <ann@example.org>', "Subject": "Hárbour depth", **headers}.items():
        message[name] = value
    message["Date"] = "Tue, 19 Jun 2018 23:30:00 +0100"
    message.set_content("Dear Bob,\n\nIt was dredged in 1987.\nDate: 1 January 2001\n")
    return message


def texts(items: list[Document | LoadError]) -> dict[str, str]:
    return {item.path: item.text for item in items if isinstance(item, Document)}


def test_sender_date_and_subject(tmp_path: Path):
    document = samples.one(tmp_path / "a.eml", mail().as_bytes())
    assert document.text == "Dear Bob,\n\nIt was dredged in 1987.\nDate: 1 January 2001"
    assert (document.title, document.author, document.date) == ("Hárbour depth", "Ann Lee", date(2018, 6, 19))
    assert document.kind == "mail"


def test_attachments_are_documents_of_their_own(tmp_path: Path):
    message = mail()
    message.add_alternative("<p>Dear Bob</p>", subtype="html")
    message.add_attachment(b"The note.", maintype="text", subtype="plain", filename="../../note.txt")
    message.add_attachment(samples.pptx(), maintype="application", subtype="octet-stream", filename="deck.pptx")
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="a.exe")
    forward = mail(From="bob@example.org", Subject="Forward")
    forward.add_attachment(message)
    items = samples.read(tmp_path / "a.eml", forward.as_bytes())
    inner = "a.eml/Hárbour depth.eml"
    assert list(texts(items)) == ["a.eml", inner, f"{inner}/note.txt", f"{inner}/deck.pptx"]
    assert isinstance(items[-1], UnsupportedDocument)
    assert len({item.id for item in items if isinstance(item, Document)}) == 4


def test_a_mail_in_html_alone(tmp_path: Path):
    message = mail()
    message.set_content(
        "<html><head><style>p {}</style></head><body><p>Hello<br>there.</p><p>Second <b>bold</b> one.</p>"
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    assert samples.one(tmp_path / "a.eml", message.as_bytes()).text == "Hello\nthere.\n\nSecond bold one."


def test_what_headers_get_wrong_is_left_out(tmp_path: Path):
    data = b"From: =?x?q?=\nDate: some day\nContent-Type: text/plain; charset=nonsense\n\nWords \xe9.\n"
    document = samples.one(tmp_path / "a.eml", data)
    assert "Words" in document.text
    assert document.date is None


def test_a_mailbox(tmp_path: Path):
    first, second = mail(**{"Message-ID": "<1@x>"}), mail(Subject="Second", **{"Message-ID": "<1@x>"})
    second.set_content("From the start.\n\n>From below.\n")
    boxed = [message.as_bytes().replace(b"\nFrom ", b"\n>From ") for message in (first, second)]
    data = b"".join(b"From ann@x Tue Jun 19 10:30:00 2018\n" + one + b"\n" for one in [*boxed, b"Subject: none\n\n\n"])
    items = samples.read(tmp_path / "a.mbox", data)
    assert list(texts(items)) == ["a.mbox/1", "a.mbox/2"]
    assert texts(items)["a.mbox/2"].startswith("From the start.")
    assert [item.title for item in items if isinstance(item, Document)] == ["Hárbour depth", "Second"]
    assert len({item.id for item in items if isinstance(item, Document)}) == 2
    assert isinstance(items[-1], EmptyDocument)
    assert str(items[-1]).startswith("Mail 3")


def test_outlook(tmp_path: Path):
    items = samples.read(tmp_path / "a.msg", samples.msg())
    assert texts(items) == {"a.msg": "Dear Bob,\n\nIt was dredged in 1987.", "a.msg/note.txt": "The attached note."}
    document = items[0]
    assert isinstance(document, Document)
    assert (document.title, document.author, document.date) == ("Harbour — depth", "Ann Lee", date(2018, 6, 19))


def test_what_is_no_mail(tmp_path: Path):
    with pytest.raises(DamagedDocument):
        samples.read(tmp_path / "a.eml", b"Just some words.\n")
    with pytest.raises(EmptyDocument):
        samples.read(tmp_path / "b.eml", b"Subject: Nothing\n\n")


def parts(kind: str, *inner: EmailMessage) -> EmailMessage:
    """A mail, or a part of one, of several parts."""
    made = EmailMessage()
    made["Content-Type"] = f"multipart/{kind}; boundary={kind}{len(inner)}"
    made.set_payload(list(inner))
    return made


def part(content: str | bytes, kind: str = "text/plain", **options: str) -> EmailMessage:
    made = EmailMessage()
    maintype, subtype = kind.split("/")
    if isinstance(content, str):
        made.set_content(content, subtype, **options)
    else:
        made.set_content(content, maintype, subtype, **options)
    return made


NOTE = part(b"It was agreed.", filename="minutes.txt")


def test_a_signed_mail_has_its_attachments_and_no_signature(tmp_path: Path):
    signature = part(b"\0", "application/pkcs7-signature", filename="smime.p7s")
    signed = parts("signed", parts("mixed", part("Dear Bob"), NOTE), signature)
    items = samples.read(tmp_path / "a.eml", signed.as_bytes())
    assert texts(items) == {"a.eml": "Dear Bob", "a.eml/minutes.txt": "It was agreed."}
    assert len(items) == 2


def test_text_after_a_picture_is_read_on(tmp_path: Path):
    picture = part(b"\x89PNG", "image/png", cid="<1>")
    letter = parts(
        "mixed", part("Dear Bob,"), picture, part("the mole is deep."), part("<p>Dear Bob,</p>", "text/html")
    )
    assert texts(samples.read(tmp_path / "a.eml", letter.as_bytes())) == {"a.eml": "Dear Bob,\n\nthe mole is deep."}


def test_a_short_text_is_not_taken_for_part_of_a_word(tmp_path: Path):
    letter = parts("mixed", part("Dear Bob, the book is here."), NOTE, part("OK"))
    assert texts(samples.read(tmp_path / "a.eml", letter.as_bytes()))["a.eml"].endswith("here.\n\nOK")


def test_a_lists_footer_does_not_take_the_letters_place(tmp_path: Path):
    letter = parts("mixed", part("<p>It was dredged.</p>", "text/html"), part("To leave the list, write to us."))
    assert "It was dredged." in texts(samples.read(tmp_path / "a.eml", letter.as_bytes()))["a.eml"]


def test_what_is_attached_within_an_alternative_is_read(tmp_path: Path):
    rich = parts("mixed", part("<p>Dear Bob</p>", "text/html"), NOTE)
    items = samples.read(tmp_path / "a.eml", parts("alternative", part("Dear Bob"), rich).as_bytes())
    assert texts(items) == {"a.eml": "Dear Bob", "a.eml/minutes.txt": "It was agreed."}


def test_a_document_shown_in_the_mail_is_read(tmp_path: Path):
    shown = part(b"It was agreed.", filename="minutes.txt", disposition="inline", cid="<2>")
    items = samples.read(tmp_path / "a.eml", parts("related", part("<p>Dear Bob</p>", "text/html"), shown).as_bytes())
    assert texts(items) == {"a.eml": "Dear Bob", "a.eml/minutes.txt": "It was agreed."}


def test_where_the_plain_alternative_is_empty_the_other_is_read(tmp_path: Path):
    letter = parts("alternative", part(" \n"), part("<p>Dear Bob</p>", "text/html"))
    assert texts(samples.read(tmp_path / "a.eml", letter.as_bytes())) == {"a.eml": "Dear Bob"}


HEAD = b"From: ann@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: "


def said(tmp_path: Path, kind: str, body: str | bytes) -> str:
    """What a mail of one part says."""
    data = body if isinstance(body, bytes) else body.encode()
    return samples.one(tmp_path / "a.eml", HEAD + kind.encode() + b"\n\n" + data).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>The price is <!-- x -->300 pounds.</p>", "The price is 300 pounds.", id="a comment"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?>\n<html><body><p>It is 300.</p></body></html>',
            "It is 300.",
            id="a declaration",
        ),
        pytest.param(
            "<table><tr><th>Town</th><th>Online</th><th>Paid</th></tr><tr><td>Leeds</td><td></td><td>300</td></tr>"
            "</table>",
            "Town | Online | Paid\n\nLeeds | | 300",
            id="cells",
        ),
        pytest.param(
            "<table><tr><td>&nbsp;</td><td>Dear Bob</td><td>&nbsp;</td></tr></table>", "Dear Bob", id="a layout's cells"
        ),
        pytest.param("<p>To 1,200<sup>3</sup>, <s>£500</s> £300.</p>", "To 1,200³, £300.", id="raised and struck"),
    ],
)
def test_what_a_mail_in_html_shows(tmp_path: Path, body: str, text: str):
    assert said(tmp_path, "text/html; charset=utf-8", body) == text


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/plain", "utf-8"),
        ("text/plain; charset=us-ascii", "utf-8"),
        ("text/plain; charset=iso-8859-1", "utf-8"),
        ("text/plain; charset=iso-8859-1", "cp1252"),
        ("text/plain; charset=us-ascii", "cp1252"),
        ("text/plain; charset=utf-8", "cp1252"),
        ("text/plain; charset=utf-8", "utf-8"),
        ("text/plain; charset=windows-1252", "cp1252"),
    ],
)
def test_a_mail_is_not_always_in_the_encoding_that_it_declares(tmp_path: Path, kind: str, encoding: str):
    words = "It’s £300 at the café, or €350."
    assert said(tmp_path, kind, words.encode(encoding)) == words


def test_a_declared_encoding_of_seven_bits_counts(tmp_path: Path):
    assert said(tmp_path, "text/plain; charset=iso-2022-jp", "三百ポンド".encode("iso-2022-jp")) == "三百ポンド"


def test_lines_that_a_mail_program_parted_are_put_together(tmp_path: Path):
    body = "> It was dred \n> ged.\nIn the year  \n1987, I mean \nt.\n-- \nAnn\n"
    assert said(tmp_path, "text/plain; format=flowed; delsp=yes", body) == (
        "> It was dredged.\nIn the year 1987, I meant.\n--\nAnn"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sentence_in_a_mailbox_begins_no_mail(tmp_path: Path, end: str):
    lines = [
        "From ann@x Mon Jan  1 00:00:00 2024", "Subject: One", "", "Body.", "", "From here on it is the same.",
        "", "From 10:30 on it rained.", "And 300 pounds.", "", "From bob@x Mon Jan  1 00:00:00 2024", "Subject: Two",
        "", "Second.", "",
    ]  # fmt: skip
    found = texts(samples.read(tmp_path / "a.mbox", end.join(lines).encode()))
    assert list(found) == ["a.mbox/1", "a.mbox/2"]
    assert found["a.mbox/1"].endswith("From here on it is the same.\n\nFrom 10:30 on it rained.\nAnd 300 pounds.")


def test_a_mailbox_without_times_is_read(tmp_path: Path):
    data = b"From ann@x\nSubject: One\n\nBody.\n\nFrom bob@x\nSubject: Two\n\nSecond.\n"
    assert list(texts(samples.read(tmp_path / "a.mbox", data)).values()) == ["Body.", "Second."]


def test_a_file_among_the_alternatives_is_read(tmp_path: Path):
    letter = parts("alternative", part("Dear Bob"), part("<p>Dear Bob</p>", "text/html"), NOTE)
    items = samples.read(tmp_path / "a.eml", letter.as_bytes())
    assert texts(items) == {"a.eml": "Dear Bob", "a.eml/minutes.txt": "It was agreed."}
