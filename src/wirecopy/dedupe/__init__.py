"""One article once: which texts repeat another, whatever address, headline or length they come under."""

from wirecopy.dedupe.find import find_duplicates
from wirecopy.dedupe.fingerprint import Fingerprint, fingerprint
from wirecopy.dedupe.window import Window

__all__ = ["Fingerprint", "Window", "find_duplicates", "fingerprint"]
