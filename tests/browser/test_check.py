"""Checking a draft as a reader does: upload, report, marks, the copy; and what is hostile in it stays text."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import Page, expect

HARM = '<img src=x onerror="window.harmed=1"> <script>window.harmed=1</script> **bold** [go](http://harm.example)'
DRAFT = f"""# A draft {HARM}

The note says “The harbour wall at Saltmere is 421 metres long.” It was “founded … in 1921”.

Nobody said “{HARM}”, and it cost £77,000.
"""


def upload(page: Page, app: str, name: str, text: str) -> None:
    page.goto(f"{app}/check")
    expect(page.get_by_role("heading", name="Check a draft")).to_be_visible()
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator('input[type="file"]').set_input_files([file])


def test_a_draft_is_checked_and_its_marked_copy_taken_away(page: Page, app: str, tmp_path: Path) -> None:
    upload(page, app, "draft.md", DRAFT)
    expect(page.get_by_text("3 quotations: 1 verbatim, 2 altered")).to_be_visible()
    expect(page.locator(".q-draft mark.altered.difference, .q-draft mark.difference").first).to_contain_text("421")
    expect(page.get_by_text("The source has “412” for “421”.")).to_be_visible()
    expect(page.get_by_text("Figure not in the documents: £77,000.")).to_be_visible()
    assert page.evaluate("window.harmed") is None
    expect(page.locator("img[src='x'], [onerror], a[href*='harm.example']")).to_have_count(0)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Marked copy: Word").click()
    downloading.value.save_as(tmp_path / "copy.docx")
    assert len(list(docx.Document(str(tmp_path / "copy.docx")).comments)) == 4
    page.get_by_role("link", name="The harbour of Saltmere").first.click()
    expect(page.locator(".q-reading mark.quote").first).to_be_in_viewport()
    page.get_by_role("link", name="Back to the checked draft").click()
    expect(page.get_by_text("3 quotations: 1 verbatim, 2 altered")).to_be_visible()


def test_a_file_that_is_no_draft_is_refused_in_a_sentence(page: Page, app: str) -> None:
    upload(page, app, "draft.docx", "not a Word file")
    expect(page.get_by_role("alert")).to_contain_text("not a Word document")
