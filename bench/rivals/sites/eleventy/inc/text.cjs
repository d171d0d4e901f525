// Escaping, dates and the frame of every page. Day names are put together by hand: Intl takes twenty times as long.
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
exports.site = {};
const esc = (exports.esc = (s) => (/[&<>"']/.test(s) ? s.replace(/[&<>"']/g, (c) => SIGNS[c]) : s));
const parts = (day) => [+day.slice(0, 4), +day.slice(5, 7), +day.slice(8, 10)];
const told = new Map();
// "2026-10-31…" gives "31 October 2026" and "Saturday, 31 October 2026".
exports.date = (day) => { const [y, m, d] = parts(day); return `${d} ${MONTHS[m - 1]} ${y}`; };
exports.short = (day) => { const [, m, d] = parts(day); return `${d} ${MONTHS[m - 1]}`; };
exports.month = (day) => { const [y, m] = parts(day); return `${MONTHS[m - 1]} ${y}`; };
exports.day = (stamp) => {
  const key = stamp.slice(0, 10);
  if (!told.has(key)) { const [y, m, d] = parts(key); told.set(key, `${WEEKDAYS[new Date(Date.UTC(y, m - 1, d)).getUTCDay()]}, ${exports.date(key)}`); }
  return told.get(key);
};
const clock = (exports.clock = (stamp) => stamp.slice(11, 16));
exports.mail = (stamp) => new Date(stamp).toUTCString().replace("GMT", "+0000");
// A time as pages show it; with its day where `long`.
exports.when = (stamp, long) => `<time datetime="${stamp.slice(0, 16)}Z">${long ? exports.day(stamp) + ", " : ""}${clock(stamp)}</time>`;
exports.from = (id, name) => `<a class="from" href="/source/${id}/" dir="auto">${esc(name)}</a>`;
exports.cut = (s, most) => (s.length > most ? s.slice(0, most - 3).replace(/\s+\S*$/, "") + "..." : s);
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
exports.excerpt = (html) => exports.cut(html.slice(0, 1500).replace(/<[^>]*>?/g, "").replace(/&\w+;|&#39;/g, (e) => ENTITIES[e] ?? e).replace(/\s+/g, " "), 200);
exports.ld = (value) => `<script type="application/ld+json">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>\n`;

const desk = new Set(["source", "sources", "calendar", "feeds", "about", "search", "left-out"]);
const viewed = new Set(["front", "topic", "section", "day", "source", "month", "about"]);
const once = new Map();
const kept = (key, make) => { if (!once.has(key)) once.set(key, make()); return once.get(key); };

const assets = (kind) => `<script src="/theme/boot.js"></script>
<link rel="stylesheet" href="/theme/style.css">
${desk.has(kind) ? '<link rel="stylesheet" href="/theme/desk.css">\n' : ""}<link rel="icon" href="/theme/icon.svg" type="image/svg+xml">
${kind === "front" ? '<link rel="manifest" href="/manifest.webmanifest">\n' : ""}<script type="module" src="/theme/read.js"></script>
${kind === "search" ? '<script type="module" src="/theme/search.js"></script>\n' : ""}`;

const top = (kind, at, site) => `</head>
<body id="page-${kind}">
<a class="skip" href="#main">Skip to the stories</a>
<header class="top">
${kind === "front" ? `<h1 class="name">${site.name}</h1>\n<p class="tag">${site.description}</p>` : `<p class="name"><a href="/">${site.name}</a></p>`}
<form role="search" action="/search/">
<input id="q" type="search" name="q" aria-label="Search" placeholder="Search" required>
<button>Search</button>
</form>
<button id="theme" class="js" type="button" aria-label="Light or dark" title="Light or dark">◐</button>
<nav aria-label="Main">
${[...site.sections, { name: "Privacy", path: "topic/privacy/" }].map((s) => `<a href="/${s.path}"${at === s.path ? ' aria-current="page"' : ""}>${s.name}</a>\n`).join("")}<a href="/day/"${kind === "calendar" ? ' aria-current="page"' : ""}>Archive</a>
<a href="/sources/"${kind === "sources" ? ' aria-current="page"' : ""}>Sources</a>
</nav>
</header><main id="main" tabindex="-1">
`;

const foot = (kind) => `</main>
<footer>
<nav aria-label="More">
<a href="/feeds/">Feeds</a>
<a href="/left-out/">Left out</a>
<a href="/about/">About</a>
<a href="/lite/">Text edition</a>
<button id="keys" class="js" type="button">Keys</button>
</nav>
${viewed.has(kind) ? `<section class="view js" aria-labelledby="view">
<h2 id="view">Your view</h2>
<label><input id="brief" type="checkbox"> Headlines only</label>
<label>Mute words <input id="mute" autocomplete="off" spellcheck="false" placeholder="word, another word"></label>
<button id="forget" type="button" data-done="Forgotten">Forget everything about me</button>
<p class="quiet">Kept in this browser alone, and only after you changed something here.</p>
</section>
` : ""}<p class="quiet">All times are UTC.</p>
</footer>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<dl>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous story</dd>
<dt><kbd>o</kbd></dt><dd>open it at its publisher</dd>
<dt><kbd>s</kbd></dt><dd>open its page here</dd>
<dt><kbd>/</kbd></dt><dd>search</dd>
<dt><kbd>t</kbd></dt><dd>light or dark</dd>
<dt><kbd>?</kbd></dt><dd>this list</dd>
</dl>
<label><input id="single" type="checkbox" checked> Use these keys</label>
<form method="dialog"><button>Close</button></form>
</dialog></body>
</html>
`;

// A whole page: what stands around `main`. What all pages of a kind share is made once.
exports.frame = ({ kind, path, title, about, robots = "", feed = "", ld = "" }, main) => {
  const site = exports.site, here = `${site.url}/${path}`, [t, d] = [esc(title), esc(about)];
  const at = kind === "topic" || kind === "section" ? path : "";
  return `<!doctype html>
<html lang="en" dir="ltr" data-skin="broadsheet">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'self';script-src 'self'${kind === "search" ? " 'wasm-unsafe-eval'" : ""};img-src 'self';connect-src 'self';manifest-src 'self';worker-src 'self';form-action 'self';base-uri 'none'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${t}</title>
<meta name="description" content="${d}">
${robots && `<meta name="robots" content="${robots}">\n`}<link rel="canonical" href="${here}">
<meta property="og:title" content="${t}">
<meta property="og:description" content="${d}">
<meta property="og:type" content="website">
<meta property="og:url" content="${here}">
<meta property="og:site_name" content="${site.name}">
${feed && `<link rel="alternate" type="application/atom+xml" title="${esc(feed)}" href="/${path}feed.atom">\n`}<link rel="alternate" type="application/atom+xml" title="${site.name}" href="/feeds/all.atom">
${kept("a" + kind, () => assets(kind))}${ld}${kept("t" + kind + at, () => top(kind, at, site))}${main}${kept("f" + kind, () => foot(kind))}`;
};

exports.plain = ({ path, title, about, robots }, main) => `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="${robots}">
<title>${title} · ${exports.site.name}</title>
<meta name="description" content="${about}">
<link rel="canonical" href="${exports.site.url}/${path}">
<link rel="icon" href="/theme/icon.svg" type="image/svg+xml">
<style>:root{color-scheme:light dark;background:Canvas;color:CanvasText}body{max-width:42em;margin:1em auto;padding:0 1em;font:1em/1.5 serif}li{margin:0 0 .8em;overflow-wrap:anywhere}a{display:inline-block;padding:.2em 0}ul{padding:0;list-style:none}</style>
</head>
<body>
${main}
</body>
</html>
`;
