"""Eleventy 3: collections for sections, sources and days, lists of 30, an Atom feed for each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from wirecopy.types import Article

CONFIG = """const esc = s => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
const slug = s => s.toLowerCase().replace(/[^a-z0-9]+/g, "-");
const day = a => a.date.toISOString().slice(0, 10);
const at = a => "/" + day(a).replaceAll("-", "/") + "/" + a.data.slug + "/";
const text = a => a.data.excerpt;
const frame = (title, main) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${esc(title)} · A made-up site</title><link rel="stylesheet" href="/style.css"><link rel="alternate" type="application/atom+xml" href="/feed.xml"></head><body><header><a href="/">A made-up site</a></header><main>${main}</main><footer><a href="/feed.xml">Feed</a></footer></body></html>`;
const card = a => `<article><h3><a href="${a.data.link}">${esc(a.data.title)}</a></h3><p><a href="/outlets/${slug(a.data.outlet)}/">${esc(a.data.outlet)}</a> <time>${a.date.toISOString()}</time> <a href="${at(a)}">more</a></p><p>${esc(text(a))}</p></article>`;
const entry = a => `<entry><title>${esc(a.data.title)}</title><id>https://madeup.example${at(a)}</id><link href="${a.data.link}"/><updated>${a.date.toISOString()}</updated><summary>${esc(text(a))}</summary></entry>`;
globalThis.made = { esc, at, frame, card, entry, text };
let groups = null;
function grouped(api) {
  if (groups) return groups;
  const all = api.getAll().filter(a => a.data.outlet).sort((a, b) => b.date - a.date);
  const found = new Map([["", all]]);
  for (const a of all) for (const key of ["topics/" + slug(a.data.topic) + "/", "outlets/" + slug(a.data.outlet) + "/", "days/" + day(a) + "/"]) {
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(a);
  }
  const lists = [], feeds = [];
  for (const [key, members] of found) {
    feeds.push({ at: "/" + key + "feed.xml", title: key, members: members.slice(0, 50) });
    for (let i = 0; i * 30 < members.length; i++) lists.push({ at: "/" + key + (i ? `page/${i + 1}/` : "") + "index.html", title: key || "News", members: members.slice(i * 30, i * 30 + 30) });
  }
  return groups = { lists, feeds };
}
export default function (config) {
  config.on("eleventy.before", () => { groups = null; });
  config.addCollection("lists", api => grouped(api).lists);
  config.addCollection("feeds", api => grouped(api).feeds);
  config.addGlobalData("layout", "one.11ty.cjs");
  config.addGlobalData("eleventyComputed", { permalink: data => data.outlet ? at({ date: data.page.date, data }) + "index.html" : data.permalink });
  return { dir: { input: "content", output: "out", includes: "../inc" }, markdownTemplateEngine: false };
}
"""
ONE = 'module.exports = class { render(d) { const m = globalThis.made; return m.frame(d.title, `<h1>${m.esc(d.title)}</h1><p>${m.esc(d.outlet)}</p><p>${m.esc(d.excerpt)}</p><p><a href="${d.link}">Read it there</a></p>`); } };\n'
LISTS = "module.exports = class { data() { return { layout: false, pagination: { data: 'collections.lists', size: 1, alias: 'l' }, permalink: d => d.l.at }; } render(d) { const m = globalThis.made; return m.frame(d.l.title, d.l.members.map(m.card).join('')); } };\n"
FEEDS = "module.exports = class { data() { return { layout: false, pagination: { data: 'collections.feeds', size: 1, alias: 'l' }, permalink: d => d.l.at }; } render(d) { const m = globalThis.made; return `<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>${d.l.title}</title>${d.l.members.map(m.entry).join('')}</feed>`; } };\n"


def write(folder: Path, articles: Iterable[Article]) -> list[str]:
    """Eleventy's site in `folder`, and the command that builds it."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "inc").mkdir()
    (folder / "eleventy.config.mjs").write_text(CONFIG)
    (folder / "inc/one.11ty.cjs").write_text(ONE)
    (content / "lists.11ty.cjs").write_text(LISTS)
    (content / "feeds.11ty.cjs").write_text(FEEDS)
    for a in articles:
        path = content / f"{a.date:%Y/%m/%d}" / f"{a.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "title": a.title,
            "date": a.date.isoformat(),
            "slug": a.slug,
            "link": a.link,
            "topic": a.section,
            "outlet": a.source_name,
            "excerpt": a.markdown[:200].replace("\n", " "),
        }
        path.write_text("---\n" + json.dumps(told) + "\n---\n\n" + a.markdown + "\n", "utf-8")
    return ["eleventy", "--config=eleventy.config.mjs", "--quiet"]
