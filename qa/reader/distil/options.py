"""The options that all commands which learn have, each with defaults of its own."""

from __future__ import annotations

import argparse
import logging

import torch


def parsed(parser: argparse.ArgumentParser, *, minutes: float, rate: float, batch: int) -> argparse.Namespace:
    """What the command line says, with how long, how fast, and in which portions is learnt, where, and by which lot.
    What is learnt is logged from here on."""
    parser.add_argument("--minutes", type=float, default=minutes, help="how long it learns")
    parser.add_argument("--rate", type=float, default=rate, help="of learning, at first")
    parser.add_argument("--batch", type=int, default=batch, help="pairs a step")
    parser.add_argument("--window", type=int, default=224, help="tokens at most, the same for teacher and pupil")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=13)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    return parser.parse_args()
