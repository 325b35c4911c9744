"""The one way to kreuzberg: no cache, no recognition of pictures, no archives, nothing fetched. Knows no document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from index.errors import DamagedDocument, EncryptedDocument
from index.loaders.cues import parsed_date
from index.loaders.source import Source

OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # how a compound file begins: old Office files, and encrypted new ones


def extracted(source: Source, mime: str) -> Any:
    """What kreuzberg finds in the file, with the structure of the document.

    Raises DamagedDocument and EncryptedDocument.
    """
    from kreuzberg import ExtractionConfig, KreuzbergError, extract_bytes_sync

    config = ExtractionConfig(
        use_cache=False,  # it would lie on disk
        enable_quality_processing=False,  # it rewrites the text
        include_document_structure=True,
    )
    try:
        return extract_bytes_sync(source.data, mime, config)
    except (KreuzbergError, ValueError, RuntimeError, OSError) as error:
        said = str(error).strip().rstrip(".")
        if "password" in said.lower() or "encrypt" in said.lower():
            raise EncryptedDocument("The file is protected by a password: save a copy without one.") from error
        raise DamagedDocument(f"The file cannot be read as what its name says: {said[:300]}.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how Rust's own failures arrive; it has no name to import
            raise
        raise DamagedDocument("The file cannot be read as what its name says: its parser gave up.") from error


def created(metadata: Mapping[str, Any]) -> date | None:
    """The day on which the document says that it was made."""
    return parsed_date(str(metadata.get("created_at") or "")[:10])


def first(value: Any) -> str | None:
    """A text, or the first of several, without what is blank."""
    words = value[0] if isinstance(value, list) and value else value
    return words.strip() or None if isinstance(words, str) else None
