// Loaded only when the reader asks for it: removes everything that this site keeps in the browser.
export async function forget(root) {
  const html = document.documentElement;
  delete html.dataset.theme;
  delete html.dataset.brief;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(root)) localStorage.removeItem(key);
    await (await navigator.serviceWorker?.getRegistration(root))?.unregister();
    await caches.delete("wirecopy " + root);
  } catch {}
}
