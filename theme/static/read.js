// What a reader may choose. Everything works without this file; nothing is stored before the reader acts.
const root = new URL("../", import.meta.url).pathname;
const html = document.documentElement;
const $ = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];
const get = (key) => { try { return localStorage.getItem(root + key); } catch { return null; } };
const set = (key, value) => {
  try { value ? localStorage.setItem(root + key, value) : localStorage.removeItem(root + key); } catch {}
};
const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
const stories = all(".story");

// Times: the page says when, this adds how long ago, as far as that helps.
const ago = new Intl.RelativeTimeFormat(html.lang, { numeric: "auto", style: "short" });
for (const time of all(".story time")) {
  const minutes = (Date.now() - Date.parse(time.dateTime)) / 6e4;
  if (minutes >= 0 && minutes < 2880)
    time.append(` (${minutes < 60 ? ago.format(-Math.round(minutes), "minute") : ago.format(-Math.round(minutes / 60), "hour")})`);
}

// Light or dark: the first press leaves what the system says, the second takes its opposite back.
const theme = () => {
  const dark = html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  set("theme", html.dataset.theme = dark ? "light" : "dark");
};
$("theme")?.addEventListener("click", theme);

const brief = $("brief");
if (brief) {
  brief.checked = "brief" in html.dataset;
  brief.addEventListener("change", () => {
    html.toggleAttribute("data-brief", brief.checked);
    set("brief", brief.checked && "1");
  });
}

// New since the last visit, and muted words.
const status = document.querySelector("#status span") ?? document.createElement("p");
const seen = get("seen");
let news = 0;
for (const story of stories)
  if (seen && (story.dataset.new ?? story.querySelector("time")?.dateTime) > seen) { story.classList.add("new"); news++; }

const mute = $("mute");
let reveal = false;
function show() {
  const words = (get("mute") ?? "").normalize("NFKC").toLowerCase().split(/[,،、\n]/).map((word) => word.trim()).filter(Boolean);
  let hidden = 0;
  for (const story of stories) {
    const text = story.textContent.normalize("NFKC").toLowerCase();
    const muted = words.some((word) => text.includes(word));
    story.hidden = muted && !reveal;
    hidden += muted;
  }
  const { dataset } = status;
  status.textContent = seen && dataset.new
    ? fill(news ? dataset.new : dataset.none, { n: news, t: new Date(seen).toLocaleString(html.lang, { weekday: "short", hour: "numeric", minute: "2-digit" }) }) + " "
    : "";
  if (hidden && dataset.hidden) {
    const button = document.createElement("button");
    button.textContent = reveal ? dataset.hide : dataset.show;
    button.onclick = () => { reveal = !reveal; show(); };
    status.append(fill(dataset.hidden, { n: hidden }) + " ", button);
  }
}
if (mute) {
  mute.value = get("mute") ?? "";
  mute.addEventListener("input", () => { set("mute", mute.value.trim()); show(); });
}
show();

$("seen")?.addEventListener("click", ({ target }) => {
  set("seen", target.dataset.now);
  target.replaceWith(target.dataset.done);
});

$("forget")?.addEventListener("click", async ({ target }) => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(root)) localStorage.removeItem(key);
    const scope = await navigator.serviceWorker?.getRegistration(root);
    await scope?.unregister();
    await caches.delete("wirecopy " + root);
  } catch {}
  delete html.dataset.theme;
  delete html.dataset.brief;
  if (mute) mute.value = "";
  if (brief) brief.checked = false;
  show();
  target.textContent = target.dataset.done;
});

// Single keys (WCAG 2.1.4: they can be switched off), never with a modifier, never while somebody types.
const help = $("help");
const single = $("single");
single.checked = !get("nokeys");
single.addEventListener("change", () => set("nokeys", !single.checked && "1"));
$("keys")?.addEventListener("click", () => help.showModal());
const move = (by) => {
  const heads = all(".story:not([hidden]) .hl");
  const at = heads.findIndex((head) => head.closest(".story").contains(document.activeElement));
  heads[at < 0 ? 0 : Math.max(0, Math.min(heads.length - 1, at + by))]?.focus();
};
const current = (selector) => document.activeElement.closest(".story")?.querySelector(selector)?.click();
const keys = {
  j: () => move(1), k: () => move(-1), o: () => current(".hl"), s: () => current(".go"), t: theme,
  "/": () => $("q")?.focus(), "?": () => help.showModal(),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open || !single.checked) return;
  if (event.target.closest?.("input,textarea,select,[contenteditable]") || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

if (location.protocol.startsWith("http")) navigator.serviceWorker?.register(root + "sw.js").catch(() => {});
