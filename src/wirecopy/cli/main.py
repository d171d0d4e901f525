"""The front door: every command, and the one place where an error becomes a line and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wirecopy import __version__
from wirecopy.cli.terminal import complain
from wirecopy.errors import WirecopyError


class Commands(click.Group):
    """Imports a command's module when it is called, so that no command waits for another's libraries."""

    modules = {  # noqa: RUF012 - click.Group is no dataclass; this is read only
        "init": "init",
        "fetch": "fetch",
        "build": "build",
        "check": "check",
        "status": "status",
        "prune": "prune",
        "why": "why",
        "selftest": "selftest",
        "add": "feeds",
        "opml": "feeds",
        "eject": "init",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        module = __import__(f"wirecopy.cli.{self.modules[cmd_name]}", fromlist=[cmd_name])
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="wirecopy %(version)s")
@click.option(
    "--site", "folder", default=".", type=click.Path(path_type=Path), help="The site's folder; default: here."
)
@click.pass_context
def cli(ctx: click.Context, folder: Path) -> None:
    """Feeds in, a fast, private, static news site out."""
    ctx.obj = folder


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        code = cli(standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        complain(error.format_message())
        sys.exit(2)
    except WirecopyError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        complain(f"{error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(1)
    except Exception as error:
        if type(error).__module__ != "sqlite3":  # not imported for its name: most commands do without it
            raise
        complain(f"the index: {error}; free some space, or delete .cache/index.sqlite and fetch again")
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
