"""Stages are kept only while someone asks for them, and their seconds add up."""

from __future__ import annotations

import threading
import time

import pytest

from index.stages import profiled, stage


def test_a_stage_within_another_counts_for_itself_alone():
    began = time.perf_counter()
    with profiled() as stages, stage("read") as saw:
        with stage("open the reader"):
            time.sleep(0.05)
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass
        saw(passages=10, spans=3)
    inner, outer = stages
    assert (inner.name, outer.name) == ("open the reader", "read")
    assert inner.seconds >= 0.05
    assert inner.processor < 0.02 <= outer.processor
    assert inner.seconds + outer.seconds <= time.perf_counter() - began
    assert outer.looked_at == (("passages", 10), ("spans", 3))


def test_nothing_is_kept_unless_someone_asks():
    with stage("encode") as saw:
        saw(questions=1)
    with profiled() as stages:
        pass
    with stage("read"):
        pass
    assert stages == []


def test_a_stage_that_fails_is_kept_and_its_error_passes():
    with pytest.raises(KeyError), profiled() as stages, stage("verify"):
        raise KeyError
    assert [one.name for one in stages] == ["verify"]


def test_other_threads_are_not_profiled():
    def other() -> None:
        with stage("of another question"):
            pass

    with profiled() as stages, stage("own"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert [one.name for one in stages] == ["own"]
