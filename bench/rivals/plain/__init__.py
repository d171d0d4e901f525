"""Plain pages of the same articles: articles, sections, sources, days, an Atom feed of each, and excerpts out of the bodies."""
