// All works without this file. Nothing is stored before the reader acts.
const root = new URL("../", import.meta.url).pathname;
const html = document.documentElement;
const $ = (id) => document.getElementById(id);
const on = (id, type, act) => $(id)?.addEventListener(type, act);
const all = (selector) => [...document.querySelectorAll(selector)];
const get = (key) => { try { return localStorage.getItem(root + key) ?? ""; } catch { return ""; } };
const set = (key, value) => {
  try { value ? localStorage.setItem(root + key, value) : localStorage.removeItem(root + key); } catch {}
};
const stories = all(".story");

// How long ago, beside the time.
const ago = new Intl.RelativeTimeFormat(html.lang, { numeric: "auto", style: "short" });
for (const time of all(".story time")) {
  const minutes = Math.round((Date.now() - Date.parse(time.dateTime)) / 6e4);
  if (minutes >= 0 && minutes < 2880)
    time.append(` (${minutes < 60 ? ago.format(-minutes, "minute") : ago.format(-Math.round(minutes / 60), "hour")})`);
}

const theme = () => {
  const dark = html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  set("theme", html.dataset.theme = dark ? "light" : "dark");
};
on("theme", "click", theme);

const brief = $("brief") ?? {};
brief.checked = "brief" in html.dataset;
on("brief", "change", () => set("brief", html.toggleAttribute("data-brief", brief.checked) && "1"));

// New since the last visit, and muted words.
const mute = $("mute") ?? {};
const seen = get("seen");
const status = document.querySelector("#status span") ?? document.createElement("p");
const say = (text, n) => text.replace("{n}", n).replace("{t}", new Date(seen).toLocaleString(html.lang, { weekday: "short", hour: "numeric", minute: "2-digit" }));
let news = 0;
for (const story of stories)
  if (seen && (story.dataset.new ?? story.querySelector("time")?.dateTime) > seen) news = story.classList.add("new") ?? news + 1;

function show(reveal) {
  const words = get("mute").toLowerCase().split(/[,،、]/).map((word) => word.trim()).filter(Boolean);
  const muted = stories.filter((story) => words.some((word) => story.textContent.toLowerCase().includes(word)));
  for (const story of stories) story.hidden = !reveal && muted.includes(story);
  const { dataset } = status;
  status.textContent = seen && dataset.new ? say(news ? dataset.new : dataset.none, news) + " " : "";
  if (muted.length && dataset.hidden) {
    const button = document.createElement("button");
    button.textContent = reveal ? dataset.hide : dataset.show;
    button.onclick = () => show(!reveal);
    status.append(say(dataset.hidden, muted.length), " ", button);
  }
}
mute.value = get("mute");
on("mute", "input", () => { set("mute", mute.value.trim()); show(); });
show();

on("seen", "click", ({ target }) => {
  set("seen", target.dataset.now);
  target.replaceWith(target.dataset.done);
});
on("forget", "click", async ({ target }) => {
  await (await import("./forget.js")).forget(root);
  mute.value = brief.checked = "";
  show();
  target.textContent = target.dataset.done;
});

// Single keys can be switched off (WCAG 2.1.4).
const help = $("help");
const single = $("single");
single.checked = !get("nokeys");
on("single", "change", () => set("nokeys", !single.checked && "1"));
on("keys", "click", () => help.showModal());
const move = (by) => {
  const heads = all(".story:not([hidden]) .hl");
  const at = heads.findIndex((head) => head.closest(".story").contains(document.activeElement));
  heads[Math.max(0, Math.min(heads.length - 1, at + by))]?.focus();
};
const press = (selector) => document.activeElement.closest(".story")?.querySelector(selector)?.click();
const keys = {
  j: () => move(1), k: () => move(-1), o: () => press(".hl"), s: () => press(".go"), t: theme,
  "/": () => $("q").focus(), "?": () => help.showModal(),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open || !single.checked) return;
  if (!keys[event.key] || event.target.closest?.("input,textarea,select,[contenteditable]")) return;
  event.preventDefault();
  keys[event.key]();
});

if (location.protocol !== "file:") navigator.serviceWorker?.register(root + "sw.js").catch(() => {});
