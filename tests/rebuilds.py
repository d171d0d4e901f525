"""Sites that tests build again and again: Pelican as a user runs it, in a forked process, so that its modules are loaded once."""

from __future__ import annotations

import faulthandler
import logging
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import jinja2.ext  # noqa: F401  # loaded here, so that each forked build need not
import pelican
import pelican.log
import pelican.plugins.signals

import invented
import wirecopy.build.run
import wirecopy.build.shelf
import wirecopy.pages.masthead
import wirecopy.search
import wirecopy.syndication
from wirecopy.types import Article

ROOT = Path(__file__).parents[1]
OURS = (".wirecopy-files",)
STUCK = 100  # seconds; a build of these sites takes one or two, on a busy machine ten


def make(folder: Path, articles: Iterable[Article]) -> Path:
    """A site with a theme of its own, so that a test can change it."""
    invented.write_site(folder, list(articles))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    (folder / "content/pages").mkdir()
    (folder / "content/static").mkdir()
    (folder / "content/pages/imprint.md").write_text("Title: Imprint\n\nWritten *by hand*.\n", "utf-8")
    return folder


def build(site: Path, before: Callable[[], None] = lambda: None, version: str = "1.0") -> tuple[int, str]:
    """Exit code and all that was said. `before` runs in the building process."""
    with tempfile.TemporaryFile() as said:
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            code = 70
            try:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
                faulthandler.dump_traceback_later(STUCK, exit=True)  # says where it stands
                logging.getLogger().handlers.clear()  # pytest's
                pelican.log.console.width = 500  # no message is broken into lines
                os.chdir(site)
                wirecopy.__version__ = wirecopy.pages.masthead.__version__ = version
                wirecopy.build.shelf.ENOUGH = (
                    8  # files: these sites are small, and what they keep is under test
                )
                before()
                code = 0
                pelican.main(["content", "-o", "output", "-s", "publishconf.py", "--fatal", "errors"])
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 1
            except BaseException:
                traceback.print_exc()
                code = 71
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read().decode("utf-8", "replace")


def must_build(site: Path, version: str = "1.0") -> str:
    code, said = build(site, version=version)
    assert code == 0, said
    return said


def contents(output: Path) -> dict[str, bytes]:
    """Every file by name. Pagefind's own index is left out: its bytes differ from run to run."""
    names = (p for p in output.rglob("*") if p.is_file())
    found = {p.relative_to(output).as_posix(): p.read_bytes() for p in names}
    return {name: data for name, data in found.items() if not name.startswith("pagefind/")}


def cold(site: Path, scratch: Path, version: str = "1.0") -> dict[str, bytes]:
    """What a machine that has nothing but the site builds."""
    fresh = scratch / "cold"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("output", "build"))
    must_build(fresh, version)
    return contents(fresh / "output")


def differences(site: Path, scratch: Path, version: str = "1.0") -> dict[str, str]:
    """Files of output/ that are not as a cold build makes them."""
    have, want = contents(site / "output"), cold(site, scratch, version)
    return {
        name: "missing" if name not in have else "too much" if name not in want else "differs"
        for name in sorted(have.keys() | want.keys())
        if have.get(name) != want.get(name)
    }
