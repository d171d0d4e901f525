"""The same made-up articles for other generators, with pages of the same kinds: articles, sections, sources, days, feeds."""
