"""Quoth and its peers, each as its own documentation would have it, on the same weights and documents.

Every one can add documents, be saved to a folder and opened again, and list the ids of the documents nearest to a
question, best first; some answer too. Libraries are imported where they are used: a cold start counts them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.embed import packaged_model_path
from suite.texts import Text

DEPTH = 10


class Contender(Protocol):
    def add(self, documents: Sequence[Text]) -> None: ...

    def save(self) -> None: ...

    def open(self) -> None: ...

    def search(self, question: str) -> list[str]: ...

    def ask(self, question: str) -> str | None:
        """The first answer's words, "" for a refusal; None where it only searches."""
        ...


class Quoth:
    """The project itself, as its command line uses it."""

    def __init__(self, folder: Path) -> None:
        from index.library import Library

        self._folder, self._library = folder, Library.open(folder / "library", create=True)

    def add(self, documents: Sequence[Text]) -> None:
        source = self._folder / "documents.jsonl"
        rows = ({"_id": d.id, "title": d.title, "text": d.text} for d in documents)
        source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        self._library.add([source])

    def save(self) -> None:
        self._library.close()

    def open(self) -> None:
        from qa.assistant import Assistant

        self._assistant = Assistant.open(self._folder / "library")
        self._external = {one.id: one.external_id or one.id for one in self._assistant.library.list()}

    def search(self, question: str) -> list[str]:
        hits = self._assistant.library.search(question, 3 * DEPTH)
        return list(dict.fromkeys(self._external[hit.passage.span.document] for hit in hits))[:DEPTH]

    def ask(self, question: str) -> str | None:
        answer = self._assistant.ask(question)
        return answer.answers[0].text if answer.answers else ""


class Plain:
    """sentence-transformers and faiss, written the plain way."""

    def __init__(self, folder: Path) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._folder, self._faiss = folder, faiss
        self._model = SentenceTransformer(str(packaged_model_path()), device="cpu")
        self._ids: list[str] = []

    def add(self, documents: Sequence[Text]) -> None:
        vectors = self._model.encode([f"{d.title}\n{d.text}" for d in documents], normalize_embeddings=True)
        self._index = self._faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        self._ids = [d.id for d in documents]

    def save(self) -> None:
        self._faiss.write_index(self._index, str(self._folder / "index.faiss"))
        (self._folder / "ids.json").write_text(json.dumps(self._ids), "utf-8")

    def open(self) -> None:
        self._index = self._faiss.read_index(str(self._folder / "index.faiss"))
        self._ids = json.loads((self._folder / "ids.json").read_text("utf-8"))

    def search(self, question: str) -> list[str]:
        _, found = self._index.search(self._model.encode([question], normalize_embeddings=True), DEPTH)
        return [self._ids[row] for row in found[0] if row >= 0]

    def ask(self, question: str) -> str | None:  # noqa: ARG002
        return None


class Txtai:
    """txtai's hybrid index."""

    def __init__(self, folder: Path) -> None:
        from txtai import Embeddings

        self._folder = folder
        self._index = Embeddings(path=str(packaged_model_path()), hybrid=True)

    def add(self, documents: Sequence[Text]) -> None:
        self._index.index([(d.id, f"{d.title}\n{d.text}", None) for d in documents])

    def save(self) -> None:
        self._index.save(str(self._folder / "index"))

    def open(self) -> None:
        self._index.load(str(self._folder / "index"))

    def search(self, question: str) -> list[str]:
        return [id for id, _ in self._index.search(question, DEPTH)]

    def ask(self, question: str) -> str | None:  # noqa: ARG002
        return None


class LangChain:
    """LangChain's FAISS store. (Its own format: a pickle, which it has to be told to trust.)"""

    def __init__(self, folder: Path) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        self._folder, self._store = str(folder / "store"), FAISS
        self._model = HuggingFaceEmbeddings(
            model_name=str(packaged_model_path()), encode_kwargs={"normalize_embeddings": True}
        )

    def add(self, documents: Sequence[Text]) -> None:
        texts = [f"{d.title}\n{d.text}" for d in documents]
        self._index = self._store.from_texts(texts, self._model, [{"id": d.id} for d in documents])

    def save(self) -> None:
        self._index.save_local(self._folder)

    def open(self) -> None:
        self._index = self._store.load_local(self._folder, self._model, allow_dangerous_deserialization=True)

    def search(self, question: str) -> list[str]:
        return [found.metadata["id"] for found in self._index.similarity_search(question, DEPTH)]

    def ask(self, question: str) -> str | None:  # noqa: ARG002
        return None
