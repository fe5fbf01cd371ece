// The page in a browser, against the packaged server and a real PostgreSQL: one of each for all tests.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { executable, launch, MISSING, watch } from './browser.mjs';
import { measure, told } from './measure.mjs';
import { startServer } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.SCREENSHOTS;

const ROUTES = [
  '/',
  '/incidents',
  '/incidents/INC-00007',
  '/risks',
  '/risks/RSK-00003',
  '/import',
  '/settings/you',
  '/settings/changes',
  '/settings/tags',
  '/settings/sources',
  '/settings/team',
  '/settings/machines',
  '/settings/audit',
  '/settings/organization',
  '/settings/views',
  '/api-reference',
];

/** A desk's screen, and a telephone's. */
const SIZES = [
  [1440, 900],
  [390, 844],
];

describe('the page', { skip: executable ? false : MISSING, timeout: 600_000 }, () => {
  let server;
  let browser;
  let context;
  let page;
  const troubles = [];
  const requests = new Set();

  const go = async (path) => {
    await page.goto(server.base + path);
    await page.locator('main').first().waitFor();
  };
  const rows = () => page.locator('[role=row][data-id]');
  const row = (index) => rows().nth(index);
  const signIn = async (dialog = page) => {
    await dialog.locator('input[name=password]').fill(server.password);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const api = async (method, path, body) => {
    const answer = await fetch(`${server.base}/api${path}`, {
      method,
      headers: { Authorization: `Bearer ${await server.token()}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return answer.json();
  };

  /** As who is signed in, where the machine may not. */
  const own = (method, path, body) =>
    page.evaluate(
      async (call) => {
        const headers = { 'Content-Type': 'application/json', 'X-Blotter-Page': '1' };
        const answer = await fetch(`/api${call.path}`, { method: call.method, headers, body: call.body });
        return answer.json();
      },
      { method, path, body: body && JSON.stringify(body) },
    );

  before(async () => {
    [server, browser] = await Promise.all([startServer(), launch()]);
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Amsterdam',
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    watch(page, troubles);
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
        troubles.push(message.text());
      }
    });
    page.on('request', (request) => requests.add(new URL(request.url()).origin));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('who is not signed in signs in, and comes to where they wanted to go', async () => {
    await go('/incidents?status=New');
    await page.waitForURL(/sign-in\?return_to=/);
    await page.locator('input[name=email]').fill(server.email);
    await page.locator('input[name=password]').fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The email or password is wrong.').waitFor();
    await signIn();
    await page.waitForURL(/\/incidents\?status=New/);
    await row(0).waitFor();
  });

  test('filters and order stand in the address, in the grammar of the API', async () => {
    await go('/incidents');
    await row(0).waitFor();
    await page.getByRole('search').getByRole('button', { name: 'Severity' }).click();
    await page.getByRole('option', { name: 'SEV-2' }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL(/severity=SEV-2/);
    await page.getByRole('columnheader', { name: 'Detected' }).getByRole('button').click();
    await page.waitForURL(/order_by=detected_date/);
    await page.getByLabel('Search title, description and id').fill('phishing');
    await page.waitForURL(/free_text=phishing/);
    const found = await api('GET', '/v1/incidents?severity=SEV-2&free_text=phishing&order_by=detected_date');
    await page.getByText(`${found.pagination.total} found`).waitFor();
    await page.locator(`[role=row][aria-rowindex='2'][data-id='${found.results[0].incident.id}']`).waitFor();
  });

  test('by keys alone: move, select, set the status of several, and undo it', async () => {
    await go('/incidents?status=In+Progress');
    await row(0).waitFor();
    const before = await rows().evaluateAll((all) => all.slice(0, 3).map((each) => each.dataset.id));
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) {
      await page.keyboard.press(key);
    }
    await page.getByText('3 selected').waitFor();
    // Escape closes the list alone: what is selected stays.
    await page.keyboard.press('s');
    await page.getByRole('option', { name: /^Review/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option', { name: /^Review/ }).waitFor({ state: 'hidden' });
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('option', { name: /^Review/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Status of 3 incidents changed').waitFor();
    const query = before.map((id) => `id=${id}`).join('&');
    const changed = await api('GET', `/v1/incidents?${query}`);
    assert.deepEqual(new Set(changed.results.map(({ incident }) => incident.status)), new Set(['Review']));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Restored 3 incidents').waitFor();
    const restored = await api('GET', `/v1/incidents?${query}`);
    assert.deepEqual(new Set(restored.results.map(({ incident }) => incident.status)), new Set(['In Progress']));
    await page.keyboard.press('Escape');
  });

  test('a change to all that a filter finds is previewed, made, and undone', async () => {
    await go('/incidents?status=Closed');
    await row(0).waitFor();
    const { pagination } = await api('GET', '/v1/incidents?status=Closed');
    await page.getByLabel('Select all loaded').click();
    await page.getByRole('button', { name: /^Select all / }).click();
    await page.getByText(`${pagination.total} selected`).waitFor();
    await page.getByRole('button', { name: 'Edit fields' }).click();
    const drawer = page.getByRole('dialog', { name: /^Edit / });
    await drawer.getByRole('button', { name: 'Add or remove tags' }).click();
    await page.locator('input[data-expanded=true]').fill('e2e-all');
    await page.getByRole('option', { name: /Create/ }).click();
    await page.keyboard.press('Escape');
    await drawer.getByText(`${pagination.total} will change`).waitFor();
    await drawer.getByRole('button', { name: /^Change / }).click();
    await page.getByText(`Tags of ${pagination.total} incidents changed`).waitFor();
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-all')).pagination.total, pagination.total);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`Restored ${pagination.total} incidents`).waitFor();
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-all')).pagination.total, 0);
  });

  test('a tag that some have can be put on all, and taken off all', async () => {
    await api('PATCH', '/v1/incidents', { ids: ['INC-00001', 'INC-00002'], status: 'New' });
    await api('PATCH', '/v1/incidents', { ids: ['INC-00001'], tags: ['e2e-some'] });
    await go('/incidents?id=INC-00001&id=INC-00002');
    await row(1).waitFor();
    await page.getByLabel('Select all loaded').click();
    const toolbar = page.getByRole('toolbar');
    await toolbar.getByRole('button', { name: 'Tags' }).click();
    const option = page.getByRole('option', { name: /e2e-some/ });
    await option.getByLabel('on some of them').waitFor();
    await option.click();
    await page.keyboard.press('Escape');
    await page.getByText('Tags of 1 incident changed').waitFor();
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-some')).pagination.total, 2);
    await toolbar.getByRole('button', { name: 'Tags' }).click();
    await option.click();
    await page.keyboard.press('Escape');
    await page.getByText('Tags of 2 incidents changed').waitFor();
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-some')).pagination.total, 0);
  });

  test('a tag added and another removed in one go are one call, one batch and one undo', async () => {
    const ids = ['INC-00001', 'INC-00002'];
    await api('PATCH', '/v1/incidents', { ids, tags: ['e2e-off'] });
    const [before] = (await api('GET', '/v1/batches')).results;
    await go('/incidents?id=INC-00001&id=INC-00002');
    await row(1).waitFor();
    await page.getByLabel('Select all loaded').click();
    let sent = 0;
    const count = (request) => {
      sent += request.method() === 'PATCH' ? 1 : 0;
    };
    page.on('request', count);
    await page.getByRole('toolbar').getByRole('button', { name: 'Tags' }).click();
    await page.getByRole('option', { name: /e2e-off/ }).click();
    await page.locator('input[data-expanded=true]').fill('e2e-on');
    await page.getByRole('option', { name: /Create/ }).click();
    await page.keyboard.press('Escape');
    const toast = page.getByRole('alert').filter({ hasText: 'Tags of 2 incidents changed' });
    await toast.waitFor();
    page.off('request', count);
    assert.equal(sent, 1);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await toast.getByRole('button', { name: 'Copy as API call' }).click();
    await toast.getByRole('button', { name: 'Copied' }).waitFor();
    const call = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(call.match(/^curl /gm).length, 1);
    assert.match(call, /"tags_add":\["e2e-on"\],"tags_remove":\["e2e-off"\]/);
    assert.equal((await api('GET', '/v1/batches')).results[1].id, before.id);
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-on')).pagination.total, 2);
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-off')).pagination.total, 0);
    await toast.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Restored 2 incidents').waitFor();
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-on')).pagination.total, 0);
    assert.equal((await api('GET', '/v1/incidents?tags=e2e-off')).pagination.total, 2);
  });

  test('a cell is changed where it stands', async () => {
    await go('/incidents?id=INC-00003');
    await page.getByRole('button', { name: 'Change severity of INC-00003' }).click();
    await page.getByRole('option', { name: /^SEV-1/ }).click();
    await row(0).getByText('SEV-1').waitFor();
    assert.equal((await api('GET', '/v1/incidents/INC-00003')).incident.severity, 'SEV-1');
  });

  test('deleting asks for the number, and can be undone', async () => {
    await go('/incidents?id=INC-00004&id=INC-00005');
    await row(1).waitFor();
    await page.getByLabel('Select all loaded').click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
    await page.getByLabel('Type 2 to confirm').fill('2');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('2 incidents deleted').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Restored 2 incidents').waitFor();
    await row(1).waitFor();
  });

  test('a new incident is a row at the top of the register, whose draft outlives a reload', async () => {
    await go('/incidents');
    await row(0).waitFor();
    await page.keyboard.press('c');
    const entry = page.getByTestId('new-entry');
    const title = entry.getByLabel('Title');
    await page.keyboard.type('Badge reader offline in Lyon');
    await page.keyboard.press('Escape');
    await entry.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Add incident' }).click();
    await page.reload();
    await title.waitFor();
    assert.equal(await title.inputValue(), 'Badge reader offline in Lyon');
    await entry.getByRole('button', { name: 'Severity of the new incident' }).click();
    const option = page.getByRole('option', { name: /^SEV-4/ });
    await option.click();
    await option.waitFor({ state: 'hidden' });
    await title.focus();
    // What the server refuses stands beside its field, and nothing that was typed is lost.
    await page.route('**/api/v1/incidents', (route) => {
      const faults = [{ pointer: '/title', code: 'invalid', detail: 'not today' }];
      return route.request().method() === 'POST'
        ? route.fulfill({ status: 400, json: { type: '/problems/invalid', status: 400, errors: faults } })
        : route.fallback();
    });
    await page.keyboard.press('Enter');
    await entry.getByText('Not today').waitFor();
    await page.unroute('**/api/v1/incidents');
    assert.equal(await title.inputValue(), 'Badge reader offline in Lyon');
    await title.focus();
    await page.keyboard.press('Enter');
    await entry.waitFor({ state: 'hidden' });
    await row(0).getByText('Badge reader offline in Lyon').waitFor();
    await row(0).getByText('SEV-4').waitFor();
    await page.locator('[role=row][data-id]:focus', { hasText: 'Badge reader' }).waitFor();
    // Without a title there is nothing to save.
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await entry.getByText('Title is required').waitFor();
    await page.keyboard.press('Escape');
  });

  test('a new risk is a row at the top of its register, too', async () => {
    await go('/risks');
    await row(0).waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('Badge readers have no spare parts');
    await page.keyboard.press('Enter');
    await row(0).getByText('Badge readers have no spare parts').waitFor();
  });

  test('what was just done can be copied as an API call, and done by it', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const pasted = () => page.evaluate(() => navigator.clipboard.readText());
    await go('/incidents?id=INC-00020&severity=SEV-1&severity=SEV-2&severity=SEV-3&severity=SEV-4&severity=SEV-5');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy as API call' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copied' }).waitFor();
    assert.match(await pasted(), /^curl 'http.*\/api\/v1\/incidents\?id=INC-00020&severity=SEV-1/);
    await page.keyboard.press('Escape');

    await go('/incidents?id=INC-00020&id=INC-00021');
    await row(1).waitFor();
    await api('PATCH', '/v1/incidents', { ids: ['INC-00020', 'INC-00021'], status: 'New' });
    await page.reload();
    await row(1).waitFor();
    await page.getByLabel('Select all loaded').click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: /^Review/ }).click();
    const toast = page.getByRole('alert').filter({ hasText: 'Status of 2 incidents changed' });
    await toast.getByRole('button', { name: 'Copy as API call' }).click();
    await toast.getByRole('button', { name: 'Copied' }).waitFor();
    const call = await pasted();
    assert.match(call, /^curl -X PATCH 'http[^']*\/api\/v1\/incidents'/);
    assert.match(call, /Prefer: handling=lenient/);
    await api('PATCH', '/v1/incidents', { ids: ['INC-00020', 'INC-00021'], status: 'New' });
    execFileSync('bash', ['-c', call.replace(/^curl/, 'curl -sf')], {
      env: { ...process.env, TOKEN: await server.token() },
    });
    const { results } = await api('GET', '/v1/incidents?id=INC-00020&id=INC-00021');
    assert.deepEqual(new Set(results.map(({ incident }) => incident.status)), new Set(['Review']));

    await page.getByRole('link', { name: 'API', exact: true }).click();
    // The register, which has a button of that name too, stays until the other page is there.
    await page.getByRole('heading', { level: 1, name: /^API / }).waitFor();
    await page.locator('main').getByRole('button', { name: 'Copy as API call' }).click();
    await page.getByRole('dialog').getByText('The last change').waitFor();
    await page.getByRole('dialog').getByText('Prefer: handling=lenient').waitFor();
    await page.keyboard.press('Escape');
  });

  test('a new incident is edited in place, commented, and referred to the risk register', async () => {
    const { id } = await api('POST', '/v1/incidents', { title: 'Badge reader offline in Brest' });
    await go(`/incidents/${id}`);
    await page.getByRole('button', { name: 'Change title' }).click();
    await page.getByLabel('Title').fill('Badge readers offline in Lyon');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change title' }).getByText('Badge readers offline').waitFor();
    await page.getByRole('button', { name: 'Change responded' }).click();
    await page.getByLabel(/^Responded/).fill('2020-01-01T10:00:01');
    await page.getByText('Must not be earlier than Detected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Comment', { exact: true }).fill('Called the **supplier**.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('supplier').waitFor();
    await page.getByRole('button', { name: 'New risk' }).click();
    await page.getByRole('button', { name: 'Create risk' }).click();
    await page
      .getByRole('region', { name: 'Risk Register Referral' })
      .getByRole('link', { name: /^RSK-/ })
      .waitFor();
  });

  test('a change that somebody else was faster with shows both', async () => {
    await go('/incidents/INC-00008');
    await page.getByRole('button', { name: 'Change title' }).click();
    await page.getByLabel('Title').fill('Mine');
    await api('PATCH', '/v1/incidents/INC-00008', { title: 'Theirs' });
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /was changed by someone else/ });
    await dialog.getByText('Theirs', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Use mine' }).click();
    await page.getByRole('button', { name: 'Change title' }).waitFor();
    assert.equal((await api('GET', '/v1/incidents/INC-00008')).incident.title, 'Mine');
  });

  test('a session that ends in the midst of an edit loses nothing', async () => {
    await go('/incidents/INC-00009');
    await page.getByRole('button', { name: 'Change title' }).click();
    await page.getByLabel('Title').fill('Written before the session ended');
    await context.clearCookies();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await signIn(dialog);
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Change title' }).waitFor();
    assert.equal((await api('GET', '/v1/incidents/INC-00009')).incident.title, 'Written before the session ended');
  });

  test('a list is saved as a view, and opened again', async () => {
    await go('/incidents?severity=SEV-1');
    await row(0).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /Save this list/ }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Worst of all');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Worst of all' }).waitFor();
    await go('/incidents');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Worst of all' }).click();
    await page.waitForURL(/severity=SEV-1/);
  });

  test('a file is looked at line by line, without its faulty lines imported, and undone', async () => {
    await go('/import');
    const csv = 'title,severity\nFirst of the file,SEV-3\nSecond of the file,SEV-9\nThird of the file,SEV-4\n';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('1 of the lines cannot be imported').waitFor();
    await page.getByRole('button', { name: /Leave out these/ }).click();
    await page.getByRole('button', { name: 'Import 2' }).click();
    await page.getByText('2 incidents imported').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Restored 2 incidents').waitFor();
  });

  test('a tag is renamed everywhere at once', async () => {
    await go('/settings/tags');
    await page.getByRole('button', { name: 'New tag' }).click();
    await page.getByRole('dialog').getByLabel('Label').fill('e2e-before');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Actions for e2e-before' }).click();
    await page.getByRole('menuitem', { name: 'Rename …' }).click();
    await page.getByRole('dialog').getByLabel('Label').fill('e2e-after');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByText('e2e-after').waitFor();
  });

  test('the palette finds an incident by its id', async () => {
    await go('/settings/you');
    await settled();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/^An id/).fill('INC-00012');
    await page
      .getByRole('button', { name: /INC-00012/ })
      .first()
      .click();
    await page.waitForURL(/\/incidents\/INC-00012/);
  });

  test('a risk is scored where it stands', async () => {
    await go('/risks/RSK-00003');
    await page.getByRole('button', { name: 'Change likelihood' }).first().click();
    await page.getByRole('option', { name: 'Imminent' }).click();
    await page.getByRole('button', { name: 'Change impact' }).first().click();
    await page.getByRole('option', { name: 'Severe' }).click();
    await page.getByText('Critical').first().waitFor();
  });

  test('which tags some of the risks have that a filter finds is told, and a tag taken off all of them', async () => {
    const risks = Array.from({ length: 120 }, (_, index) => ({
      title: `Spare part ${index}`,
      tags: index % 2 === 0 ? ['e2e-spare', 'e2e-even'] : ['e2e-spare'],
    }));
    await own('POST', '/v1/risks/batch', { risks });
    await go('/risks?tags=e2e-spare');
    await row(0).waitFor();
    await page.getByLabel('Select all loaded').click();
    await page.getByRole('button', { name: 'Select all 120' }).click();
    await page.getByText('120 selected').waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Tags' }).click();
    await page
      .getByRole('option', { name: /e2e-even/ })
      .getByLabel('on some of them')
      .waitFor();
    await page.getByRole('option', { name: /e2e-spare/, selected: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change 120 risks' }).click();
    await page.getByText('Tags of 120 risks changed').waitFor();
    assert.equal((await own('GET', '/v1/risks/metrics?tags=e2e-spare')).total, 0);
  });

  test('no tag is cut where its column ends', async () => {
    await go('/incidents');
    await row(5).waitFor();
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('[role=row][data-id] [role=gridcell]')].flatMap((cell) => {
        const edge = cell.getBoundingClientRect().right;
        return [...cell.querySelectorAll('span[title]')]
          .filter((each) => each.getBoundingClientRect().right > edge)
          .map((each) => each.textContent);
      }),
    );
    assert.deepEqual(cut, []);
  });

  test('on a telephone, severity, status and assignee are seen and set without pushing the list aside', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    try {
      await go('/incidents?id=INC-00030&id=INC-00031');
      await row(1).waitFor();
      const wide = await page.evaluate(() =>
        [document.documentElement, document.querySelector('[role=grid]')].map((each) => each.scrollWidth),
      );
      assert.deepEqual(wide, [390, 390]);
      for (const name of ['severity', 'status', 'assignee']) {
        const box = await page.getByRole('button', { name: `Change ${name} of INC-00030` }).boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= 390, `${name} is at ${JSON.stringify(box)}`);
      }
      await page.getByRole('button', { name: 'Change severity of INC-00030' }).click();
      await page.getByRole('option', { name: /^SEV-2/ }).click();
      await row(1).getByText('SEV-2').or(row(0).getByText('SEV-2')).first().waitFor();
      await page.getByLabel('Order').selectOption('Severity, ascending');
      await page.waitForURL(/order_by=severity/);
      await row(0).getByRole('checkbox').click();
      const bar = await page.getByRole('toolbar').boundingBox();
      assert.ok(bar.x >= 0 && bar.x + bar.width <= 390 && bar.y + bar.height <= 844, JSON.stringify(bar));
      await page.keyboard.press('Escape');
    } finally {
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  });

  for (const theme of ['light', 'dark']) {
    test(`every page can be read and used by everybody, ${theme}`, { timeout: 240_000 }, async () => {
      await page.emulateMedia({ colorScheme: theme });
      const found = [];
      for (const route of ROUTES) {
        await go(route);
        await settled();
        // axe is put in by the debugger, past the policy that keeps other scripts out.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }),
        );
        for (const { id, impact, nodes } of violations) {
          if (impact === 'serious' || impact === 'critical') {
            found.push(
              `${route} ${id}: ${nodes
                .slice(0, 3)
                .map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`)
                .join('\n    ')}`,
            );
          }
        }
        if (pictures) {
          await take(route, theme);
        }
      }
      if (pictures) {
        await takeWork(theme);
      }
      assert.deepEqual(found, []);
    });
  }

  async function settled() {
    await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
    await page.waitForTimeout(120);
  }

  async function take(route, theme) {
    mkdirSync(pictures, { recursive: true });
    const name = route === '/' ? 'dashboard' : route.slice(1).replaceAll('/', '-');
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200);
      // Whole pages, but of the reference, which is a book.
      await page.screenshot({
        path: `${pictures}/${name}-${width}-${theme}.png`,
        fullPage: route !== '/api-reference',
      });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  /** The register while somebody works in it, and its door. */
  async function takeWork(theme) {
    const shot = (name, width) => page.screenshot({ path: `${pictures}/${name}-${width}-${theme}.png` });
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await go('/incidents');
      await row(2).waitFor();
      await page.getByRole('button', { name: 'Add incident' }).click();
      await page.waitForTimeout(200);
      await shot('incidents-new', width);
      await page.keyboard.press('Escape');
      for (const index of [0, 1, 2]) {
        await row(index).getByRole('checkbox').click();
      }
      await page.waitForTimeout(200);
      await shot('incidents-selected', width);
      await page.getByRole('toolbar').getByRole('button', { name: 'Status' }).click();
      await page.getByRole('option', { name: /^Review/ }).waitFor();
      await shot('incidents-status', width);
      await page.keyboard.press('Escape');
      await page.getByRole('toolbar').getByRole('button', { name: 'Edit fields' }).click();
      await page.waitForTimeout(400);
      await shot('incidents-edit', width);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(300);
      await page.keyboard.press('Escape');
    }
    const stranger = await browser.newContext({ colorScheme: theme });
    const door = await stranger.newPage();
    for (const [width, height] of SIZES) {
      await door.setViewportSize({ width, height });
      await door.goto(`${server.base}/sign-in`);
      await door.locator('input[name=password]').waitFor();
      await door.screenshot({ path: `${pictures}/sign-in-${width}-${theme}.png` });
    }
    await stranger.close();
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  test('how long somebody waits is said', { timeout: 120_000 }, async (t) => {
    for (const line of told(await measure(browser, server.base, await context.storageState()))) {
      t.diagnostic(line);
    }
  });

  test('no request has left the server, and nothing went wrong unseen', () => {
    assert.deepEqual([...requests], [server.base]);
    assert.deepEqual(troubles, []);
  });
});
