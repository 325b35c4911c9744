"""Networks, run by ONNX Runtime: on one thread, and to the same end on any processor. Knows nothing of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PROVIDERS = ["CPUExecutionProvider"]
SLOWER_FUSED = ["SkipLayerNormFusion"]  # optimisers whose operator is slower than its parts: by a tenth of all time
# Processors without products of int8 that are added up in 32 bits (VNNI) would add two in 16, where some overflow: the
# encoder's vectors had a cosine of 0.9967 with the model's own on one, 0.9995 on others. This has them multiplied
# exactly there; for others it changes nothing.
EXACT = ("session.x64quantprecision", "1")


def opened(network: Path, *, as_written: bool = False) -> InferenceSession:
    """The network in an ONNX file. `as_written` leaves its operators as they are but for what is plainly needless,
    which opens it in half the time.

    Whoever wants both processors busy runs two texts at once: idle threads of one network would spin while another
    works. Raises what ONNX Runtime raises, which are bare exceptions of its own.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.add_session_config_entry(*EXACT)
    if as_written:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(str(network), options, providers=PROVIDERS, disabled_optimizers=SLOWER_FUSED)
