// Feeds in three formats, and files for machines.
const { site, esc, mail } = require("./text.cjs");

const text = (a, also) => `${a.excerpt && `<p>${a.excerpt}</p>\n`}<p>${a.outlet}, ${a.date.slice(0, 10)} ${a.date.slice(11, 16)} UTC.${also.length ? ` Also: ${also.join(", ")}` : ""}</p>`;
const id = (a, story) => (story && a.story ? `${site.url}/story/${a.story}/` : a.entry);

const entries = {
  atom: (a, story, also, told) => `<entry xml:lang="${a.lang}">
<title>${esc(a.title)}</title>
<id>${id(a, story)}</id>
<published>${a.date}</published>
<updated>${told}</updated>
<link rel="alternate" href="${a.link}"/>
<link rel="via" href="${a.link}"/>
${a.authors.map((name) => `<author><name>${esc(name)}</name></author>\n`).join("")}<rights>© ${a.outlet}</rights>
<source>
<id>${a.home}feed</id>
<title>${a.outlet}</title>
<updated>${a.seen}</updated>
<link rel="self" href="${a.home}feed"/>
<link rel="alternate" type="text/html" href="${a.home}"/>
</source>
${a.excerpt && `<summary>${esc(a.excerpt)}</summary>\n`}<content type="html">${esc(text(a, also))}</content>
</entry>
`,
  rss: (a, story, also, told) => `<item>
<title>${esc(a.title)}</title>
<link>${a.link}</link>
<guid isPermaLink="false">${id(a, story)}</guid>
<pubDate>${mail(a.date)}</pubDate>
<atom:updated>${told}</atom:updated>
${a.authors.map((name) => `<dc:creator>${esc(name)}</dc:creator>\n`).join("")}<dc:rights>© ${a.outlet}</dc:rights>
<source url="${a.home}feed">${a.outlet}</source>
<description>${esc(a.excerpt)}</description>
<content:encoded>${esc(text(a, also))}</content:encoded>
</item>
`,
  json: (a, story, also, told) => JSON.stringify({
    id: id(a, story), url: a.link, title: a.title, content_html: text(a, also), summary: a.excerpt, date_published: a.date, date_modified: told, authors: a.authors.map((name) => ({ name })),
    language: a.lang, _wirecopy: { source: { name: a.outlet, feed: `${a.home}feed`, home: a.home }, rights: `© ${a.outlet}` },
  }, null, 0),
};

const whole = {
  atom: (title, self, home, updated, items) => `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/css" href="/theme/feed.css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${esc(title)}</title>
<subtitle>${site.description}</subtitle>
<id>${self}</id>
<updated>${updated}</updated>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${home}"/>
<author><name>${site.name}</name></author>
<icon>${site.url}/theme/icon.svg</icon>
<generator uri="https://www.11ty.dev/">Eleventy</generator>
${items.join("")}</feed>
`,
  rss: (title, self, home, updated, items) => `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/css" href="/theme/feed.css"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${esc(title)}</title>
<link>${home}</link>
<description>${site.description}</description>
<language>en</language>
<lastBuildDate>${mail(updated)}</lastBuildDate>
<generator>Eleventy</generator>
<atom:link rel="self" type="application/rss+xml" href="${self}"/>
${items.join("")}</channel>
</rss>
`,
  json: (title, self, home, updated, items) => `{"version":"https://jsonfeed.org/version/1.1","title":${JSON.stringify(title)},"home_page_url":"${home}","feed_url":"${self}","description":"${site.description}","icon":"${site.url}/theme/icon.svg","favicon":"${site.url}/theme/icon.svg","language":"en","authors":[{"name":"${site.name}"}],"items":[
${items.join(",\n")}
]}
`,
};

// An article's entry is made once for each format, though it stands in the feeds of its source and of its story.
const made = { atom: new Map(), rss: new Map(), json: new Map() };
const report = (form, a) => {
  if (!made[form].has(a.path)) made[form].set(a.path, entries[form](a, false, [], a.seen));
  return made[form].get(a.path);
};
const newest = (stamps) => stamps.reduce((a, b) => (a > b ? a : b), "2000-01-01T00:00:00Z");

