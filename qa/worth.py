"""Which passages are still worth reading when some have been read. Knows the confidence's formula, nothing of networks.

Reading is most of what a question takes. A passage that the search ranks far below those read cannot always change
what is shown: not where even the reader's highest margin would leave it behind the best answer, and a margin like that
answer's under the threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.model import Hit
from qa.compose import Candidate, compose, normalise_answer
from qa.confidence import Calibration, Features, coverage, on_subject, squashed
from qa.model import Evidence

SURE = 0.5  # a less sure answer is weighed against all that was found
HIGHEST = 13.0  # margin; of 291 questions' best ones 98 in 100 are lower


class Worth:
    """Judges the passages left for one question. `titles` gives each document's by its id."""

    def __init__(self, question: str, titles: Mapping[str, str], calibration: Calibration) -> None:
        self._question = question
        self._titles = titles
        self._calibration = calibration

    def __call__(self, evidence: Sequence[Evidence], left: Sequence[Hit]) -> list[Hit]:
        """Those of `left` that might give a surer answer than the best so far, or another that would be shown beside
        it, or that have its words and may corroborate it; all of them while there is none to be sure of."""
        candidates = compose(self._question, evidence, self._titles, self._calibration)
        if not candidates or candidates[0].confidence < SURE:
            return list(left)
        words = f" {normalise_answer(candidates[0].text)} "
        return [
            hit
            for hit in left
            if words in f" {normalise_answer(hit.passage.text)} " or self._matters(hit, candidates[0])
        ]

    def _matters(self, hit: Hit, best: Candidate) -> bool:
        like_best = self._confidence(hit, best, best.evidence[0].score)
        return like_best >= self._calibration.threshold or self._confidence(hit, best, HIGHEST) >= best.confidence

    def _confidence(self, hit: Hit, best: Candidate, margin: float) -> float:
        """That of an answer in a passage not yet read, if the reader gave it this margin."""
        title = self._titles.get(hit.passage.span.document, "")
        features = Features(
            margin=squashed(margin),
            lead=squashed(margin - best.evidence[0].score),
            retrieved=hit.score,
            similarity=on_subject(hit.dense),
            coverage=coverage(self._question, f"{title}\n{hit.passage.text}"),
            years=0.0,
            support=0.0,
        )
        return self._calibration.confidence(features)
