"""A real browser on a site full of hostile feeds, with the Content-Security-Policy taken out: the markup alone must hold."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from liveline import LiveSite
from loopback import Document, Loopback
from sitebuild import CHROMIUM
from test_bed_vectors import vectors
from wirecopy.selftest.scenario import CANARY, feed, item
from wirecopy.selftest.scenarios import scenarios

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
TRAP = f"""
for (const name of ["x", "{CANARY}", "alert", "confirm", "prompt"])
  Object.defineProperty(window, name, {{value: () => console.error("ACTED " + name), writable: false}});
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The site's address, and every page of it."""
    found = vectors()
    with Loopback() as server:
        site = LiveSite(tmp_path_factory.mktemp("browser") / "site", server, more="per_host = 16")
        urls = {}
        for one in scenarios():
            if one.name.startswith(("body-", "html-", "typed", "atom-", "json-", "field-", "titles")):
                urls[f"d-{one.name}"] = server.route(f"/{one.name}", Document(one.body, {"Content-Type": one.type, **one.headers}))  # fmt: skip
        for at in range(0, len(found), 40):
            items = [
                item(f"V{at + n} {text[:150]}", text, guid=f"{at + n}")
                for n, text in enumerate(found[at : at + 40])
            ]
            urls[f"v{at}"] = server.reply(f"/v{at}", feed(*items))
        site.feeds(settings='show = "full"\nlicence = "CC0"', **urls)
        site.fetch()
    site.build()
    output = site.folder / "output"
    served = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(output)))
    threading.Thread(target=served.serve_forever, daemon=True).start()
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    for path in output.rglob("*.html"):
        path.write_text(policy.sub("", path.read_text("utf-8"), count=1), "utf-8")
    pages = sorted(p.parent.relative_to(output).as_posix() for p in output.rglob("index.html"))
    yield (
        f"http://127.0.0.1:{served.server_port}/",
        [p for p in pages if Path(output, p, "index.html").is_file()],
    )
    served.shutdown()


def test_no_page_acts_even_without_its_policy(address: tuple[str, list[str]]) -> None:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    home, pages = address
    acted: list[str] = []
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_init_script(TRAP)
        page = context.new_page()
        page.on("console", lambda m: acted.append(f"{page.url}: {m.text}") if "ACTED" in m.text else None)
        # an image has an `x` of its own: its handler calls that and fails
        page.on("pageerror", lambda e: acted.append(f"{page.url}: {e}"))
        page.on("dialog", lambda d: (acted.append(f"{page.url}: a dialog"), d.dismiss()))
        page.on(
            "request", lambda r: None if r.url.startswith(home) else acted.append(f"{page.url}: asks {r.url}")
        )
        page.goto(home)
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=nowhere onerror=x()>')")
        page.wait_for_timeout(500)
        assert acted, "the trap is not set"
        acted.clear()
        for name in ("", *pages):
            page.goto(f"{home}{name}/" if name not in ("", ".") else home)
            # what a reader does: the pointer over everything, every element in focus, every detail open
            page.evaluate(
                "document.querySelectorAll('*').forEach(e => { for (const n of ['mouseover', 'focus', 'pointerenter', 'toggle', 'load', 'error'])"
                " e.dispatchEvent(new Event(n)); if (e.tagName === 'DETAILS') e.open = true })"
            )
            wrong = page.evaluate(
                "[...document.querySelectorAll('[href], [src], [action], [formaction]')].flatMap(e => ['href', 'src', 'action', 'formaction']"
                ".map(n => e[n]).filter(v => typeof v === 'string' && /^(javascript|data|vbscript|blob|file):/i.test(v)))"
            )
            acted += [f"{name}: leads to {value}" for value in wrong]
            assert page.url.startswith(home)
        page.goto(f"{home}search/?q=script")
        page.locator("#search [role=status]:not(:empty)").wait_for()
        browser.close()
    assert len(pages) > 300
    assert acted == []
