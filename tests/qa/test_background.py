"""Work in the background gives way; the thread beside it, and whoever started it, do not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.background import NICENESS, step_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def in_a_thread_of_its_own() -> tuple[int, int, int]:
    step_back()
    with ThreadPoolExecutor(1) as helpers:
        helper = helpers.submit(niceness).result()
    asked = [sys.executable, "-c", "import os; print(os.getpriority(os.PRIO_PROCESS, 0))"]
    return niceness(), helper, int(subprocess.run(asked, capture_output=True, check=True).stdout)


def test_a_thread_gives_way_with_all_that_it_starts_and_no_other_does() -> None:
    before = niceness()
    with ThreadPoolExecutor(1) as background:
        assert background.submit(in_a_thread_of_its_own).result() == (NICENESS, NICENESS, NICENESS)
    assert niceness() == before


def test_one_that_gives_way_further_already_is_left_alone() -> None:
    def twice() -> int:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        step_back()
        return niceness()

    with ThreadPoolExecutor(1) as background:
        assert background.submit(twice).result() == 19