exports.forget = () => Object.values(made).forEach((kept) => kept.clear());
exports.reports = (form, title, path, articles) => whole[form](title, `${site.url}/${path}feed.${form}`, `${site.url}/${path}`, newest(articles.map((a) => a.seen)), articles.map((a) => report(form, a)));
exports.stories = (form, title, file, page, articles) => whole[form](title, `${site.url}/${file}.${form}`, `${site.url}/${page}`, newest(articles.map((a) => a.told)), articles.map((a) => entries[form](a, true, a.also, a.told)));

const digest = (stories) => `<ul>\n${stories.map((s) => `<li><a href="${s.article.link}">${esc(s.article.title)}</a> (${s.article.outlet})${s.also.length ? ` Also: ${s.also.join(", ")}` : ""}</li>\n`).join("")}</ul>`;
const ofDay = {
  atom: (d, url, title) => `<entry xml:lang="en">\n<title>${title}</title>\n<id>${url}</id>\n<published>${d.end}</published>\n<updated>${d.end}</updated>\n<link rel="alternate" href="${url}"/>\n<author><name>${site.name}</name></author>\n<content type="html">${esc(digest(d.stories))}</content>\n</entry>\n`,
  rss: (d, url, title) => `<item>\n<title>${title}</title>\n<link>${url}</link>\n<guid isPermaLink="false">${url}</guid>\n<pubDate>${mail(d.end)}</pubDate>\n<dc:creator>${site.name}</dc:creator>\n<content:encoded>${esc(digest(d.stories))}</content:encoded>\n</item>\n`,
  json: (d, url, title) => JSON.stringify({ id: url, url, title, content_html: digest(d.stories), date_published: d.end, authors: [{ name: site.name }], language: "en" }),
};
exports.daily = (form, days) => whole[form](`${site.name} ☼`, `${site.url}/feeds/daily.${form}`, `${site.url}/day/`, newest(days.map((d) => d.end)), days.map((d) => ofDay[form](d, `${site.url}/day/${d.day}/`, `${site.name}, ${d.day}`)));

const xml = '<?xml version="1.0" encoding="utf-8"?>\n';
exports.sitemap = (entries) => `${xml}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.map(([path, last]) => `<url><loc>${site.url}/${path}</loc><lastmod>${last.slice(0, 10)}</lastmod></url>\n`).join("")}</urlset>\n`;
exports.sitemaps = (entries) => `${xml}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.map(([name, last]) => `<sitemap><loc>${site.url}/sitemap-${name}.xml</loc><lastmod>${last.slice(0, 10)}</lastmod></sitemap>\n`).join("")}</sitemapindex>\n`;
exports.opml = (groups) => `${xml}<opml version="2.0">\n<head><title>${site.name}</title></head>\n<body>\n${groups.map(([name, rows]) => `<outline text="${name}" title="${name}">\n${rows.map(([title, feed, home]) => `<outline type="rss" text="${title}" title="${title}" xmlUrl="${feed}"${home ? ` htmlUrl="${home}"` : ""}/>\n`).join("")}</outline>\n`).join("")}</body>\n</opml>\n`;
exports.icons = () => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">\n<style>g{display:none}g:target{display:inline}text{font:700 8px sans-serif;fill:#fff;text-anchor:middle}</style>\n${site.sources.map((s) => `<g id="s-${s.id}"><rect width="16" height="16" rx="3" fill="hsl(${s.hue} 60% 30%)"/><text x="8" y="11">${s.letters}</text></g>\n`).join("")}</svg>\n`;
exports.recent = (pieces) => JSON.stringify({ piece: 16, stories: pieces.flatMap((p) => p.stories.map((a) => [a.title, a.words, [a.outlet, ...(a.others ?? []).map((o) => o.outlet)].join(", "), p.day])) }) + "\n";
exports.piece = (stories) => JSON.stringify(stories.map((a) => [a.title, a.story ? `story/${a.story}/` : a.path, a.link, a.excerpt, a.lang])) + "\n";
