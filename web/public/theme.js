// Before the first paint, so that a dark page does not flash white. In a file of its own: the page runs no inline script.
(() => {
  let scheme = null;
  try {
    scheme = localStorage.getItem('blotter-color-scheme');
  } catch {
    // Storage may be forbidden; the system's wish is what is left.
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
