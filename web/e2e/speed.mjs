// `npm run speed`: how long somebody waits with 100,000 incidents, or as many as are asked for.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { executable, launch, MISSING } from './browser.mjs';
import { measure, told } from './measure.mjs';
import { startServer } from './server.mjs';

const { values } = parseArgs({ options: { incidents: { type: 'string', default: '100000' } } });
const incidents = Number(values.incidents);
if (!executable) {
  throw new Error(MISSING);
}
// Kept beside the build: the first run loads it.
const data = fileURLToPath(new URL(`../../target/speed-${incidents}`, import.meta.url));
const server = await startServer(incidents, data);
const browser = await launch();
try {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.base}/sign-in`);
  await page.locator('input[name=email]').fill(server.email);
  await page.locator('input[name=password]').fill(server.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Incidents', exact: true }).waitFor();
  const state = await context.storageState();
  process.stdout.write(`${incidents.toLocaleString()} incidents\n`);
  for (const round of ['just started', 'again']) {
    const lines = told(await measure(browser, server.base, state));
    process.stdout.write(`${round}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
