"""Question + hits -> evidence: the exact words that answer, inside their sentence, with a score.

All passages go through the network's lower layers; through the upper ones go those of which there is hope. Each window
goes alone, without padding, as many at once as there are processors: what the network computes of one stays in a
processor's own cache, and ten rows a pass take a tenth longer. What promises enough by itself waits for no other; the
others are compared when all are half read, while that is read to its end.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.model import Hit, Span
from index.text import sentences
from qa.confidence import coverage
from qa.model import Evidence
from qa.reader.decode import ScoredSpan, best_spans
from qa.reader.network import Begun, Logits, Network, open_network
from qa.reader.passage_text import PassageText
from qa.reader.promise import Retrieved
from qa.reader.unsaid import unsaid

if TYPE_CHECKING:
    from tokenizers import Encoding

WINDOW = 384  # tokens; a passage of 100 words and its question take about 150
STRIDE = 128  # tokens that neighbouring windows of a long passage share, so that no answer is cut by a window's edge
QUESTION_TOKENS = 64  # as in training
# Passages, the most promising, that are read to their end: of 400 held-out questions the best span's is among them for
# 388, and so are 252 of 253 spans over zero; among four for some twenty less.
PROMISING = 6
EVERY = -math.inf  # promise enough for any window to be read to its end
FARTHEST = 0.3  # cosine of a passage that was found by its words alone, and is not among the nearest hundred
HOPELESS = -13.0  # promise: what has more of it is read to its end, however many there are, and waits for no other

HalfRead = tuple[Begun, "Future[Logits] | None"]  # a window; its logits to come, where it goes on by itself
Windows = list[tuple["Encoding", HalfRead]]  # of one text
Whole = Callable[[Hit], tuple[str, int]]  # a hit -> a text that holds its passage, and where that begins in it
Over = Mapping[Span, Sequence[str]]  # a passage's span -> what stands over it: its document's title, its heading


def alone(hit: Hit) -> tuple[str, int]:
    """A passage by itself."""
    return hit.passage.text, 0


class SpanReader:
    """Reads passages with one network. Safe to share by threads."""

    def __init__(self, network: Network) -> None:
        self.name = network.name
        self._network = network
        self._tokenizer = network.tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
        self._processors = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="reader")

    @classmethod
    def open(cls, reader: str | Path) -> SpanReader:
        """The reader at a path, or a checkpoint's name. Raises ModelError."""
        return cls(open_network(reader))

    def read(
        self,
        question: str,
        hits: Sequence[Hit],
        per_passage: int = 2,
        *,
        thorough: bool = False,
        whole: Whole = alone,
        over: Over = MappingProxyType({}),
    ) -> list[Evidence]:
        """The best `per_passage` spans of each hit, best first over all; spans that lose to "no answer" included, with
        a negative score, since deciding is not the reader's part. Passages that promise nothing are not read to their
        end unless it is to be `thorough`. `whole` gives the documents of passages that have rows of a table; of
        what stands `over` a passage the network is told what that leaves unsaid."""
        texts = [
            PassageText.of(
                hit.passage.text,
                partial(whole, hit),
                unsaid(question, hit.passage.text, over.get(hit.passage.span, ())),
            )
            for hit in hits
        ]
        promise = self._network.promise
        beforehand = [
            promise.beforehand(retrieved(question, hit, text)) if promise else 0.0
            for hit, text in zip(hits, texts, strict=True)
        ]
        begun = self._begun(question, texts, [EVERY if thorough else HOPELESS - known for known in beforehand])
        hopeful = range(len(hits)) if thorough else _hopeful(begun, beforehand)
        read = self._finished([begun[n] for n in hopeful])
        found = [
            _evidence(hits[n], span)
            for n, windows in zip(hopeful, read, strict=True)
            for span in _spans(windows, texts[n], per_passage)
        ]
        return sorted(found, key=lambda evidence: -evidence.score)

    def spans(self, question: str, texts: Sequence[str], most: int) -> list[list[ScoredSpan]]:
        """For each text its `most` best spans, in offsets of that text."""
        given = [PassageText.of(text) for text in texts]
        reading = self._finished(self._begun(question, given, [EVERY] * len(given)))
        return [_spans(windows, text, most) for windows, text in zip(reading, given, strict=True)]

    def _begun(self, question: str, texts: Sequence[PassageText], enough: Sequence[float]) -> list[Windows]:
        """Each text's windows, gone through the lower layers while the next were laid out; those that promise `enough`,
        a number for each text, are behind them in the queue for the upper ones."""
        asked = self._shortened(question)

        def read(window: Encoding, least: float) -> HalfRead:
            begun = self._network.begin(window)
            return begun, self._to_its_end(begun) if begun.promise >= least else None

        going = [
            [(window, self._processors.submit(read, window, least)) for window in self._windows(asked, text.read)]
            for text, least in zip(texts, enough, strict=True)
        ]
        return [[(window, half.result()) for window, half in windows] for windows in going]

    def _finished(self, texts: Sequence[Windows]) -> list[list[tuple[Encoding, Logits]]]:
        """The windows, sent through the upper layers too, if they are not on their way."""
        going = [[(window, ending or self._to_its_end(begun)) for window, (begun, ending) in one] for one in texts]
        return [[(window, ending.result()) for window, ending in one] for one in going]

    def _to_its_end(self, begun: Begun) -> Future[Logits]:
        return self._processors.submit(self._network.finish, begun)

    def _shortened(self, question: str) -> str:
        start = question[:WINDOW]  # a token is a character at least, so this never needs truncating itself
        offsets = self._tokenizer.encode(start, add_special_tokens=False).offsets
        return start if len(offsets) <= QUESTION_TOKENS else start[: offsets[QUESTION_TOKENS - 1][1]]

    def _windows(self, question: str, text: str) -> Iterator[Encoding]:
        encoding = self._tokenizer.encode(question, text)
        yield encoding
        yield from encoding.overflowing


