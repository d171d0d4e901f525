// Search in the reader's own browser: nothing that is typed leaves it.
const root = new URL("../", import.meta.url);
const box = document.getElementById("search");
const say = box.dataset;
const form = box.querySelector("form");
const list = box.querySelector("ul");
const status = box.querySelector("[role=status]");
const more = box.querySelector(".further");
const older = box.querySelector(".older");
const SHOWN = 20;

// Words without case and accents, as src/wirecopy/search/words.py makes them; kana and Indic signs are letters.
const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه", "'": "", "’": "" };
// Where words are not parted by spaces, or have an article in front: found by any part.
const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u;
export const fold = (text) => text.toLowerCase().normalize("NFKD").replace(MARKS, "").replace(/[ßæœøłđðþıςىة'’]/g, (c) => PLAIN[c]).replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();

// What src/wirecopy/search/coding.py wrote: words by what they share with the one before, numbers by their distances.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
export function decode({ words, where, common }) {
  let before = "";
  const list = words ? words.split(" ").map((word) => (before = before.slice(0, DIGITS.indexOf(word[0])) + word.slice(1))) : [];
  return { common: new Set(common), words: list, where: where.split(" ") };
}
function numbers(steps) {
  const found = [];
  let number = 0, distance = 0;
  for (const letter of steps) {
    const digit = DIGITS.indexOf(letter);
    distance = distance * 32 + (digit & 31);
    if (digit > 31) { found.push(number += distance); distance = 0; }
  }
  return found;
}
// The stories that have the word, or one that begins with it.
function having({ words, where }, word) {
  const part = JOINED.test(word);
  const found = new Set();
  words.forEach((known, at) => { if (part ? known.includes(word) : known.startsWith(word)) numbers(where[at]).forEach((number) => found.add(number)); });
  return found;
}

const get = async (name) => {
  const answer = await fetch(new URL("search/" + name, root));
  if (!answer.ok) throw new Error(name);
  return answer.json();
};
const once = (make) => { let made; return () => (made ??= make().catch((error) => { made = undefined; throw error; })); };
const pieces = new Map();
const piece = (name) => pieces.get(name) ?? pieces.set(name, get(name)).get(name);

const index = once(async () => {
  const raw = await get("recent.json");
  const stories = raw.days.flatMap(([day, count]) => Array.from({ length: count }, (_, place) => ({ day, place })));
  stories.forEach((story, number) => { story.number = number; story.from = [raw.from[number]].flat(); story.on = raw.on[number] ?? []; });
  fill(form.elements.source, raw.sources);
  fill(form.elements.topic, raw.topics);
  const folded = (names) => names.map((name) => " " + fold(name));
  return { ...raw, stories, titles: decode(raw), names: { from: folded(raw.sources), on: folded(raw.topics) } };
});
const excerpts = once(async () => decode(await get("excerpts.json")));
function fill(select, names) {
  for (const name of names) select.add(new Option(name, name, false, name === select.dataset.want));
}

const ALL = { has: () => true };
// Stories that fit, those first that have every word in headlines, sources and topics.
export function find({ stories, sources, topics, titles, names }, query, { source, topic, since }, more) {
  const words = [...new Set(fold(query).split(" "))].filter(Boolean).slice(0, 12);
  const telling = words.filter((word) => !titles.common.has(word));
  const named = (word, kind) => new Set(names[kind].flatMap((name, number) => (name.includes(JOINED.test(word) ? word : " " + word) ? [number] : [])));
  const tests = telling.map((word) => ({ titles: having(titles, word), more: more && (more.common.has(word) ? ALL : having(more, word)), from: named(word, "from"), on: named(word, "on") }));
  const has = (test, s) => test.titles.has(s.number) || s.from.some((n) => test.from.has(n)) || s.on.some((n) => test.on.has(n));
  const fits = (s) => (!source || s.from.some((n) => sources[n] === source)) && (!topic || s.on.some((n) => topics[n] === topic)) && (!since || s.day >= since);
  const first = [], then = [];
  for (const story of stories)
    if (fits(story)) {
      if (tests.every((test) => has(test, story))) first.push(story);
      else if (more && tests.every((test) => has(test, story) || test.more.has(story.number))) then.push(story);
    }
  return [...first, ...then];
}

const node = (name, values, ...inside) => { const made = Object.assign(document.createElement(name), values); made.append(...inside); return made; };
const safe = (address) => (/^https?:/.test(address) ? address : "");
function line({ title, link, path, lang, source, day, excerpt }) {
  const here = new URL(path, root).href;
  const head = node("a", { className: "hl", href: safe(link) || here, dir: "auto", lang, rel: "external noopener" }, title);
  const text = excerpt ? [node("p", { className: "ex", dir: "auto", lang }, excerpt)] : [];
  return node("li", { className: "story" }, node("time", { dateTime: day }, day), " ", node("bdi", { className: "from" }, source), " ", head, " ", node("a", { className: "go", href: here }, say.details), ...text);
}

let turn = 0, found = [], shown = 0;
async function further() {
  const mine = turn;
  const { sources, piece: size } = await index();
  const next = found.slice(shown, shown + SHOWN);
  const lines = await Promise.all(next.map(async (story) => {
    const part = await piece(`${story.day}-${Math.floor(story.place / size)}.json`);
    const [title, path, link, excerpt, lang] = part[story.place % size];
    return line({ ...story, title, path, link, excerpt, lang, source: sources[story.from[0]] });
  }));
  if (mine !== turn) return;
  list.append(...lines);
  shown += next.length;
  more.hidden = shown >= found.length;
}

function wishes() {
  const { source, topic, since } = form.elements;
  return { source: source.value || (source.options.length < 2 && source.dataset.want) || "", topic: topic.value || (topic.options.length < 2 && topic.dataset.want) || "", since: since.value };
}
async function search() {
  const mine = ++turn;
  const query = form.elements.q.value.trim();
  const wish = wishes();
  const asked = new URLSearchParams(Object.entries({ q: query, ...wish }).filter(([, value]) => value));
  history.replaceState(null, "", asked.size ? "?" + asked : location.pathname);
  older.hidden = more.hidden = true;
  if (!asked.size) { list.replaceChildren(); status.textContent = ""; return; }
  try {
    const known = await index();
    if (mine !== turn) return;
    const show = (stories) => {
      found = stories;
      shown = 0;
      list.replaceChildren();
      status.textContent = (found.length ? say.found : say.none).replace("{n}", found.length);
      older.hidden = !known.archive;
      return further();
    };
    const first = find(known, query, wish);
    await show(first);
    if (mine !== turn || first.length >= SHOWN || !query) return;
    const all = find(known, query, wish, await excerpts());
    if (mine === turn && all.length > first.length) await show(all);
  } catch {
    if (mine === turn) status.textContent = say.failed;
  }
}

const archive = once(async () => { const pagefind = await import(new URL("pagefind/pagefind.js", root)); await pagefind.init(); return pagefind; });
older.onclick = async () => {
  const mine = turn;
  older.disabled = true;
  try {
    const { source, topic, since } = wishes();
    const filters = { ...(source && { source }), ...(topic && { topic }) };
    const { results } = await (await archive()).search(form.elements.q.value || null, { filters });
    const old = await Promise.all(results.slice(0, 2 * SHOWN).map((result) => result.data()));
    if (mine !== turn) return;
    list.append(...old.filter(({ meta }) => !since || meta.day >= since).map(({ raw_url, url, meta }) => line({ ...meta, path: (raw_url ?? url).replace(/^\//, ""), lang: "" })));
    status.textContent = say.found.replace("{n}", found.length + results.length);
    older.hidden = true;
  } catch {
    status.textContent = say.failed;
  } finally {
    older.disabled = false;
  }
};
more.onclick = further;

let waiting;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); search(); });
function read() {
  const asked = new URLSearchParams(location.search);
  for (const name of ["q", "since"]) form.elements[name].value = asked.get(name) ?? "";
  for (const name of ["source", "topic"]) { form.elements[name].dataset.want = asked.get(name) ?? ""; form.elements[name].value = asked.get(name) ?? ""; }
  search();
}
addEventListener("popstate", read);
form.addEventListener("focusin", () => index().catch(() => {}), { once: true });
read();
