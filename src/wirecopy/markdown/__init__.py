"""The record: articles as Markdown files below content/news/, both ways.

This package and no other opens files below content/.
"""

from wirecopy.markdown.files import (
    Unreadable,
    article_files,
    article_path,
    parse_file,
    read_all,
    read_data,
    read_file,
    write_file,
    write_whole,
)
from wirecopy.markdown.frontmatter import dump, load
from wirecopy.markdown.slugs import slug_for
from wirecopy.markdown.tombstones import (
    Tombstone,
    add_tombstones,
    all_tombstones,
    read_tombstones,
    tombstone_files,
)

__all__ = [
    "Tombstone",
    "Unreadable",
    "add_tombstones",
    "all_tombstones",
    "article_files",
    "article_path",
    "dump",
    "load",
    "parse_file",
    "read_all",
    "read_data",
    "read_file",
    "read_tombstones",
    "slug_for",
    "tombstone_files",
    "write_file",
    "write_whole",
]
