// The pages that readers see. An article is the front matter of its file: `a.title`, `a.path` and so on.
const { site, esc, date, short, month, day, clock, when, from, cut, ld, frame } = require("./text.cjs");

const why = (a) => `<ul>
<li>Its source is read for the section ${a.section}</li>
${a.evidence && `<li>Same story: ${a.evidence}</li>\n`}${a.removed && `<li>Removed: ${a.removed}</li>\n`}</ul>
`;
const headline = (a, text = esc(a.title)) => `<a class="hl" href="${a.link}" rel="external noopener" lang="${a.lang}" dir="auto">${text}</a>`;
const icon = (id) => `<img src="/icons.svg#s-${id}" alt="" width="16" height="16">`;
const excerpt = (a, lang = "") => a.excerpt && `<p class="ex"${lang} dir="auto">${esc(a.excerpt)}</p>\n`;
const details = (path) => `<a class="go" href="/${path}">Details</a>`;
const outlets = (n) => (n === 1 ? "1 outlet" : `${n} outlets`);

const card = (a, h = "h3") => `<article class="story"${a.card.newest && ` data-new="${a.card.newest}"`}>
<${h} dir="auto">${headline(a)}</${h}>
<p class="by">${icon(a.source)} ${from(a.source, a.outlet)} ${when(a.date)}</p>
${excerpt(a)}${a.card.outlets.length ? `<p class="also">Also: ${a.card.outlets.map((o) => `<a href="${o.link}" rel="external noopener">${esc(o.name)}</a>`).join(", ")}${a.card.more ? ` and ${a.card.more} more` : ""}</p>\n` : ""}<p class="more"><a class="go" href="/${a.card.path}">${a.card.covered > 1 ? outlets(a.card.covered) : "Details"}</a></p>
<details><summary>Why is this here?</summary>${why(a)}</details>
</article>
`;
const line = (a, path = a.path, all = true) => `<li class="story">${when(a.date)} ${all ? from(a.source, a.outlet) + " " : ""}${headline(a)} ${details(path)}</li>\n`;

function byDay(articles, open, close, show) {
  let out = "", now = "";
  for (const a of articles) {
    const own = a.date.slice(0, 10);
    if (own !== now) out += `${now && close}<section class="day">\n<h2>${day(own)}</h2>\n${open}`;
    now = own;
    out += show(a);
  }
  return out && out + close;
}
const lines = (articles, all) => byDay(articles, '<ul class="lines">\n', "</ul>\n</section>\n", (a) => line(a, a.path, all));
const cards = (articles) => byDay(articles, '<div class="cards">\n', "</div>\n</section>\n", (a) => card(a));
const months = (base, counts) => counts.length ? `<nav class="months" aria-label="Months">\n<h2>By month</h2>\n<ul>${counts.map((c) => `<li><a href="/${base}${c.month}/">${month(c.month)}</a> ${c.count}</li>`).join("")}</ul>\n</nav>\n` : "";
const itemList = (articles) => articles.length ? ld({ "@context": "https://schema.org", "@type": "ItemList", itemListElement: articles.slice(0, 10).map((a, i) => ({ "@type": "ListItem", position: i + 1, url: `${site.url}/${a.card.path}` })) }) : "";

exports.article = (a) => {
  const about = a.excerpt.length > 40 ? a.excerpt : `A report by ${a.outlet}: ${cut(a.title, 150)}`;
  const news = { "@type": "NewsArticle", author: a.authors.map((name) => ({ "@type": "Person", name })), datePublished: a.date, headline: a.title, inLanguage: a.lang, publisher: { "@type": "Organization", name: a.outlet }, url: a.link };
  const head = { kind: "article", path: a.path, about, robots: a.shared ? "" : "noindex,follow", title: `${a.title} (${a.outlet}, ${date(a.date)} ${clock(a.date)}) · ${site.name}`, ld: ld({ "@context": "https://schema.org", "@type": "WebPage", about: news, url: `${site.url}/${a.path}` }) };
  const own = a.date.slice(0, 10);
  return frame(head, `<article class="one">
<p class="by">${from(a.source, a.outlet)} ${when(a.date, true)}</p>
<h1 lang="${a.lang}" dir="auto">${esc(a.title)}</h1>
${a.authors.length ? `<p class="quiet">By ${a.authors.map((name) => `<bdi>${esc(name)}</bdi>`).join(", ")}</p>\n` : ""}${excerpt(a, ` lang="${a.lang}"`)}<p class="read"><a class="hl" href="${a.link}" rel="external noopener">Read it at ${esc(a.outlet)}</a></p>
${a.story && `<p><a href="/story/${a.story}/">The whole coverage</a>: ${outlets((a.others?.length ?? 0) + 1)}</p>\n`}${a.others ? `<section>
<h2>Also covered by</h2>
<ul class="lines">
${a.others.map((o) => `<li>${when(o.when, o.when.slice(0, 10) !== own)} ${from(o.source, o.outlet)} <a href="${o.link}" rel="external noopener" lang="${a.lang}" dir="auto">${esc(o.title)}</a></li>\n`).join("")}</ul>
</section>
` : ""}<section class="facts">
<h2>Why is this here?</h2>
${why(a)}<p class="quiet">First seen here: ${when(a.seen, true)}</p>
</section>
</article>
`);
};

