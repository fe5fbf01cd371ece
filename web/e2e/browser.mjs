// The Chromium that the system has: nothing is downloaded.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const executable = PLACES.find((place) => place && existsSync(place));

export const MISSING =
  'no Chromium was found (apt install chromium · dnf install chromium · or name one with CHROMIUM): the browser tests are skipped';

export function launch() {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Notes what goes wrong in a page unseen: errors, and whatever the Content-Security-Policy has stopped. */
export function watch(page, troubles) {
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) {
      troubles.push(`${page.url()}: ${message.text()}`);
    }
  });
}
