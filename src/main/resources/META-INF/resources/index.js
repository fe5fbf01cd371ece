// The page is complete without this: it puts this server's address into the commands, and offers to copy them.
for (const place of document.querySelectorAll('[data-origin]')) {
  place.textContent = location.origin;
}

// Browsers give the clipboard only to pages that came over HTTPS or from this machine.
if (navigator.clipboard) {
  const status = document.getElementById('copied');
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        button.textContent = 'Copied';
        status.textContent = 'Copied to the clipboard';
      } catch {
        status.textContent = 'The browser did not allow copying';
      }
      setTimeout(() => {
        button.textContent = 'Copy';
        status.textContent = '';
      }, 2000);
    });
  }
}
