// Read again without a network what was read before. Pages: network first. Files: what is kept first, renewed behind it.
const CACHE = "wirecopy " + new URL("./", location).pathname;
const FIRST = ["./", "theme/style.css", "theme/desk.css", "theme/boot.js", "theme/read.js", "theme/icon.svg", "icons.svg", "theme/forget.js"];
const MOST = 120; // files kept; the oldest go first

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FIRST)));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keep(cache, request, answer) {
  await cache.put(request, answer);
  const kept = await cache.keys();
  for (const old of kept.slice(FIRST.length, -MOST)) await cache.delete(old);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(CACHE);
    const page = request.mode === "navigate";
    const kept = await cache.match(request, { ignoreSearch: page });
    const fresh = fetch(request).then((answer) => {
      if (answer.ok && answer.type === "basic" && !answer.redirected) event.waitUntil(keep(cache, request, answer.clone()));
      return answer;
    });
    if (kept && !page) {
      event.waitUntil(fresh.catch(() => {}));
      return kept;
    }
    return fresh.catch(async () => kept || (page && (await cache.match("./"))) || Response.error());
  })());
});
