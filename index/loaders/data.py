"""XML and JSON: what is text in them. A record of single values is one paragraph, ``name: Ann; age: 3``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from index.errors import DamagedDocument
from index.loaders.cues import parsed_date
from index.loaders.markup import local, parsed
from index.loaders.plain import decoded
from index.loaders.source import Assembly, Metadata, Source, document
from index.model import Document

APART = frozenset("p para br lb break li item div line l td cell title head sec section note term def".split())
LONG = 300  # characters: a longer value is a paragraph of its own
DEEP = 200  # levels: Python's own stack ends at 1,000
TITLES, AUTHORS, DATES = (
    ("title", "name", "headline"),
    ("author", "creator", "byline"),
    ("date", "published", "created"),
)


def load_xml(source: Source) -> Iterator[Document]:
    """The document of an XML file. Raises DamagedDocument or EmptyDocument."""
    root = parsed(source.data)
    assembly = Assembly()
    _element(root, assembly, 0)
    single = {local(child).lower(): _text(child) for child in root if local(child) and not len(child)}
    yield document(source, "xml", assembly, _metadata(single), cued=False)


def load_json(source: Source) -> Iterator[Document]:
    """The document of a JSON file. Raises DamagedDocument or EmptyDocument."""
    try:
        value = json.loads(decoded(source.data).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise DamagedDocument(f"The file is not JSON: {error}.") from error
    assembly = Assembly()
    _value(value, assembly, 0)
    single = {key.lower(): v for key, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}
    yield document(source, "json", assembly, _metadata(single), cued=False)


def _metadata(single: dict[str, str]) -> Metadata:
    """What the file's outermost fields say."""

    def named(names: tuple[str, ...]) -> str | None:
        return next((" ".join(single[name].split()) for name in names if single.get(name, "").strip()), None)

    return Metadata(title=named(TITLES), author=named(AUTHORS), date=parsed_date((named(DATES) or "")[:30]))


def _element(element: Any, assembly: Assembly, depth: int) -> None:
    """Append an element: a record, a paragraph of running text, or what is below it."""
    children = [child for child in element if local(child)]
    if depth > DEEP:
        raise DamagedDocument(f"The XML is nested more than {DEEP} levels deep.")
    if not children:
        assembly.add(_text(element))
        return
    names = [local(child) for child in children]
    running = bool((element.text or "").strip()) or any((child.tail or "").strip() for child in children)
    if running:
        assembly.add(_text(element))
    elif len(names) > 1 and len(set(names)) == len(names) and not any(len(child) for child in children):
        _record([(name, _text(child)) for name, child in zip(names, children, strict=True)], assembly)
    else:
        for child in children:
            _element(child, assembly, depth + 1)


def _text(element: Any) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    """The words within an element; those in what looks like a line or a block are kept apart."""
    yield element.text or ""
    for child in element:
        gap = " " if local(child) in APART or not (len(child) or child.text) else ""
        yield from (gap, *(_pieces(child) if local(child) else ()), gap, child.tail or "")


def _value(value: Any, assembly: Assembly, depth: int) -> None:
    """Append a value of JSON: its single values as a record, and then what is below it."""
    if depth > DEEP:
        raise DamagedDocument(f"The JSON is nested more than {DEEP} levels deep.")
    if isinstance(value, dict):
        _record([(key, _words(one)) for key, one in value.items() if _is_single(one)], assembly)
        for one in value.values():
            if not _is_single(one):
                _value(one, assembly, depth + 1)
    elif isinstance(value, list) and not _is_single(value):
        for one in value:
            _value(one, assembly, depth + 1)
    else:
        assembly.add(_words(value))


def _is_single(value: Any) -> bool:
    """Whether it is no object, and no list that holds one or another list."""
    return not isinstance(value, dict | list) or (
        isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)
    )


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _record(fields: list[tuple[str, str]], assembly: Assembly) -> None:
    assembly.add(
        "; ".join(f"{name}: {' '.join(words.split())}" for name, words in fields if words and len(words) <= LONG)
    )
    for _, words in fields:
        if len(words) > LONG:
            assembly.add(words)
