"""XML, opened defensively: no entity is expanded, nothing is fetched, no document type is read. Knows no format."""

from __future__ import annotations

from typing import Any

from lxml import etree

from index.errors import DamagedDocument


def parsed(data: bytes) -> Any:
    """The root element. Raises DamagedDocument for what is not well-formed, or nested beyond reason."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"The XML in the file is broken: {error}.") from error


def local(element: Any) -> str:
    """An element's name without its namespace; "" for what is no element (an entity that was not expanded)."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of the attribute of that local name, in whatever namespace; "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def text_of(element: Any, name: str) -> str | None:
    """The words of the first element below of that local name."""
    found = next((child for child in element.iter() if local(child) == name), None)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None
