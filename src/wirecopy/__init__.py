"""wirecopy: feeds in, a fast, private, static news site out."""

__version__ = "0.1.0"
