"""Hugo: taxonomies for sections, sources and days, lists of 30, an Atom feed for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from wirecopy.types import Article

CONFIG = """baseURL = "https://madeup.example/"
title = "A made-up site"
timeZone = "UTC"
disableKinds = ["rss", "404", "section"]
[pagination]
pagerSize = 30
[permalinks.page]
"/" = "/:year/:month/:day/:slug/"
[taxonomies]
topic = "topics"
outlet = "outlets"
day = "days"
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "feed"
isPlainText = true
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[outputs]
home = ["html", "atom"]
taxonomy = ["html"]
term = ["html", "atom"]
page = ["html"]
"""
BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ block "title" . }}{{ .Title }} · {{ site.Title }}{{ end }}</title><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/atom+xml" href="/feed.xml"></head><body>
<header><a href="/">{{ site.Title }}</a><nav>{{ range site.Taxonomies.topics }}<a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ end }}<a href="/days/">Days</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer><p><a href="/outlets/">Sources</a> <a href="/feed.xml">Feed</a></p></footer></body></html>
"""
CARD = """<article><h3><a href="{{ .Params.link }}">{{ .Title }}</a></h3>
<p>{{ range .GetTerms "outlets" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }} <time datetime="{{ .Date.Format "2006-01-02T15:04Z" }}">{{ .Date.Format "15:04" }}</time> <a href="{{ .RelPermalink }}">more</a></p>
<p>{{ .Summary | plainify | truncate 200 }}</p></article>
"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := cond .IsHome site.RegularPages .Pages }}{{ $p := .Paginate $pages }}
{{ range $p.Pages }}{{ partial "card.html" . }}{{ end }}
<nav>{{ with $p.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }} {{ with $p.Next }}<a href="{{ .URL }}">Older</a>{{ end }}</nav>{{ end }}
"""
PAGE = """{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ range .GetTerms "outlets" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
<time datetime="{{ .Date.Format "2006-01-02T15:04Z" }}">{{ .Date.Format "2 January 2006 15:04" }}</time></p><p>{{ .Summary | plainify | truncate 200 }}</p>
<p><a href="{{ .Params.link }}">Read it there</a></p><p>{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p></article>{{ end }}
"""
TERMS = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ .Title | transform.XMLEscape }}</title><id>{{ .Permalink }}</id>
{{ $pages := cond .IsHome site.RegularPages .Pages }}{{ range first 50 $pages }}<entry><title>{{ .Title | transform.XMLEscape }}</title><id>{{ .Permalink }}</id><link href="{{ .Params.link }}"/><updated>{{ .Date.Format "2006-01-02T15:04:05Z" }}</updated><summary>{{ .Summary | plainify | truncate 200 | transform.XMLEscape }}</summary></entry>
{{ end }}</feed>
"""


def write(folder: Path, articles: Iterable[Article]) -> list[str]:
    """Hugo's site in `folder`, and the command that builds it."""
    layouts = folder / "layouts"
    (layouts / "_partials").mkdir(parents=True)
    (folder / "hugo.toml").write_text(CONFIG)
    for name, text in {
        "baseof.html": BASE, "home.html": LIST, "term.html": LIST, "taxonomy.html": TERMS, "page.html": PAGE,
        "home.atom.xml": ATOM, "term.atom.xml": ATOM, "_partials/card.html": CARD,
    }.items():  # fmt: skip
        (layouts / name).write_text(text)
    for a in articles:
        path = folder / "content" / f"{a.date:%Y/%m/%d}" / f"{a.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "title": a.title,
            "date": a.date.isoformat(),
            "slug": a.slug,
            "link": a.link,
            "topics": [a.section],
            "outlets": [a.source_name],
            "days": [f"{a.date:%Y-%m-%d}"],
        }
        path.write_text(json.dumps(told) + "\n\n" + a.markdown + "\n", "utf-8")
    return ["hugo", "--quiet", "--destination", "out"]
