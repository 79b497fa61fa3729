"""The model on this machine's cores: how fast, how soon, how big."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaForSequenceClassification

import models
from models.classifier import ComplaintClassifier
from models.folder import ENCODER, TOKENIZER
from models.torch_encoder import load_torch
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.command import as_lines, environment
from triage.mention import Conversation, Mention

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1200)]

SHIPPED: Path = Settings.model_fields["model_dir"].default
CORES, ROUNDS, TEXTS, TOKENS = 2, 5, 512, 28


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Our own mentions, the ones nearest to 28 tokens."""
    files = sorted((Path(models.__file__).parent / "corpus" / "mentions").glob("*.jsonl"))
    said = [
        json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()
    ]
    lengths = [len(ids) for ids in _ids(said)]
    nearest = sorted(range(len(said)), key=lambda i: abs(lengths[i] - TOKENS))[:TEXTS]
    return [said[i] for i in sorted(nearest)]


@pytest.fixture(scope="module")
def classifier() -> ComplaintClassifier:
    torch.set_num_threads(CORES)
    return ComplaintClassifier.load(SHIPPED, threads=CORES)


def test_mentions_a_second(
    classifier: ComplaintClassifier, texts: list[str], tmp_path: Path, figures: list[Figure]
) -> None:
    sentences = _sentence_transformer(tmp_path)
    ours, theirs = _in_turns(
        lambda: classifier.encoder.features(texts), lambda: sentences.encode(texts)
    )
    figures.append(
        Figure(
            f"mentions of {TOKENS} tokens read a second, {CORES} cores", _rates(ours), "/s",
            "sentence-transformers, torch fp32", _rates(theirs),
            must=4, aim=6, judged="ratio", more_is_better=True,
        )
    )  # fmt: skip
    products = sum(len(ids) for ids in _ids(texts)) * _products_a_token()
    figures.append(
        Figure(
            "share of the int8 matrix peak", tuple(products / t / _int8_peak() for t in ours), "",
            must=0.3, aim=0.5, more_is_better=True,
        )
    )  # fmt: skip


def test_against_a_roberta(
    classifier: ComplaintClassifier, texts: list[str], figures: list[Figure]
) -> None:
    """The baseline is given its tokens; ours cuts its own."""
    roberta = RobertaForSequenceClassification(
        RobertaConfig(vocab_size=50_265, max_position_embeddings=514)
    ).train(mode=False)
    said = [Conversation(Mention(str(i), text)) for i, text in enumerate(texts)]
    ids = sorted(_ids(texts), key=len)[::8]

    def classify() -> None:
        with torch.inference_mode():
            for i in range(0, len(ids), 32):
                rows = [torch.tensor(row) for row in ids[i : i + 32]]
                given = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=1)
                roberta(input_ids=given, attention_mask=(given != 1).long())

    ours, theirs = _in_turns(lambda: classifier.assess(said), classify)
    figures.append(
        Figure(
            f"mentions of {TOKENS} tokens assessed a second, {CORES} cores", _rates(ours), "/s",
            "RoBERTa, 125M, torch fp32", _rates(theirs, len(ids)),
            must=15, aim=25, judged="ratio", more_is_better=True,
        )
    )  # fmt: skip


def test_one_mention(
    classifier: ComplaintClassifier, texts: list[str], figures: list[Figure]
) -> None:
    said = [[Conversation(Mention("m", text))] for text in texts[:100]]
    rounds = [median(_timed(partial(classifier.assess, one)) for one in said) * 1e3
              for _ in range(ROUNDS)]  # fmt: skip
    figures.append(Figure("one mention, warm, p50", tuple(rounds), "ms", must=5, aim=2))


def test_cold_start_and_memory(texts: list[str], tmp_path: Path, figures: list[Figure]) -> None:
    starts = [_classified(tmp_path, texts[:1])[0] for _ in range(ROUNDS)]
    figures.append(Figure("cold start of kulanz classify", tuple(starts), "s", must=3, aim=1.5))
    long = " ".join(texts)[:50_000]
    _, megabytes = _classified(tmp_path, [*texts, long])
    figures.append(
        Figure("memory of kulanz classify, resident", (megabytes,), "MB", must=600, aim=400)
    )


def test_size(figures: list[Figure]) -> None:
    size = sum(file.stat().st_size for file in SHIPPED.iterdir()) / 1e6
    figures.append(Figure("model folder", (size,), "MB", must=60, aim=40))


#: The command, and behind it the most it held. What the system says of a child counts what its
#: parent held when it was born.
_AND_ITS_MEMORY = """
import re, sys
from pathlib import Path
from service.cli import main
try:
    main()
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""

# -- what is measured against --------------------------------------------------------------------


def _sentence_transformer(folder: Path) -> SentenceTransformer:
    """The same weights, as everybody would serve them."""
    load_torch(SHIPPED / ENCODER).model.save_pretrained(str(folder))
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(SHIPPED / TOKENIZER), model_max_length=128, **special
    ).save_pretrained(str(folder))
    words = Transformer(str(folder))
    pooling = Pooling(words.get_embedding_dimension())
    joined: SentenceTransformer = SentenceTransformer(modules=[words, pooling], device="cpu")
    return joined


def _int8_peak() -> float:
    """Products a second of one large matrix by another, on as many cores: the best of some."""
    drawn = np.random.default_rng(1)
    x = drawn.integers(0, 255, (1024, 2048)).astype(np.uint8)
    weights = drawn.integers(-63, 64, (2048, 2048)).astype(np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "peak",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, x.shape)],
        [helper.make_tensor_value_info("y", TensorProto.INT32, x.shape)],
        [numpy_helper.from_array(weights, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = CORES
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return (
        x.size * len(weights) / min(_timed(lambda: session.run(None, {"x": x})) for _ in range(20))
    )


def _products_a_token() -> int:
    shape = load_torch(SHIPPED / ENCODER).model.config
    width, inner = shape.hidden_size, shape.intermediate_size
    return int(shape.num_hidden_layers * (4 * width * width + 2 * width * inner))


# -- measuring -----------------------------------------------------------------------------------


def _ids(texts: list[str]) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(SHIPPED / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object]) -> list[list[float]]:
    ours(), theirs()
    rounds = [(_timed(ours), _timed(theirs)) for _ in range(ROUNDS)]
    return [list(times) for times in zip(*rounds, strict=True)]


def _rates(seconds: list[float], count: int = TEXTS) -> tuple[float, ...]:
    return tuple(count / t for t in seconds)


def _classified(folder: Path, texts: list[str]) -> tuple[float, float]:
    """Seconds that `kulanz classify` takes, and the most memory it holds in megabytes."""
    file = folder / "mentions.jsonl"
    file.write_bytes(as_lines([{"text": text} for text in texts]))
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _AND_ITS_MEMORY, "classify", str(file)], env=environment(folder),
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - started, int(done.stderr.split()[-1]) / 1024
