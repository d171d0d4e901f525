// Before the first paint, so that a chosen theme never flashes: everything else waits in read.js.
try {
  const root = new URL("../", document.currentScript.src).pathname;
  const theme = localStorage.getItem(root + "theme");
  if (theme) document.documentElement.dataset.theme = theme;
  if (localStorage.getItem(root + "brief")) document.documentElement.dataset.brief = "";
} catch {}