exports.story = (path, reports) => {
  const first = reports[0], latest = reports.at(-1), how = outlets(first.coverage);
  const cited = reports.map((r) => ({ "@type": "NewsArticle", headline: r.title, url: r.link }));
  const head = { kind: "story", path, feed: first.title, title: `${first.title} (coverage, ${date(first.date)}) · ${site.name}`, about: `How ${how} report${first.coverage === 1 ? "s" : ""} it: ${cut(first.title, 150)}`, ld: ld({ "@context": "https://schema.org", "@type": "WebPage", citation: cited, url: `${site.url}/${path}` }) };
  let now = "";
  return frame(head, `<div class="page-head">
<h1 lang="${first.lang}" dir="auto">${esc(first.title)}</h1>
<p>${how}. First: ${from(first.source, first.outlet)}, ${when(first.date, true)}. Latest: ${when(latest.date, true)}.</p>
</div>
<ol class="timeline">
${reports.map((r) => {
    const long = r.date.slice(0, 10) !== now;
    now = r.date.slice(0, 10);
    return `<li class="story">
<p class="by">${from(r.source, r.outlet)} ${when(r.date, long)} <span class="late">${r.later === "first" ? "first" : `<bdi dir="ltr">${r.later}</bdi>`}</span></p>
<h2 dir="auto">${headline(r, r.marked)}</h2>
${excerpt(r, ` lang="${r.lang}"`)}<p class="quiet">${details(r.path)}${r.evidence && ` Same story: ${r.evidence}`}</p>
</li>
`;
  }).join("")}</ol>
${reports.some((r) => r.marked.includes("<mark>")) ? '<p class="quiet">Marked words do not stand in the first headline.</p>\n' : ""}`);
};

exports.day = (own, members, older, newer) => {
  const ranked = members.filter((a) => a.card).sort((a, b) => b.rank - a.rank || (a.story || a.slug < b.story || b.slug ? -1 : 1));
  const head = { kind: "day", path: `day/${own}/`, title: `${day(own)} · ${site.name}`, about: `The stories of ${day(own)}, most widely covered first`, ld: itemList(ranked) };
  const rest = ranked.slice(60);
  return frame(head, `<div class="page-head">
<h1>${day(own)}</h1>
<p class="turn">${older ? `<a rel="prev" href="/day/${older}/"><span aria-hidden="true">←</span> ${day(older)}</a>` : ""} ${newer ? `<a rel="next" href="/day/${newer}/">${day(newer)} <span aria-hidden="true">→</span></a>` : ""}</p>
</div>
<div class="cards">
${ranked.slice(0, 60).map((a) => card(a, "h2")).join("")}</div>
${rest.length ? `<h2>More of this day</h2>\n<ul class="lines">\n${rest.map((a) => line(a, a.card.path)).join("")}</ul>\n` : ""}`);
};

exports.calendar = (counts) => {
  let main = "<h1>Archive</h1>\n", now = "";
  for (const [own, n] of counts) {
    if (own.slice(0, 7) !== now) main += `${now && "</ol>\n</section>\n"}<section class="month">\n<h2>${month(own)}</h2>\n<ol class="days" reversed>\n`;
    now = own.slice(0, 7);
    main += `<li><a href="/day/${own}/"><time datetime="${own}">${short(own)}</time></a> ${n}</li>\n`;
  }
  return frame({ kind: "calendar", path: "day/", title: `Archive · ${site.name}`, about: "Every day with stories, newest first" }, main + "</ol>\n</section>\n");
};

exports.list = (kind, path, name, newest, counts) => {
  const head = { kind, path, feed: name, title: `${name}${kind === "section" ? " – Section" : ""} · ${site.name}`, about: `The newest stories on ${name}, from ${site.sources.length} sources`, ld: itemList(newest) };
  return frame(head, `<div class="page-head">
<h1>${name}</h1>
</div>
${cards(newest) || '<p class="empty">No stories here yet. <a href="/">All stories</a></p>\n'}${months(path, counts)}`);
};

