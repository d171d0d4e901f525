"""Where a site's theme and plugins are: its own if it has them, else the ones shipped with wirecopy.

Theme and plugins exist once in the repository, at its top level. The wheel carries them as
`wirecopy/_site/`, so an upgrade of the package improves every site that has not ejected its own.
"""

from __future__ import annotations

from pathlib import Path

from wirecopy.errors import WirecopyError

_PACKAGE = Path(__file__).resolve().parent


def shipped_path(name: str) -> Path:
    """The shipped copy of `name` ("theme", "plugins", "pelicanconf.py"): from the wheel, or from a checkout."""
    for root in (_PACKAGE / "_site", _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    raise WirecopyError(f"this installation of wirecopy is incomplete: {name} is missing; install it again")


def theme_path(site_dir: Path | str = ".") -> str:
    """The folder of the theme that the site is shown with."""
    own = Path(site_dir).resolve() / "theme"
    return str(own if (own / "templates").is_dir() else shipped_path("theme"))


def plugin_paths(site_dir: Path | str = ".") -> list[str]:
    """The folders where plugins are looked for, the site's own first, so that its plugins win."""
    own = Path(site_dir).resolve() / "plugins"
    shipped = shipped_path("plugins")
    return [str(path) for path in dict.fromkeys((own, shipped)) if path.is_dir()]


def template_overrides(site_dir: Path | str = ".") -> list[str]:
    """Folders with single templates that replace the theme's: `templates/` in the site, if there is one."""
    own = Path(site_dir).resolve() / "templates"
    return [str(own)] if own.is_dir() else []
