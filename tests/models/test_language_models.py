"""Language models that write drafts: one on this machine, and servers that are good and bad."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from models.drafter import LocalModel
from models.endpoint import Endpoint
from tests.models.chat_server import chat_server, fails, hangs, knows_no_schema, says
from tests.models.tiny_writer import REPLY, tiny_writer
from triage.errors import DrafterNotReady, DrafterSilent
from triage.ports import Prompt

PROMPTS = [Prompt("Be kind.", '{"complaint": "late"}'), Prompt("Be brief.", "{}"), Prompt("", "x")]
KEY = "a-key-that-stands-in-no-log"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_writer(tmp_path_factory.mktemp("tiny-writer"))


# -- on this machine -----------------------------------------------------------------------------


def test_a_local_model_answers_each_prompt_of_a_batch(folder: Path) -> None:
    model = LocalModel.load(str(folder))
    assert model.name == f"transformers:{folder}"
    said = model.write(PROMPTS * 4)
    assert said == [f'{{"reply": "{REPLY}"}}'] * 12
    assert model.write([]) == []


def test_a_model_without_a_chat_form_or_a_systems_part_is_asked_all_the_same(
    folder: Path,
) -> None:
    model = LocalModel.load(str(folder))
    form = model._tokenizer.chat_template
    model._tokenizer.chat_template = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        + form
    )
    assert model._text(PROMPTS[0]).startswith("user Be kind.")
    assert model.write(PROMPTS[:1]) == [f'{{"reply": "{REPLY}"}}']
    model._tokenizer.chat_template = None
    assert model._text(PROMPTS[0]) == 'Be kind.\n\n{"complaint": "late"}\n\n'


def test_a_model_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DrafterNotReady, match="can't be loaded"):
        LocalModel.load(str(tmp_path))


# -- a real server -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """`transformers serve` with the tiny model; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("transformers")
    process = subprocess.Popen(
        [program, "serve", str(folder), "--device", "cpu", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        assert _answers(f"{base}/health", process)
        yield f"{base}/v1"
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + 240
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx2.get(address, timeout=2).status_code == 200:
                return True
        except httpx2.HTTPError:
            time.sleep(0.1)
    return False


def test_a_server_of_transformers_writes_for_us(served: str, folder: Path) -> None:
    model = Endpoint.open(served, str(folder), None, timeout=60)
    assert model.write(PROMPTS) == [f'{{"reply": "{REPLY}"}}'] * 3
    assert str(folder) in model.models()


# -- servers that behave badly -------------------------------------------------------------------


def opened(base_url: str, timeout: float = 5.0) -> Endpoint:
    return Endpoint.open(base_url, "m", KEY, timeout=timeout)


def test_it_is_asked_in_one_piece_with_a_form_for_the_answer() -> None:
    with chat_server(says('{"reply": "Sorry."}')) as server:
        assert opened(server.base_url).write(PROMPTS[:1]) == ['{"reply": "Sorry."}']
    (request,) = server.requests
    assert not request.get("stream")
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["reply"]
    assert [m["role"] for m in request["messages"]] == ["system", "user"]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_who_knows_no_schema_is_asked_without_from_then_on() -> None:
    with chat_server(knows_no_schema(says("Sorry."))) as server:
        model = opened(server.base_url)
        assert model.write(PROMPTS[:1]) == ["Sorry."]
        assert model.write(PROMPTS[:1]) == ["Sorry."]
    assert ["response_format" in r for r in server.requests] == [True, False, False]


def test_a_hiccup_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    with chat_server(fails(503), says("Sorry.")) as server:
        assert opened(server.base_url).write(PROMPTS[:1]) == ["Sorry."]
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_a_refusal_is_no_answer_and_nothing_of_it_is_logged(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with chat_server(fails(status)) as server:
        assert opened(server.base_url).write(PROMPTS[:2]) == [None, None]
    assert "did not answer" in caplog.text
    for secret in (KEY, "late", "Be kind"):
        assert secret not in caplog.text


def test_a_server_that_hangs_or_is_gone_is_left_alone_for_a_while() -> None:
    with chat_server(hangs) as server:
        model = opened(server.base_url, timeout=0.2)
        assert model.write(PROMPTS[:1]) == [None]
        asked = len(server.requests)
        assert model.write(PROMPTS) == [None] * 3
        assert len(server.requests) == asked
    gone = opened(server.base_url)
    assert gone.write(PROMPTS) == [None] * 3
    with pytest.raises(DrafterSilent, match=r"does not answer \(APIConnectionError\)"):
        gone.models()


@pytest.mark.parametrize("answer", [says(None), lambda _: (200, {"choices": []})])
def test_an_answer_without_words_is_none(answer: object) -> None:
    with chat_server(answer) as server:  # type: ignore[arg-type]
        assert opened(server.base_url).write(PROMPTS[:1]) == [None]


def test_what_is_not_set_is_named() -> None:
    with pytest.raises(DrafterNotReady, match="KULANZ_LLM_BASE_URL"):
        Endpoint.open("", "m", None, timeout=1)
