"""`wirecopy init` and `wirecopy eject`: a site of one's own, and its own copy of theme or plugins."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from wirecopy import __version__
from wirecopy.cli.terminal import say
from wirecopy.errors import WirecopyError
from wirecopy.site import shipped_path

START = Path(__file__).resolve().parents[1] / "start"

# Where each file of a new site comes from: the starting set, or what the package shares with this repository.
FILES = {
    "Makefile": START / "Makefile",
    ".gitignore": START / "gitignore",
    ".github/workflows/rebuild.yml": START / "github/rebuild.yml",
    ".github/workflows/site.yml": START / "github/site.yml",
}
SHIPPED = {
    "feeds.toml": "feeds.toml",
    "content/pages/about-us.md": "content/pages/about-us.md",
    "pelicanconf.py": "pelicanconf.py",
    "publishconf.py": "publishconf.py",
    "requirements/run.txt": "requirements/run.txt",
    ".github/actions/build/action.yml": "action.yml",
}
PINNED = "requirements/wirecopy.txt"  # which wirecopy the scheduled job installs; the lock file has the rest


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.pass_obj
def init(folder: Path, directory: Path) -> None:
    """Make a new site in DIRECTORY; nothing that is there is overwritten."""
    target = folder / directory
    files = {target / name: path for name, path in FILES.items()}
    files |= {target / name: shipped_path(origin) for name, origin in SHIPPED.items()}
    texts = {target / PINNED: f"wirecopy=={__version__}\n"}
    if target.is_file():
        raise WirecopyError(f"{target}: is a file, not a folder")
    if taken := [str(path.relative_to(target)) for path in (*files, *texts) if path.exists()]:
        raise WirecopyError(f"{target}: there already: {', '.join(taken)}; nothing was written")
    for path, origin in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, path)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    say(f"made a site in {target}: {', '.join(sorted(str(p.relative_to(target)) for p in (*files, *texts)))}")
    say(f"next: cd {target} && wirecopy fetch && make html && make serve")


@click.command()
@click.argument("part", type=click.Choice(["theme", "plugins"]))
@click.pass_obj
def eject(folder: Path, part: str) -> None:
    """Copy the shipped theme or plugins into the site, which then wins over the package's."""
    if not (folder / "feeds.toml").exists():
        raise WirecopyError(f"{folder.resolve()}: no feeds.toml here, so this is no site")
    target = folder / part
    if target.exists():
        raise WirecopyError(f"{target}: there already; nothing was written")
    shutil.copytree(shipped_path(part), target, ignore=shutil.ignore_patterns("__pycache__"))
    say(
        f"copied to {target}; from now on the site uses this copy. Delete the folder to go back to the package's."
    )
