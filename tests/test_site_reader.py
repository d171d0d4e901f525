"""What a reader does with the built site, in a real browser."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitebuild import CHROMIUM, build, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_site(tmp_path_factory.mktemp("site"))
    build(folder)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/repo"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site under a path, as a project page has it."""
    handler = functools.partial(_Quiet, directory=str(site / "output"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/repo/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser, address: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """A front page just opened, in a browser that was never here; any request elsewhere fails the test."""
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    elsewhere: list[str] = []
    problems: list[str] = []
    opened.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
    opened.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: problems.append(str(e)))
    opened.goto(address)
    yield opened
    assert elsewhere == []
    assert problems == []
    assert context.cookies() == []
    context.close()


def active(page) -> int:  # type: ignore[no-untyped-def]
    """Which headline has the focus; -1 for none."""
    return int(page.evaluate("[...document.querySelectorAll('.hl')].indexOf(document.activeElement)"))


def stored(page) -> list[str]:  # type: ignore[no-untyped-def]
    return list(page.evaluate("Object.keys(localStorage)"))


@pytest.mark.browser
def test_keys_move_between_stories_and_can_be_switched_off(page) -> None:  # type: ignore[no-untyped-def]
    for key in "jjk":
        page.keyboard.press(key)
    assert active(page) == 0
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.locator("#single").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert active(page) == 0
    page.reload()
    page.keyboard.press("j")
    assert active(page) == -1


@pytest.mark.browser
def test_keys_leave_typing_and_the_browser_alone(page) -> None:  # type: ignore[no-untyped-def]
    page.keyboard.press("/")
    page.keyboard.type("jt?o/s")
    assert page.locator("#q").input_value() == "jt?o/s"
    page.locator("#q").blur()
    page.evaluate("window.kept = []; addEventListener('keydown', e => kept.push(e.key + e.defaultPrevented))")
    page.keyboard.press("Control+j")
    assert "jfalse" in page.evaluate("kept")
    assert active(page) == -1


@pytest.mark.browser
def test_s_opens_the_story_page(page) -> None:  # type: ignore[no-untyped-def]
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_url("**/story/**")
    assert page.locator(".timeline > li").count() > 1


@pytest.mark.browser
def test_nothing_is_stored_before_the_reader_acts_and_everything_is_forgotten_at_once(page) -> None:  # type: ignore[no-untyped-def]
    assert stored(page) == []
    page.locator("#theme").click()
    page.locator("#mute").fill("harbour")
    page.locator("#brief").check()
    page.locator("#seen").click()
    assert len(stored(page)) == 4
    page.locator("#forget").click()
    page.get_by_role("button", name="Forgotten").wait_for()
    assert stored(page) == []


@pytest.mark.browser
def test_muted_words_hide_stories_and_say_how_many(page) -> None:  # type: ignore[no-untyped-def]
    before = page.locator(".story:visible").count()
    page.locator("#mute").fill("ferry, LIGHTHOUSE")
    after = page.locator(".story:visible").count()
    assert 0 < after < before
    assert f"{before - after} hidden" in page.locator("#status").inner_text()
    page.locator("#status button").click()
    assert page.locator(".story:visible").count() == before
    page.reload()
    assert page.locator(".story:visible").count() == after


@pytest.mark.browser
def test_new_stories_are_marked_after_the_reader_was_caught_up(page) -> None:  # type: ignore[no-untyped-def]
    page.locator("#seen").click()
    page.reload()
    assert "you are caught up" in page.locator("#status").inner_text()
    page.evaluate("localStorage.setItem('/repo/seen', '2026-02-17T18:00Z')")
    page.reload()
    fresh = page.locator(".story.new").count()
    assert fresh > 0
    assert f"{fresh} new since" in page.locator("#status").inner_text()


@pytest.mark.browser
def test_a_muted_word_never_hides_a_whole_page(page, address: str) -> None:  # type: ignore[no-untyped-def]
    page.locator("#mute").fill("lighthouse")
    page.goto(address + "day/2026-02-17/")
    assert page.locator("h1").is_visible()


@pytest.mark.browser
def test_the_site_is_there_without_a_network_after_one_visit(page) -> None:  # type: ignore[no-untyped-def]
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    assert page.locator(".story").count() > 0


@pytest.mark.browser
def test_everything_is_readable_without_a_script(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(address)
    assert page.locator(".hl").first.is_visible()
    assert not page.locator("#theme").is_visible()
    page.locator("summary").first.click()
    assert page.locator("details ul").first.is_visible()
    context.close()


@pytest.mark.browser
def test_the_site_can_be_read_from_the_file_system(browser, site: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    local = tmp_path / "local"
    shutil.copytree(site, local, ignore=shutil.ignore_patterns("output"))
    build(local, "pelicanconf.py")
    context = browser.new_context()
    page = context.new_page()
    page.goto((local / "output" / "index.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.body).maxInlineSize") == "1152px"
    )  # the stylesheet is at work
    page.locator(".story .go").first.click()
    assert page.locator("h1").is_visible()
    page.locator(".name a").click()
    page.locator(".story").nth(5).wait_for()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["light", "dark", "narrow"])
def test_axe_finds_nothing(browser, address: str, site: Path, mode: str) -> None:  # type: ignore[no-untyped-def]
    axe_package = pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed"
    )
    script = next(Path(axe_package.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
    output = site / "output"
    story = next(output.glob("story/data-broker*/index.html")).parent.relative_to(output)
    paths = [
        "",
        f"{story}/",
        "topic/privacy/",
        "sources/",
        "source/cplusplus/",
        "day/",
        "about/",
        "feeds/",
        "search/",
    ]
    width = 320 if mode == "narrow" else 1280
    scheme = "dark" if mode == "dark" else "light"
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    for path in paths:
        page.goto(address + path)
        page.evaluate(script)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(path, v["id"], v["nodes"][0]["html"][:120]) for v in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
