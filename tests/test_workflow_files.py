"""The workflows themselves: what the linters of their trade say, what is pinned, how long a site's own is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def workflows() -> list[Path]:
    return sorted((ROOT / ".github/workflows").glob("*.yml")) + sorted(
        (ROOT / "src/wirecopy/start/github").glob("*.yml")
    )


@pytest.fixture
def as_on_github(tmp_path: Path) -> Path:
    """All workflows and the action where GitHub would look for them."""
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/actions/build").mkdir(parents=True)
    shutil.copy(ROOT / "action.yml", tmp_path / ".github/actions/build")
    for path in workflows():
        shutil.copy(path, tmp_path / ".github/workflows" / f"{path.parent.name}-{path.name}")
    return tmp_path


def test_zizmor_has_no_finding(as_on_github: Path) -> None:
    done = subprocess.run([BIN / "zizmor", "--offline", "--no-progress", as_on_github], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_the_files_are_as_github_s_schema_wants_them(as_on_github: Path) -> None:
    for schema, files in (
        ("vendor.github-workflows", sorted((as_on_github / ".github/workflows").iterdir())),
        ("vendor.github-actions", [as_on_github / ".github/actions/build/action.yml"]),
    ):
        done = subprocess.run([BIN / "check-jsonschema", "--builtin-schema", schema, *files], capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_and_one_action_is_one_version() -> None:
    pins: dict[str, set[str]] = {}
    for path in [*workflows(), ROOT / "action.yml"]:
        for action, sha, version in re.findall(
            r"uses: ([\w./-]+)@(\S+)(?: # (v[\d.]+))?", path.read_text("utf-8")
        ):
            assert re.fullmatch(r"[0-9a-f]{40}", sha), f"{path.name}: {action}"
            assert version, f"{path.name}: {action} names no version"
            pins.setdefault(action, set()).add(f"{sha} {version}")
    assert all(len(versions) == 1 for versions in pins.values()), pins


def test_a_site_s_own_workflow_is_ten_lines() -> None:
    text = (ROOT / "src/wirecopy/start/github/rebuild.yml").read_text("utf-8")
    assert len(text.splitlines()) <= 10
    minute = yaml.safe_load(text)[True]["schedule"][0]["cron"].split()[0]  # YAML 1.1 reads `on` as true
    assert int(minute) not in (0, 15, 30, 45)


class _Hub(BaseHTTPRequestHandler):
    """Keeps what it is told."""

    told: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        self.told.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_the_hub_is_told_after_publishing_and_only_where_there_is_one() -> None:
    workflow = yaml.safe_load((ROOT / "src/wirecopy/start/github/site.yml").read_text("utf-8"))
    step = next(s for s in workflow["jobs"]["deploy"]["steps"] if "HUB" in s.get("env", {}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for hub in ("", f"http://127.0.0.1:{server.server_address[1]}/", "http://127.0.0.1:9/"):
            env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HUB": hub, "PAGES": "https://you.example/mysite/"}
            subprocess.run(["bash", "-e", "-c", step["run"]], env=env, check=True, capture_output=True)
    finally:
        server.shutdown()
    assert _Hub.told == [b"hub.mode=publish&hub.url=https%3A%2F%2Fyou.example%2Fmysite%2Ffeeds%2Fall.atom"]
