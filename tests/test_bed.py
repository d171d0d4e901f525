"""The selftest's bed and the audit that judges it: what is planted must be found, and the line must let none through."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wirecopy.audit import audit
from wirecopy.selftest import Result, selftest
from wirecopy.selftest import run as bed_run
from wirecopy.selftest.scenarios import scenarios
from wirecopy.site import shipped_path

WIRECOPY = str(Path(sys.executable).with_name("wirecopy"))
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';base-uri 'none';form-action 'none'\">"


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Result]]:
    folder = tmp_path_factory.mktemp("bed") / "site"
    return folder, selftest(folder, list(scenarios()))


def test_every_scenario_of_the_selftest_holds(bed: tuple[Path, list[Result]]) -> None:
    assert {r.name: r.faults for r in bed[1] if r.faults} == {}
    assert len(bed[1]) > 60


def test_check_output_passes_the_site_that_came_of_it(bed: tuple[Path, list[Result]]) -> None:
    done = subprocess.run(
        [WIRECOPY, "--site", bed[0], "check", "--output", bed[0] / "output"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[:2000]


def made(folder: Path, name: str, body: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(body, "utf-8")
    return [f.kind for f in audit(folder)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<script>x()</script>", "active content"),
        ("<a href='java\nscript:x()'>", "active content"),
        ("<a href=' \x1djavascript:x()'>", "active content"),
        ("<img src=a onerror=x()>", "active content"),
        ("<p style='color:red'>", "active content"),
        ("<style>p{}</style>", "active content"),
        ("<iframe src='a.html'></iframe>", "active content"),
        ("<base href='/x'>", "active content"),
        ("<meta http-equiv=refresh content='0;url=https://other.example'>", "active content"),
        ("<svg><set onbegin=x()></svg>", "active content"),
        ("<img src='//other.example/a.png'>", "foreign load"),
        ("<img srcset='a.png 1x, https://other.example/a.png 2x'>", "foreign load"),
        ("<link rel='stylesheet' href='https://other.example/a.css'>", "foreign load"),
        ("<form action='https://other.example'></form>", "foreign load"),
        ("<script src='https://other.example/a.js'></script>", "foreign load"),
    ],
)
def test_the_audit_finds_what_could_act_in_a_page(tmp_path: Path, body: str, kind: str) -> None:
    page = f"<!doctype html><html><head>{POLICY}<title>x</title></head><body>{body}</body></html>"
    assert kind in made(tmp_path / "out", "index.html", page)


def test_the_audit_leaves_ordinary_pages_alone(tmp_path: Path) -> None:
    page = f"<!doctype html><html><head>{POLICY}<title>x</title></head><body><a href='https://weir.example/'>x</a><img src='a.png' alt=''></body></html>"
    assert made(tmp_path / "out", "index.html", page) == []


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "default-src *;base-uri 'none';form-action 'none'",
        "default-src 'none';script-src 'unsafe-inline';base-uri 'none';form-action 'none'",
        "default-src 'none';script-src 'unsafe-eval';base-uri 'none';form-action 'none'",
        "default-src 'none';img-src https:;base-uri 'none';form-action 'none'",
        "default-src 'none'",
    ],
)
def test_a_missing_or_weak_policy_is_a_finding(tmp_path: Path, policy: str) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    assert "policy" in made(tmp_path / "out", "index.html", f"<html><head>{meta}</head><body></body></html>")


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("all.atom", "<feed><entry>", "invalid"),
        ("all.atom", '<!DOCTYPE a [<!ENTITY x "y">]><feed>&x;</feed>', "invalid"),
        ("all.atom", '<feed><content type="html">&lt;img onerror=x()&gt;</content></feed>', "active content"),
        ("all.rss", "<rss><link>javascript:x()</link></rss>", "active content"),
        (
            "all.rss",
            "<rss><description>&lt;script&gt;x()&lt;/script&gt;</description></rss>",
            "active content",
        ),
        ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", "active content"),
        ("all.json", '{"items": [{"content_html": "<iframe>"}]}', "active content"),
        ("all.json", '{"url": "javascript:x()"}', "active content"),
        ("all.json", "{", "invalid"),
        (".htaccess", "x", "stray file"),
        ("passwd", "x", "stray file"),
        ("a b.txt", "x", "stray file"),
    ],
)
def test_the_audit_finds_what_is_wrong_with_other_files(
    tmp_path: Path, name: str, body: str, kind: str
) -> None:
    assert kind in made(tmp_path / "out", name, body)


def test_a_link_and_a_file_that_no_build_made_are_stray(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "etc").symlink_to("/etc")
    (tmp_path / "out" / ".wirecopy-files").write_text("a.txt\n")
    (tmp_path / "out" / "a.txt").write_text("x")
    (tmp_path / "out" / "b.txt").write_text("x")
    assert [(f.file, f.kind) for f in audit(tmp_path / "out")] == [
        ("b.txt", "stray file"),
        ("etc", "stray file"),
    ]


def test_the_findings_are_told_as_lines_and_as_json(tmp_path: Path) -> None:
    made(tmp_path / "out", "index.html", "<script>x()</script>")
    done = subprocess.run(
        [WIRECOPY, "--site", tmp_path, "check", "--output", tmp_path / "out", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert {f["kind"] for f in json.loads(done.stdout)} == {"policy", "active content"}


def test_the_selftest_notices_a_site_that_escapes_nothing(tmp_path: Path) -> None:
    few = [s for s in scenarios() if s.name in ("html-script", "typed-jinja")]
    folder = tmp_path / "site"
    with pytest.MonkeyPatch.context() as patch:
        conf = Path(shipped_path("pelicanconf.py")).read_text("utf-8")
        (tmp_path / "open.py").write_text(conf.replace('"autoescape": True', '"autoescape": False'), "utf-8")
        patch.setattr(bed_run, "shipped_path", lambda name: tmp_path / "open.py")
        results = selftest(folder, few)
    assert "active content" in str([r.faults for r in results])
