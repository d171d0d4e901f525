import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const require = createRequire(import.meta.url);
const { site } = require("./inc/text.cjs"), pages = require("./inc/pages.cjs"), feeds = require("./inc/feeds.cjs"), { excerpt, frame, plain } = require("./inc/text.cjs");
const given = JSON.parse(readFileSync("given.json", "utf8"));
Object.assign(site, given.site, { sections: given.sections, sources: given.sources });
const FORMS = ["atom", "rss", "json"];

// The groups, once for a build; articles come newest first.
function group(articles, key) {
  const found = new Map();
  for (const a of articles) { const k = key(a); if (!found.has(k)) found.set(k, []); found.get(k).push(a); }
  return found;
}

function plan(articles) {
  const named = new Map(articles.map((a) => [a.path, a]));
  const all = (paths) => paths.map((path) => named.get(path));
  const files = [], maps = new Map();
  const page = (path, make, bucket, last) => {
    files.push({ file: path.endsWith("/") || !path ? `${path}index.html` : path, make });
    if (bucket) { if (!maps.has(bucket)) maps.set(bucket, []); maps.get(bucket).push([path, last]); }
  };
  const raw = (file, make) => files.push({ file, make });
  const forms = (base, make) => FORMS.forEach((form) => raw(`${base}.${form}`, () => make(form)));
  const seen = (members) => members.reduce((last, a) => (a.seen > last ? a.seen : last), "");

  for (const a of articles) if (a.shared) { const b = a.seen.slice(0, 7); if (!maps.has(b)) maps.set(b, []); maps.get(b).push([a.path, a.seen]); }
  const days = group(articles, (a) => a.date.slice(0, 10)), names = [...days.keys()];
  names.forEach((own, i) => page(`day/${own}/`, () => pages.day(own, days.get(own), names[i + 1], names[i - 1]), seen(days.get(own)).slice(0, 7), seen(days.get(own))));
  page("day/", () => pages.calendar(names.map((own) => [own, days.get(own).length])), "pages", site.now);
  for (const [story, members] of group(articles.filter((a) => a.story), (a) => a.story)) {
    const path = `story/${story}/`;
    page(path, () => pages.story(path, members.toReversed()), seen(members).slice(0, 7), seen(members));
    forms(`${path}feed`, (form) => feeds.reports(form, `${members.at(-1).title} · ${site.name}`, path, members));
  }
  const bySection = group(articles, (a) => a.section), bySource = group(articles, (a) => a.source);
  const months = (kind, base, name, members) => group(members, (a) => a.date.slice(0, 7)).forEach((own, month) => page(`${base}${month}/`, () => pages.month(kind, base, name, month, own)));
  for (const s of site.sections) {
    const members = bySection.get(s.name) ?? [];
    page(s.path, () => pages.list("section", s.path, s.name, all(s.newest), s.months), members.length && "pages", seen(members));
    forms(`${s.path}feed`, (form) => feeds.stories(form, `${s.name} · ${site.name}`, `${s.path}feed`, s.path, all(s.items)));
    months("section", s.path, s.name, members);
  }
  for (const s of site.sources) {
    const members = bySource.get(s.id) ?? [], base = `source/${s.id}/`;
    page(base, () => pages.source(s, members), members.length && "pages", seen(members));
    forms(`${base}feed`, (form) => feeds.reports(form, `${s.name} · ${site.name}`, base, members.slice(0, 50)));
    months("source", base, s.name, members);
  }
  page("topic/privacy/", () => pages.list("topic", "topic/privacy/", "Privacy", [], []));
  forms("topic/privacy/feed", (form) => feeds.stories(form, `Privacy · ${site.name}`, "topic/privacy/feed", "topic/privacy/", []));
  page("sources/", pages.sources, "pages", site.now);
  const front = given.front.map((g) => ({ ...g, cards: all(g.cards) }));
  page("", () => pages.front(front), "pages", site.now);
  page("lite/", () => plain({ path: "lite/", title: "Text edition", about: "The front page as plain text: no script, no picture", robots: "noindex,follow" }, pages.lite(front)));
  for (const f of given.fixed) page(f.path, () => (f.kind === "404" ? plain : frame)(f, f.main), f.kind === "about" && "pages", site.now);
  forms("feeds/all", (form) => feeds.stories(form, site.name, "feeds/all", "", all(given.all)));
  forms("feeds/top", (form) => feeds.stories(form, `${site.name}: 3+`, "feeds/top", "", all(given.top)));
  const daily = given.daily.map((d) => ({ ...d, stories: d.stories.map((s) => ({ article: named.get(s.path), also: s.also })) }));
  forms("feeds/daily", (form) => feeds.daily(form, daily));
  raw("feeds/sources.opml", () => feeds.opml(site.sections.map((s) => [s.name, site.sources.filter((o) => o.section === s.name).map((o) => [o.name, o.feed])])));
  const own = (list, base) => list.map((s) => [s.name, `${site.url}/${base(s)}feed.atom`, `${site.url}/${base(s)}`]);
  raw("feeds/feeds.opml", () => feeds.opml([[site.name, ["all", "top", "daily"].map((f) => [site.name, `${site.url}/feeds/${f}.atom`, `${site.url}/`])], ["Topics", [["Privacy", `${site.url}/topic/privacy/feed.atom`, `${site.url}/topic/privacy/`]]], ["Sections", own(site.sections, (s) => s.path)], ["Sources", own(site.sources, (s) => `source/${s.id}/`)]]));
  raw("icons.svg", feeds.icons);
  raw("build.json", () => JSON.stringify({ articles: articles.length, days: names.length, privacy: 0, sources: bySource.size, stories: articles.filter((a) => a.told).length }) + "\n");
  raw("search/recent.json", () => feeds.recent(given.pieces.map((p) => ({ ...p, stories: all(p.stories) }))));
  raw("search/excerpts.json", () => JSON.stringify(all(given.excerpts).map((a) => a.excerpt)) + "\n");
  for (const p of given.pieces) raw(p.file, () => feeds.piece(all(p.stories)));
  const buckets = [...maps.keys()].sort();
  for (const bucket of buckets) raw(`sitemap-${bucket}.xml`, () => feeds.sitemap(maps.get(bucket)));
  raw("sitemap.xml", () => feeds.sitemaps(buckets.map((b) => [b, maps.get(b).reduce((last, [, day]) => (day > last ? day : last), "")])));
  return files;
}

export default function (config) {
  config.on("eleventy.before", feeds.forget);
  const told = (item) => "excerpt" in item.data.a ? item.data.a : Object.defineProperty({ ...item.data.a }, "excerpt", { configurable: true, get() { const value = excerpt(item.content); Object.defineProperty(this, "excerpt", { value }); return value; } });
  config.addCollection("files", (api) => plan(api.getAll().filter((item) => item.data.a).map(told).sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.slug < b.slug ? -1 : 1))));
  config.addPassthroughCopy({ static: "." });
  return { dir: { input: "content", output: "out", includes: "../inc", layouts: "../inc" }, markdownTemplateEngine: false, htmlTemplateEngine: false };
}
