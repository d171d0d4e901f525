"""The commands. Exit codes: 0 well, 1 a problem told in one line, 2 a mistake in feeds.toml or in the call,
3 another run is under way, 4 some feeds failed, 5 all feeds failed."""

from wirecopy.cli.main import main

__all__ = ["main"]
