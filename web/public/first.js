// What must not wait for the program. In a file of its own: the page runs no inline script.
(() => {
  // Before the first paint, so that a dark page does not flash white.
  let scheme = null;
  try {
    scheme = localStorage.getItem('blotter-color-scheme');
  } catch {
    // Storage may be forbidden; the system's wish is what is left.
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

  // Who is signed in is what the program asks first, wherever it is of use.
  if (!/^\/(sign-in|link)\b/.test(location.pathname)) {
    const session = document.createElement('link');
    Object.assign(session, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: '/api/v1/session' });
    document.head.append(session);
  }
})();
