"""Bodies made safe to publish: an explicit list of elements, no trackers, no third-party requests."""

from __future__ import annotations

from wirecopy.clean.local import image_addresses, with_local_images
from wirecopy.clean.policy import CleanPolicy, Images
from wirecopy.clean.stage import clean, clean_fragment

__all__ = ["CleanPolicy", "Images", "clean", "clean_fragment", "image_addresses", "with_local_images"]