def _spans(windows: Sequence[tuple[Encoding, Logits]], text: PassageText, most: int) -> list[ScoredSpan]:
    """The `most` best spans of one text."""
    found: list[ScoredSpan] = []
    for encoding, logits in windows:
        found += best_spans(text.window(encoding, logits), text.text, text.rooms(), most)
    return _best(found, most)


def retrieved(question: str, hit: Hit, text: PassageText) -> Retrieved:
    """What the search, and the words, tell about a passage before it is read."""
    cosine = FARTHEST if hit.dense is None else hit.dense
    return Retrieved(hit.score, cosine, coverage(question, text.unsaid + text.text))


def _hopeful(begun: Sequence[Windows], beforehand: Sequence[float]) -> list[int]:
    """The numbers of those texts that may hold an answer, the most promising first."""
    promises = [
        known + max(one.promise for _, (one, _) in windows) for windows, known in zip(begun, beforehand, strict=True)
    ]
    order = sorted(range(len(begun)), key=lambda n: -promises[n])
    return [n for rank, n in enumerate(order) if rank < PROMISING or promises[n] >= HOPELESS]


def _best(spans: Sequence[ScoredSpan], count: int) -> list[ScoredSpan]:
    """The best of several windows' spans, each stretch of text once."""
    kept: list[ScoredSpan] = []
    for span in sorted(spans, key=lambda s: -s.margin):
        if all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return kept[:count]


def _evidence(hit: Hit, span: ScoredSpan) -> Evidence:
    document, base = hit.passage.span.document, hit.passage.span.start
    first, last = _quotation(hit.passage.text, span)
    return Evidence(
        answer=Span(document, base + span.start, base + span.end),
        quote=Span(document, base + first, base + last),
        score=span.margin,
        hit=hit,
    )


def _quotation(text: str, span: ScoredSpan) -> tuple[int, int]:
    """The sentence, or the sentences, around a span."""
    around = [(a, b) for a, b in sentences(text) if a < span.end and span.start < b]
    return min([span.start, *(a for a, _ in around)]), max([span.end, *(b for _, b in around)])
