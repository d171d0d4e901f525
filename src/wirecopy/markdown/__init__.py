"""The record: articles as Markdown files below content/news/, both ways.

This package and no other opens files below content/.
"""

from wirecopy.markdown.files import (
    Unreadable,
    article_files,
    article_path,
    read_all,
    read_file,
    write_file,
    write_whole,
)
from wirecopy.markdown.frontmatter import dump, load
from wirecopy.markdown.slugs import slug_for

__all__ = [
    "Unreadable",
    "article_files",
    "article_path",
    "dump",
    "load",
    "read_all",
    "read_file",
    "slug_for",
    "write_file",
    "write_whole",
]
