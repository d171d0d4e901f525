"""Pictures that the site serves itself (`images = "local"`): bytes from anywhere in, small safe WebP out.

A picture is decoded and written anew. That leaves nothing of the file that came: no place where a photo
was taken, no serial number, no comment, no second file behind the first. Pillow does it, an optional
extra; SVG is not read at all, because it is a program.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from importlib.util import find_spec

from msgspec import Struct

MISSING = "images = \"local\" needs Pillow: pip install 'wirecopy[images]'; until then pictures become links"

FOLDER = "images"  # below content/ and below the site's root
ABOVE = "../../../../"  # from an article's page (YYYY/MM/DD/slug/) to the site's root
PER_ARTICLE = 20
PER_RUN = 1_000
PER_HOST = 200
MAX_BYTES = 8_000_000  # of the file that came
MAX_PIXELS = 16_000_000  # 64 MB while it is open; a camera's full size is seldom in a feed
MAX_SIDE = 1_280  # of the picture that is kept: twice the width of a column of text
QUALITY = 80
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
ACCEPT = "image/webp, image/jpeg, image/png, image/gif;q=0.9"


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as the site serves it."""

    name: str  # of the file in FOLDER: "3f2a….webp"
    width: int  # pixels
    height: int
    data: bytes = b""  # the WebP file; empty when it is on file already


def is_available() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("PIL") is not None


def name_of(body: bytes) -> str:
    """The file name of a picture: the same bytes have the same name wherever and whenever they come."""
    return f"{hashlib.sha256(body).hexdigest()[:32]}.webp"


def address_of(picture: Picture) -> str:
    """The picture's address as an article's page needs it."""
    return f"{ABOVE}{FOLDER}/{picture.name}"


def redraw(body: bytes) -> Picture | str:
    """The picture in the bytes, written anew; or why there is none.

    What it is, is told from the bytes, whatever its address or header says. Of a moving picture the
    first frame is kept. Never raises; decodes at most MAX_PIXELS.
    """
    from PIL import Image, ImageOps

    if len(body) > MAX_BYTES:
        return f"more than {MAX_BYTES // 1_000_000} MB"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own, higher limit on pixels; ours is below
            with Image.open(io.BytesIO(body), formats=FORMATS) as found:
                if found.width * found.height > MAX_PIXELS:
                    return f"more than {MAX_PIXELS // 1_000_000} million pixels"
                if min(found.size) <= 2:
                    return "it shows nothing"
                found.draft("RGB", (MAX_SIDE, MAX_SIDE))  # lets JPEG be decoded at a fraction of its size
                drawn = ImageOps.exif_transpose(found)  # a camera says which side is up in what we drop
                drawn = drawn.convert("RGBA" if drawn.has_transparency_data else "RGB")
                drawn.thumbnail((MAX_SIDE, MAX_SIDE))
                file = io.BytesIO()
                drawn.info.clear()
                drawn.save(file, "WEBP", quality=QUALITY, method=4)
    except Exception as error:  # whatever a decoder raises on broken bytes, there is no picture in them
        return "not a picture that can be read" if isinstance(error, (OSError, ValueError)) else "broken"
    return Picture(name=name_of(body), width=drawn.width, height=drawn.height, data=file.getvalue())


def measure(name: str, data: bytes) -> Picture | None:
    """The picture in a file of ours; None when it is broken."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as found:
            return Picture(name=name, width=found.width, height=found.height)
    except Exception:  # as above: then it is drawn anew
        return None
