"""Haystack: BM25 and embeddings in memory, joined by rank, and an extractive reader on the project's own checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from suite.contenders import DEPTH
from suite.texts import Text

READ = 10  # documents that the reader reads, as many as Quoth's


class Haystack:
    """A pipeline for searching, and one that reads what it finds; `folder` is beside ``checkpoint/``."""

    def __init__(self, folder: Path) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

        self._file = str(folder / "store.json")
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._reader = TransformersExtractiveReader(folder.parent / "checkpoint", top_k=1, no_answer=True)

    def add(self, documents: Sequence[Text]) -> None:
        from haystack import Document
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        from index.embed import packaged_model_path

        embedder = SentenceTransformersDocumentEmbedder(model=str(packaged_model_path()), progress_bar=False)
        embedder.warm_up()
        given = [Document(content=f"{d.title}\n{d.text}".strip(), meta={"given": d.id}) for d in documents]
        self._store.write_documents(embedder.run(given)["documents"])

    def save(self) -> None:
        self._store.save_to_disk(self._file)

    def open(self) -> None:
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

        from index.embed import packaged_model_path

        self._store = type(self._store).load_from_disk(self._file)
        pipeline = Pipeline()
        model = str(packaged_model_path())
        pipeline.add_component("embed", SentenceTransformersTextEmbedder(model=model, progress_bar=False))
        pipeline.add_component("words", InMemoryBM25Retriever(self._store, top_k=READ))
        pipeline.add_component("meaning", InMemoryEmbeddingRetriever(self._store, top_k=READ))
        pipeline.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=max(READ, DEPTH)))
        pipeline.connect("embed.embedding", "meaning.query_embedding")
        pipeline.connect("words", "join")
        pipeline.connect("meaning", "join")
        pipeline.warm_up()
        self._reader.warm_up()
        self._pipeline = pipeline

    def _found(self, question: str) -> list:
        return self._pipeline.run({"embed": {"text": question}, "words": {"query": question}})["join"]["documents"]

    def search(self, question: str) -> list[str]:
        return [found.meta["given"] for found in self._found(question)][:DEPTH]

    def ask(self, question: str) -> str | None:
        (first, *_) = self._reader.run(query=question, documents=self._found(question)[:READ])["answers"]
        return first.data or ""
