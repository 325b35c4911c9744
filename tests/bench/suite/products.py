"""How many operations a second this machine does of a layer's product, in each kind of number, on all processors."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import numpy as np

from suite.timing import timed

WIDTH, INNER = 384, 1536  # of the reader and of the packaged encoder
ROWS, REPEATS = 160, 60  # tokens of a passage with its question; products a turn, on each processor


def rates() -> dict[str, float]:
    """10⁹ operations a second, multiplications and additions, by the kind of number."""
    return {"int8": _rate(_int8()), "bfloat16": _rate(_torch("bfloat16")), "float32": _rate(_torch("float32"))}


def _rate(work: Callable[[], object]) -> float:
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as processors:

        def turn() -> None:
            list(processors.map(lambda _: [work() for _ in range(REPEATS)], range(cores)))

        turn()
        milliseconds = median(timed(turn) for _ in range(7))
    return 2.0 * ROWS * WIDTH * INNER * REPEATS * cores / milliseconds / 1e6


def _int8() -> Callable[[], object]:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(5)
    weights = numpy_helper.from_array(rng.integers(-127, 127, (WIDTH, INNER), dtype=np.int8), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [ROWS, WIDTH])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [ROWS, INNER])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    given = {"x": rng.integers(0, 255, (ROWS, WIDTH), dtype=np.uint8)}
    return lambda: session.run(None, given)


def _torch(kind: str) -> Callable[[], object]:
    import torch

    left = torch.randn(ROWS, WIDTH, dtype=getattr(torch, kind))
    layer = torch.nn.Linear(WIDTH, INNER, dtype=getattr(torch, kind))

    def product() -> object:
        with torch.inference_mode():
            return layer(left)

    return product
