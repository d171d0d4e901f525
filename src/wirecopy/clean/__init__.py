"""Bodies made safe to publish: an explicit list of elements, no trackers, no third-party requests."""

from __future__ import annotations

from wirecopy.clean.local import Place, image_addresses, with_local_images
from wirecopy.clean.policy import CleanPolicy, Images
from wirecopy.clean.stage import clean, clean_fragment
from wirecopy.clean.tally import merged

__all__ = [
    "CleanPolicy",
    "Images",
    "Place",
    "clean",
    "clean_fragment",
    "image_addresses",
    "merged",
    "with_local_images",
]
