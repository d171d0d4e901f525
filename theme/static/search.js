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

// Letters without their accents, in the alphabets that can do without; kana and Indic signs are letters.
const MARKS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه" };
const APART = /[^\p{L}\p{N}\p{M}]+/gu;
// Where words are not parted by spaces, or begin with an article that is: found anywhere.
const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u;
export const fold = (text) => " " + text.toLowerCase().normalize("NFKD").replace(MARKS, "").replace(/[ßæœøłđðþıςىة]/g, (c) => PLAIN[c]).replace(/['’]/g, "").replace(APART, " ").trim();
export const needles = (query) => fold(query).split(" ").filter(Boolean).slice(0, 12).map((word) => (JOINED.test(word) ? word : " " + word));

const get = async (name) => {
  const answer = await fetch(new URL("search/" + name, root));
  if (!answer.ok) throw new Error(name);
  return answer.json();
};
const once = (make) => { let made; return () => (made ??= make().catch((error) => { made = undefined; throw error; })); };
const pieces = new Map();
const piece = (name) => pieces.get(name) ?? pieces.set(name, get(name)).get(name);

const index = once(async () => {
  const index = await get("recent.json");
  index.stories = [];
  let number = 0;
  for (const [day, count] of index.days)
    for (let place = 0; place < count; place++, number++)
      index.stories.push({ number, day, place, title: index.titles[number].split("\t")[0], from: index.from[number], on: index.on[number],
        text: fold(index.titles[number] + " " + [...index.from[number].map((s) => index.sources[s]), ...index.on[number].map((t) => index.topics[t])].join(" ")) });
  fill(form.elements.source, index.sources);
  fill(form.elements.topic, index.topics);
  return index;
});
const excerpts = once(async () => {
  const [{ stories }, texts] = await Promise.all([index(), get("excerpts.json")]);
  texts.forEach((text, number) => { stories[number].more = fold(text); });
});
function fill(select, names) {
  const chosen = select.dataset.want ?? "";
  for (const name of names) select.add(new Option(name, name, false, name === chosen));
}

export function find({ stories, sources, topics }, words, { source, topic, since }) {
  const fits = (s) => (!source || s.from.some((n) => sources[n] === source)) && (!topic || s.on.some((n) => topics[n] === topic)) && (!since || s.day >= since);
  const first = [], then = [];
  for (const story of stories)
    if (fits(story)) {
      if (words.every((word) => story.text.includes(word))) first.push(story);
      else if (story.more && words.every((word) => story.text.includes(word) || story.more.includes(word))) then.push(story);
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
    const [path, link, excerpt, lang] = part[story.place % size];
    return line({ ...story, path, link, excerpt, lang, source: sources[story.from[0]] });
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
  const words = needles(form.elements.q.value);
  const wish = wishes();
  const asked = new URLSearchParams(Object.entries({ q: form.elements.q.value.trim(), ...wish }).filter(([, value]) => value));
  history.replaceState(null, "", asked.size ? "?" + asked : location.pathname);
  older.hidden = more.hidden = true;
  if (!words.length && !wish.source && !wish.topic && !wish.since) { list.replaceChildren(); status.textContent = ""; return; }
  try {
    const known = await index();
    const look = () => { found = find(known, words, wishes()); shown = 0; list.replaceChildren(); status.textContent = (found.length ? say.found : say.none).replace("{n}", found.length); older.hidden = !known.archive; return further(); };
    if (mine !== turn) return;
    await look();
    if (mine === turn && found.length < SHOWN) { await excerpts(); const before = found.length; if (mine === turn && find(known, words, wish).length > before) await look(); }
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
