"""The app as `quoth serve` starts it: a process of its own, and a browser once it answers."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def test_serve_opens_the_browser_once_the_app_answers(tmp_path: Path):
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{opened}"\n', "utf-8")
    browser.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa.cli", "--library", str(tmp_path / "library"), "serve", "--port", str(port)]
    environment = os.environ | {"BROWSER": f"{browser} %s"}
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not opened.exists() and time.monotonic() < until:
            assert process.poll() is None, "the app ended as soon as it was started"
            time.sleep(0.1)
        address = opened.read_text("utf-8").strip()
        assert address == f"http://localhost:{port}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (our own address)
            assert answer.status == 200
        again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert again.returncode == 1
        assert f"port {port} is taken" in again.stderr
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
