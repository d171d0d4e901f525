"""How the site is published: as in pelicanconf.py, at its public address."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403  (Pelican's own way of layering settings)
from pelicanconf import WIRECOPY_CONFIG

SITEURL = WIRECOPY_CONFIG.site.url.rstrip("/")
RELATIVE_URLS = False
WIRECOPY_WHOLE_LINKS = False
