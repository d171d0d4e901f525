"""feeds.toml, read once into a frozen object. Its mistakes are addresses: `feeds.toml: feeds[3].url: …`."""

from wirecopy.config.load import Config, load, loads
from wirecopy.config.sources import source_id
from wirecopy.config.tables import Build, Feed, Fetch, Site

__all__ = ["Build", "Config", "Feed", "Fetch", "Site", "load", "loads", "source_id"]
