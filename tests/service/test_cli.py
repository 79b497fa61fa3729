"""The command line: quick to help, plain about wrong calls, and every setting documented."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from base64 import b64decode
from importlib.metadata import version
from pathlib import Path

import httpx2
import pytest
import sqlalchemy as sa

from service.cli import main
from service.commands.parser import build_parser
from service.settings import Settings
from service.slack.manifest import manifest
from tests.command import KULANZ, Started, environment, kulanz

_HEAVY = ("numpy", "onnxruntime", "torch", "fastapi", "pydantic", "sqlalchemy", "plotly", "rich")

_COMMANDS = """serve work demo login secret settings doctor slack playbooks classify draft check
replay train evaluate models examples erase export"""


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    shown = "import sys; from service.cli import main\ntry: main(['--help'])\n"
    shown += f"finally: print('loaded:', [m for m in {_HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, check=False, cwd=tmp_path,
        env=environment(tmp_path),
    )  # fmt: skip
    assert b"loaded: []" in done.stdout
    assert b"classify" in done.stdout


def test_the_version_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"kulanz {version('kulanz')}\n"


def test_every_command_has_help() -> None:
    parser = build_parser()
    for command in _COMMANDS.split():
        with pytest.raises(SystemExit) as stopped:
            parser.parse_args([command, "--help"])
        assert stopped.value.code == 0


def test_help_names_the_variable_of_an_option(tmp_path: Path) -> None:
    done = kulanz(tmp_path, "serve", "--help")
    assert b"[KULANZ_PORT]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "COMMAND"),
        (["frobnicate"], "invalid choice"),
        (["classify"], "FILE"),
        (["classify", "none.jsonl"], "none.jsonl"),
        (["classify", "."], "directory"),
        (["classify", "some.jsonl", "--model", "nowhere"], "nowhere"),
        (["draft", "some.jsonl", "--policy", "nowhere"], "nowhere"),
        (["evaluate", "none.jsonl"], "none.jsonl"),
        (["evaluate", "some.jsonl"], "neither"),
        (["train", "none.jsonl", "--out", "model"], "none.jsonl"),
        (["train", "--letters"], "--letters learns from files alone"),
        (["replay", "some.jsonl"], "--out"),
        (["replay", "some.jsonl", "--out", "out", "--map", "nonsense"], "--map"),
        (["replay", "some.jsonl", "--out", "out", "--limit", "0"], "--limit"),
        (["replay", "some.jsonl", "--out", "some.jsonl"], "some.jsonl"),
        (["serve", "--port", "70000"], "KULANZ_PORT"),
        (["serve", "--port", "many"], "port"),
        (["serve", "--host", "256.0.0.1"], "256.0.0.1"),
        (["erase"], "--author"),
        (["erase", "--author", " "], "--author"),
        (["login", "nobody"], "nobody"),
    ],
)
def test_a_wrong_call_gets_one_sentence(tmp_path: Path, arguments: list[str], why: str) -> None:
    (tmp_path / "some.jsonl").write_bytes(b"")
    done = kulanz(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    said = done.stderr.decode()
    assert why in said
    assert said.count("\n") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KULANZ_PORT", "x"),
        ("KULANZ_DATABASE_URL", "postgresql://kulanz@127.0.0.1:1/none"),
        ("KULANZ_DATABASE_URL", "nonsense"),
        ("KULANZ_INBOX_SOCIAL_SECRET", "too short"),
        ("KULANZ_POLICY", "nowhere"),
        ("KULANZ_MODEL_DIR", "nowhere"),
    ],
)
def test_a_wrong_setting_gets_one_sentence(tmp_path: Path, variable: str, value: str) -> None:
    variables = {"KULANZ_PORT": "0", variable: value}
    done = kulanz(tmp_path, "serve", given=b"", **variables)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert said.startswith("kulanz serve: ")
    assert said.count("\n") == 1


def test_settings_lists_every_variable(tmp_path: Path) -> None:
    shown = kulanz(tmp_path, "settings").stdout.decode()
    for field, described in Settings.model_fields.items():
        assert f"KULANZ_{field.upper()} " in shown
        assert described.description
        assert described.description in shown
    assert "KULANZ_INBOX_<NAME>_SECRET" in shown


def test_a_new_secret_fits_an_inbox_and_is_never_the_same(tmp_path: Path) -> None:
    first, second = (kulanz(tmp_path, "secret").stdout.decode().strip() for _ in range(2))
    assert first != second
    assert len(b64decode(first.removeprefix("whsec_"), validate=True)) == 32


def test_the_slack_manifest_is_ready_to_paste(tmp_path: Path) -> None:
    alone = json.loads(kulanz(tmp_path, "slack", "manifest").stdout)
    assert alone["settings"]["socket_mode_enabled"] is True
    address = "https://care.example"
    public = json.loads(kulanz(tmp_path, "slack", "manifest", KULANZ_PUBLIC_URL=address).stdout)
    assert public == manifest(socket=False, public_url=address)
    given = ("slack", "manifest", "--socket")
    both = json.loads(kulanz(tmp_path, *given, KULANZ_PUBLIC_URL=address).stdout)
    assert both == manifest(socket=True, public_url=address), "as `test_manifest.py` reads it"


def test_the_doctor_is_content_with_a_fresh_set_up(tmp_path: Path) -> None:
    done = kulanz(tmp_path, "doctor")
    assert done.returncode == 0, done.stdout
    for name in ("model", "playbooks", "policy", "database", "inboxes", "slack"):
        assert name in done.stdout.decode()


def test_the_doctor_says_beforehand_that_no_reply_can_go_out(tmp_path: Path) -> None:
    inbox = {
        "KULANZ_INBOX_DESK_SECRET": "whsec_" + "QUJD" * 8,
        "KULANZ_INBOX_DESK_REPLY_URL": "http://replies.example/r",
    }
    told = kulanz(tmp_path, "doctor", given=b"", **inbox).stdout.decode()
    assert "note  inboxes     No reply goes out to desk: Replies go out over https only." in told
    assert "KULANZ_ALLOW_PRIVATE_ADDRESSES=true" in told
    assert "start `kulanz serve`" in told, "SQLite has room for one process"
    inbox |= {"KULANZ_ALLOW_PRIVATE_ADDRESSES": "true"}
    allowed = kulanz(tmp_path, "doctor", given=b"", **inbox)
    assert "ok    inboxes" in allowed.stdout.decode()


def test_the_doctor_says_who_drafts_and_that_the_playbooks_step_in(tmp_path: Path) -> None:
    done = kulanz(
        tmp_path, "doctor", KULANZ_DRAFTER="endpoint", KULANZ_LLM_MODEL="m",
        KULANZ_LLM_BASE_URL="http://127.0.0.1:9/v1",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "does not answer" in done.stdout.decode()
    assert "Until then the playbooks draft." in done.stdout.decode()


def test_broken_playbooks_are_told_and_whole_ones_previewed(tmp_path: Path) -> None:
    shown = kulanz(tmp_path, "playbooks", "preview", "--topic", "delay", "--lang", "de")
    assert (shown.returncode, "writes again" in shown.stdout.decode()) == (0, True)
    folder = tmp_path / "mine" / "en"
    folder.mkdir(parents=True)
    (folder / "delay.md").write_text("+++\n+++\n# Take up\n- {delya} lost.\n", "utf-8")
    told = kulanz(tmp_path, "playbooks", "check", "--playbooks", "mine")
    assert told.returncode == 1
    assert "delay.md:4: there is no variable {delya}" in told.stdout.decode()
    assert kulanz(tmp_path, "playbooks", "preview", "--topic", "dealy").returncode == 2


def test_the_check_of_playbooks_says_what_it_does_to_who_looks_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("service.commands.playbooks.remarks_on", lambda _folder, _voice: [])
    assert main(["playbooks", "check", "--playbooks", "[mine]"]) == 0
    assert capsys.readouterr() == ("The playbooks in [mine] can be used.\n", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    main(["playbooks", "check", "--playbooks", "[mine]"])
    assert "Reading [mine], and each phrase" in capsys.readouterr().err


def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    done = kulanz(tmp_path, "doctor", KULANZ_POLICY="nowhere.toml")
    assert done.returncode == 1
    assert "nowhere.toml" in done.stdout.decode()
    assert done.stderr == b""


def test_a_link_says_for_which_database_it_is_but_no_password(
    tmp_path: Path, postgresql_url: str
) -> None:
    given = sa.make_url(postgresql_url).set(password="open-sesame")
    given = given.update_query_dict({"password": "in-the-query"})
    url = given.render_as_string(hide_password=False)
    done = kulanz(tmp_path, "login", KULANZ_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert f"/{given.database} (KULANZ_DATABASE_URL" in done.stderr.decode()
    assert b"open-sesame" not in done.stdout + done.stderr
    assert b"in-the-query" not in done.stdout + done.stderr


def test_serve_answers_and_signs_in_by_a_link(tmp_path: Path) -> None:
    with Started(tmp_path, "serve", "--port", "0") as serving:
        address = serving.line_with("Kulanz is at").rpartition(" ")[2]
        link = serving.line_with("Sign in").rpartition(" ")[2]
        with httpx2.Client(trust_env=False, timeout=60) as browser:
            assert browser.get(f"{address}/healthz").status_code == 200
            assert browser.get(link, follow_redirects=True).status_code == 200
        assert serving.stop(signal.SIGTERM) == 0
    assert "Traceback" not in "".join(serving.errors)


def test_a_second_worker_on_one_sqlite_file_is_turned_away(tmp_path: Path) -> None:
    with Started(tmp_path, "work") as working:
        working.line_with("At work")
        second = kulanz(tmp_path, "work")
        assert second.returncode == 2
        assert b"already at work" in second.stderr
        assert working.stop() == 0


def test_workers_share_one_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    variables = {"KULANZ_DATABASE_URL": postgresql_url}
    with (
        Started(tmp_path, "work", **variables) as one,
        Started(tmp_path, "work", **variables) as two,
    ):
        one.line_with("At work")
        two.line_with("At work")
        assert one.stop() == 0
        assert two.stop() == 0


def test_whoever_stops_reading_hears_no_complaint(tmp_path: Path) -> None:
    command = f"'{KULANZ}' settings | head -1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=tmp_path, env=environment(tmp_path),
        check=False,
    )  # fmt: skip
    assert done.stderr == b""
