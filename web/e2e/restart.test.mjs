// A server that is killed in the midst of a bulk change, and comes back: with the page open all the while.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { executable, launch, MISSING, watch } from './browser.mjs';
import { startServer } from './server.mjs';

const MANY = 4_000;

describe('a server that is killed', { skip: executable ? false : MISSING, timeout: 300_000 }, () => {
  let server;
  let browser;
  let page;
  const troubles = [];
  let token;

  const api = async (path) => {
    const answer = await fetch(`${server.base}/api${path}`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.json();
  };
  const found = async (filter) => (await api(`/v1/incidents?page_size=1&${filter}`)).pagination.total;

  before(async () => {
    [server, browser] = await Promise.all([startServer(MANY), launch()]);
    token = await server.token();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    watch(page, troubles);
    page.setDefaultTimeout(15_000);
    await page.goto(`${server.base}/incidents`);
    await page.locator('input[name=email]').fill(server.email);
    await page.locator('input[name=password]').fill(server.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('[role=row][data-id]').first().waitFor();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  // By the time that passes from the call to the end: hardly begun, and well in the midst.
  for (const [round, millis] of [60, 400].entries()) {
    test(`in the midst of a change of ${MANY}, after ${millis} ms, leaves nothing half done, and goes on when asked`, async () => {
      const text = `Written when the server was killed, round ${round}`;
      await page.goto(`${server.base}/incidents`);
      await page.locator('[role=row][data-id]').first().waitFor();
      await page.getByLabel('Select all loaded').click();
      await page.getByRole('button', { name: /^Select all / }).click();
      await page.getByText(/4,000 selected|4000 selected/).waitFor();
      await page.getByRole('button', { name: 'Edit fields' }).click();
      const drawer = page.getByRole('dialog', { name: /^Edit / });
      await drawer.getByLabel('Action for description').selectOption('set');
      await drawer.getByLabel('Description', { exact: true }).fill(text);
      await drawer.getByText(/will change/).waitFor({ timeout: 30_000 });
      const sent = page.waitForRequest(
        (request) => request.method() === 'PATCH' && !request.url().includes('dry_run'),
      );
      await drawer.getByRole('button', { name: /^Change / }).click();
      const key = (await sent).headers()['idempotency-key'];
      assert.ok(key);
      await pause(millis);
      await server.kill();

      const dialog = page.getByRole('dialog', { name: 'The server did not answer' });
      await dialog.getByText(/No entry is half changed/).waitFor();
      await server.restart();
      const changed = await found(`description_contains=${encodeURIComponent(text)}`);
      assert.ok(changed === 0 || changed === MANY, `${changed} of ${MANY} were changed`);

      const again = page.waitForRequest(
        (request) => request.method() === 'PATCH' && !request.url().includes('dry_run'),
      );
      await dialog.getByRole('button', { name: 'Try again' }).click();
      assert.equal((await again).headers()['idempotency-key'], key);
      await page.getByText(/^Description of 4.?000 incidents changed$/).waitFor({ timeout: 30_000 });
      assert.equal(await found(`description_contains=${encodeURIComponent(text)}`), MANY);
      const { results } = await api('/v1/batches?page_size=10');
      assert.equal(results.filter((batch) => batch.updated === MANY).length, round + 1, 'each change is made once');
      // The versions say so too: one step for each round.
      const { results: some } = await api('/v1/incidents?order_by=created_date&page_size=1');
      const history = await api(`/v1/incidents/${some[0].incident.id}/history?page_size=200`);
      assert.equal(
        history.results.filter((entry) => entry.changes.description?.to === text).length,
        1,
        'its history has it once',
      );
      // And the page hears of others again, without being loaded anew.
      const first = await page.locator('[role=row][data-id]').first().getAttribute('data-id');
      await pause(1_500);
      await fetch(`${server.base}/api/v1/incidents/${first}`, {
        method: 'PATCH',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ title: `Heard of after the restart ${round}` }),
      });
      await page
        .locator(`[role=row][data-id='${first}']`)
        .getByText(`Heard of after the restart ${round}`)
        .waitFor({ timeout: 30_000 });
    });
  }

  test('nothing went wrong unseen, and no policy was violated', () => {
    assert.deepEqual(troubles, []);
  });

  test('a server that is told to stop ends its streams at once', async () => {
    const stream = await fetch(`${server.base}/api/v1/events`, { headers: { Authorization: `Bearer ${token}` } });
    const read = stream.text();
    await pause(1_500);
    const begun = Date.now();
    await server.stop();
    assert.match(await read, /event:ready/);
    assert.ok(Date.now() - begun < 4_000, `it took ${Date.now() - begun} ms`);
  });
});