exports.month = (kind, base, name, own, members) => frame(
  { kind: "month", path: `${base}${own}/`, robots: "noindex,follow", title: `${name} (${kind}), ${month(own)} · ${site.name}`, about: `All articles in ${name}, ${month(own)}` },
  `<div class="page-head">\n<p class="up"><a href="/${base}">${name}</a></p>\n<h1>${month(own)}</h1>\n</div>\n${lines(members, true)}`,
);

exports.source = (s, members) => frame(
  { kind: "source", path: `source/${s.id}/`, feed: s.name, title: `${s.name} (source) · ${site.name}`, about: `What ${s.name} publishes, and what is left out of it here` },
  `<div class="page-head">
<h1>${icon(s.id)} <bdi>${s.name}</bdi></h1>
<p><span class="state unknown">not looked at yet</span> · <a href="/${s.sectionPath}">${s.section}</a> · <a href="${s.feed}" rel="external noopener">its feed</a></p>
</div>
<dl class="facts">
<dt>Articles here</dt><dd>${s.articles}</dd>
<dt>The same text as another's</dt><dd>0 %</dd>
<dt>Parts that were not the story</dt><dd>0</dd>
${s.removed ? `<dt>Removed</dt><dd>tracking parameters ${s.removed}</dd>\n` : ""}<dt>Shown here</dt><dd>headlines and excerpts</dd>
</dl>
${lines(members.slice(0, 50), false) || '<p class="empty">No stories here yet.</p>\n'}${months(`source/${s.id}/`, s.months)}`,
);

exports.sources = () => frame(
  { kind: "sources", path: "sources/", title: `Sources · ${site.name}`, about: `${site.sources.length} sources: how they are, and what became of their entries` },
  `<div class="page-head">
<h1>Sources</h1>
<p>No run is on record on this machine, so there is no news of how the sources are. The next fetch will tell.</p>
</div>
<div class="wide" role="region" aria-label="Sources" tabindex="0">
<table>
<thead><tr><th scope="col">Source</th><th scope="col">State</th><th scope="col">Last look</th><th scope="col">Last new entry</th><th scope="col" class="n">Articles</th><th scope="col" class="n">Same as others</th><th scope="col" class="n">Left out</th><th scope="col" class="n">Trackers removed</th></tr></thead>
<tbody>
${site.sources.map((s) => `<tr><th scope="row">${icon(s.id)} ${from(s.id, s.name)}</th><td><span class="state unknown">not looked at yet</span></td><td>–</td><td>${s.latest ? `<time datetime="${s.latest.slice(0, 16)}Z">${short(s.latest)} ${clock(s.latest)}</time>` : "–"}</td><td class="n">${s.articles}</td><td class="n">0 %</td><td class="n">0</td><td class="n">${s.removed}</td></tr>\n`).join("")}</tbody>
</table>
</div>
`,
);

exports.front = (groups) => {
  const all = groups.flatMap((g) => g.cards);
  return frame({ kind: "front", path: "", title: site.name, about: site.description, ld: itemList(all) }, `<p id="status">${all.length} stories, newest: ${when(site.now, true)} UTC <span class="js" aria-live="polite" data-new="{n} new since {t}" data-none="Nothing new since {t}: you are caught up." data-hidden="{n} hidden" data-show="show" data-hide="hide"></span></p>
${groups.map((g) => `<section class="day">
<h2><a href="/day/${g.day}/">${day(g.day)}</a></h2>
<div class="cards">
${g.cards.map((a) => card(a)).join("")}</div>
${g.more ? `<p class="rest"><a href="/day/${g.day}/">${g.more} more ${g.more === 1 ? "story" : "stories"} of this day</a></p>\n` : ""}</section>
`).join("")}<p class="end">That is all. <button id="seen" class="js" type="button" data-now="${site.now.slice(0, 16)}Z" data-done="You are caught up.">I am caught up</button> <a href="/day/">Earlier days</a></p>
`);
};

exports.lite = (groups) => `<header><h1>${site.name}</h1><p><a href="/">Full edition</a></p></header>
<main>
${groups.map((g) => `<h2>${day(g.day)}</h2>\n<ul>\n${g.cards.map((a) => `<li>${headline(a)}<br>${a.outlet} ${clock(a.date)}${a.card.covered > 1 ? `, <a href="/${a.card.path}">${a.card.covered} outlets</a>` : ""}${a.excerpt && `<br><span lang="${a.lang}" dir="auto">${esc(a.excerpt)}</span>`}</li>\n`).join("")}</ul>\n`).join("")}</main>`;
