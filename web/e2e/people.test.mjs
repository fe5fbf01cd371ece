// From an empty server to people who work in it side by side: setup, invitations, second factors, secrets, the log.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { executable, launch, MISSING, watch } from './browser.mjs';
import { startEmptyServer, tokenOf } from './server.mjs';
import { totp } from './totp.mjs';

const ADA = { email: 'ada@example.com', password: 'engines weave algebra' };
const BOB = { email: 'bob@example.com', password: 'a patient lighthouse' };

describe('people', { skip: executable ? false : MISSING, timeout: 240_000 }, () => {
  let server;
  let browser;
  let ada;
  let bob;
  const troubles = [];

  /** A browser of its own, with one page. */
  const someone = async () => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    watch(page, troubles);
    return page;
  };
  const submit = (page, name) => page.getByRole('button', { name, exact: true }).click();
  const signIn = async (page, { email, password }) => {
    await page.goto(`${server.base}/sign-in`);
    await page.locator('input[name=email]').fill(email);
    await page.locator('input[name=password]').fill(password);
    await submit(page, 'Sign in');
  };
  const home = (page) => page.getByRole('navigation', { name: 'Main' }).waitFor();
  const secretOf = async (page, title) => {
    const dialog = page.getByRole('dialog', { name: title });
    const secret = (await dialog.locator('pre, code').first().textContent()).trim();
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), secret);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return secret;
  };
  const sessionWith = (token) =>
    fetch(`${server.base}/api/v1/session`, { headers: { Authorization: `Bearer ${token}` } });

  before(async () => {
    [server, browser] = await Promise.all([startEmptyServer(), launch()]);
    [ada, bob] = await Promise.all([someone(), someone()]);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('an empty server is set up by its link, which works once', async () => {
    await ada.goto(server.setupUrl);
    await ada.getByRole('heading', { name: 'Set up Blotter' }).waitFor();
    await ada.getByLabel('Organization').fill('Example Ltd');
    await ada.getByLabel('First name').fill('Ada');
    await ada.getByLabel('Last name').fill('Lovelace');
    await ada.getByLabel('Email').fill(ADA.email);
    await ada.locator('input[autocomplete=new-password]').fill('password1234');
    await submit(ada, 'Begin');
    await ada.getByText(/among the passwords that are tried first/).waitFor();
    await ada.locator('input[autocomplete=new-password]').fill(ADA.password);
    await submit(ada, 'Begin');
    await home(ada);
    // The dashboard has nothing to show, and offers what there is to begin with.
    await submit(ada, 'Load a sample');
    await ada.getByText('14 sample incidents loaded').waitFor();
    await ada.getByText('Needs attention').waitFor();
    await ada.getByRole('button', { name: 'Undo' }).click();
    await ada.getByText('No incidents detected in this period').waitFor();
    await bob.goto(server.setupUrl);
    await bob.getByRole('heading', { name: 'This link does not work' }).waitFor();
  });

  test('who is invited chooses a password and is in, with the roles given', async () => {
    await ada.goto(`${server.base}/settings/team`);
    await ada.getByRole('button', { name: 'Invite a user' }).click();
    const dialog = ada.getByRole('dialog', { name: 'Invite a user' });
    await dialog.getByLabel('Email').fill(BOB.email);
    await dialog.getByLabel('First name').fill('Bob');
    await dialog.getByLabel('Last name').fill('Baker');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const url = await secretOf(ada, 'Invitation for Bob');
    await bob.goto(url);
    await bob.getByText('You are invited to Example Ltd as').waitFor();
    await bob.getByText(BOB.email).waitFor();
    await bob.locator('input[autocomplete=new-password]').fill(BOB.password);
    await submit(bob, 'Begin');
    await home(bob);
    await bob.goto(`${server.base}/settings/you`);
    await bob.getByText(/Bob Baker, bob@example.com. Editor at Example Ltd/).waitFor();
    await ada.getByRole('row', { name: /bob@example.com/ }).waitFor();
  });

  test('two people see each other’s work as it happens', async () => {
    await ada.goto(`${server.base}/incidents`);
    await ada.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    await bob.goto(`${server.base}/incidents`);
    await bob.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    await bob.waitForTimeout(1_000);
    for (const title of ['Lost laptop in Turin', 'Odd sign-in from Lima']) {
      await bob.keyboard.press('c');
      await bob.getByTestId('new-entry').getByLabel('Title').fill(title);
      await bob.keyboard.press('Enter');
      await bob.locator('[role=row][data-id]').getByText(title).waitFor();
    }
    // What is new is counted, and shown when asked for: nothing moves under the hand of who works.
    await ada.getByRole('button', { name: /2 new/ }).click();
    const row = ada.locator("[role=row][data-id='INC-00015']");
    await row.waitFor();
    await bob.getByRole('button', { name: 'Change severity of INC-00015' }).click();
    await bob.getByRole('option', { name: /^SEV-2/ }).click();
    await row.getByText('SEV-2').waitFor({ timeout: 5_000 });
    await ada.locator("[role=row][data-id='INC-00015'][data-marked]").waitFor();
    // A comment makes no version, and comes all the same.
    await ada.goto(`${server.base}/incidents/INC-00015`);
    await ada.getByRole('button', { name: 'Change title' }).waitFor();
    await bob.goto(`${server.base}/incidents/INC-00015`);
    await bob.getByLabel('Comment', { exact: true }).fill('It was **encrypted**.');
    await bob.keyboard.press('Control+Enter');
    await ada.getByRole('article').getByText('encrypted').waitFor({ timeout: 5_000 });
  });

  test('two people who edit the same at once both see what the other wrote', async () => {
    for (const page of [ada, bob]) {
      await page.goto(`${server.base}/incidents/INC-00016`);
      await page.getByRole('button', { name: 'Change title' }).click();
    }
    await bob.getByLabel('Title').fill('Of Bob');
    await ada.getByLabel('Title').fill('Of Ada');
    await bob.keyboard.press('Enter');
    await bob.getByRole('button', { name: 'Change title' }).getByText('Of Bob').waitFor();
    await ada.getByText('changed by someone else just now').waitFor({ timeout: 5_000 });
    // What she has typed is still there.
    assert.equal(await ada.getByLabel('Title').inputValue(), 'Of Ada');
    await ada.keyboard.press('Enter');
    const dialog = ada.getByRole('dialog', { name: /was changed by someone else/ });
    await dialog.getByText('Of Bob', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Use mine' }).click();
    await bob.getByRole('button', { name: 'Change title' }).getByText('Of Ada').waitFor({ timeout: 5_000 });
  });

  test('a second factor is set up, asked for, and replaced by a recovery code once', async () => {
    await bob.goto(`${server.base}/settings/you`);
    await bob.getByRole('button', { name: 'Set up an authenticator' }).click();
    const section = bob.getByRole('region', { name: 'Second factor' });
    const secret = (await section.locator('pre, code').first().textContent()).trim();
    await section.getByLabel('Code').fill(totp(secret, Date.now() - 30_000));
    await section.getByRole('button', { name: 'Switch on' }).click();
    const codes = (await secretOf(bob, 'Recovery codes, each valid once')).split('\n');
    assert.equal(codes.length, 10);
    await section.getByText(/^On\. Enter your password/).waitFor();

    const other = await someone();
    await signIn(other, BOB);
    await other.getByLabel('Code').fill('000000');
    await submit(other, 'Sign in');
    await other.getByText('The code is wrong or has already been used.').waitFor();
    await other.getByLabel('Code').fill(totp(secret));
    await submit(other, 'Sign in');
    await home(other);
    await other.context().clearCookies();
    await signIn(other, BOB);
    await other.getByLabel('Code').fill(codes[0]);
    await submit(other, 'Sign in');
    await home(other);
    await other.context().clearCookies();
    await signIn(other, BOB);
    await other.getByLabel('Code').fill(codes[0]);
    await submit(other, 'Sign in');
    await other.getByText('The code is wrong or has already been used.').waitFor();
    await other.context().close();

    await section.getByLabel(/Enter your password/).fill(BOB.password);
    await section.getByRole('button', { name: 'Switch off' }).click();
    await section.getByRole('button', { name: 'Set up an authenticator' }).waitFor();
  });

  test('a service account gets its secret shown once, a new one, and no token once it is disabled', async () => {
    await ada.goto(`${server.base}/settings/machines`);
    await ada.getByRole('button', { name: 'New service account' }).click();
    const dialog = ada.getByRole('dialog', { name: 'New service account' });
    await dialog.getByLabel('Name').fill('SIEM forwarder');
    await dialog.getByLabel('Allowed addresses').fill('not an address');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog
      .getByText(/not an address/i)
      .last()
      .waitFor();
    await dialog.getByLabel('Allowed addresses').fill('127.0.0.0/8, ::1');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const [id, secret] = (await secretOf(ada, 'Secret for SIEM forwarder')).split('\n');
    const token = await tokenOf(server.base, id, secret);
    assert.equal((await sessionWith(token)).status, 200);
    await ada.reload();
    await ada.getByText(id).waitFor();
    assert.equal(await ada.getByText(secret).count(), 0);
    await ada.getByRole('button', { name: 'New secret' }).click();
    const renewed = await secretOf(ada, /^New secret for SIEM forwarder/);
    assert.notEqual(renewed, secret);
    assert.ok(await tokenOf(server.base, id, renewed));
    await ada.getByRole('button', { name: 'Disable' }).click();
    await ada.getByRole('button', { name: 'Enable' }).waitFor();
    assert.equal(await tokenOf(server.base, id, renewed), undefined);
    assert.equal((await sessionWith(token)).status, 401);
  });

  test('a personal token is shown once, works, and is gone when it is deleted', async () => {
    await bob.goto(`${server.base}/settings/you`);
    await bob.getByLabel('Token purpose').fill('nightly report');
    await bob.getByRole('button', { name: 'New token' }).click();
    const token = await secretOf(bob, 'Your token');
    assert.equal((await (await sessionWith(token)).json()).user.email, BOB.email);
    await bob.reload();
    const tokens = bob.getByRole('region', { name: 'Personal access tokens' });
    await tokens.getByText('nightly report').waitFor();
    assert.equal(await bob.getByText(token).count(), 0);
    await tokens.getByRole('button', { name: 'Delete' }).click();
    await tokens.getByText('nightly report').waitFor({ state: 'hidden' });
    assert.equal((await sessionWith(token)).status, 401);
  });

  test('who signed in a while ago confirms before a way in is made, and the cookie of before is worth nothing', async () => {
    await bob.goto(`${server.base}/settings/you`);
    const [before] = (await bob.context().cookies()).filter(({ name }) => name === 'blotter-session');
    // Five minutes are too long for a test: the server's answer to that is given here, once.
    let refused = false;
    await bob.route('**/api/v1/users/me/tokens', (route) => {
      if (refused || route.request().method() !== 'POST') {
        return route.continue();
      }
      refused = true;
      return route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: {
          type: '/problems/reauthentication-required',
          title: 'Sign in again',
          status: 403,
          detail: 'sign in again',
        },
      });
    });
    await bob.getByLabel('Token purpose').fill('weekly report');
    await bob.keyboard.press('Enter');
    const dialog = bob.getByRole('dialog', { name: 'Confirm your identity' });
    await dialog.waitFor();
    // The hands stay on the keys.
    await bob.waitForFunction(() => document.activeElement?.getAttribute('name') === 'password');
    await bob.keyboard.type('not his at all');
    await bob.keyboard.press('Enter');
    await dialog.getByText('The email or password is wrong.').waitFor();
    await dialog.locator('input[name=password]').fill(BOB.password);
    await bob.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal((await sessionWith(await secretOf(bob, 'Your token'))).status, 200);
    const stolen = await fetch(`${server.base}/api/v1/session`, {
      headers: { Cookie: `blotter-session=${before.value}` },
    });
    assert.equal(stolen.status, 401);
    // The stream of events ends with the session of before, and goes on with the new one.
    await bob.waitForTimeout(4_000);
    assert.equal(await bob.getByRole('dialog').count(), 0);
    await bob.unroute('**/api/v1/users/me/tokens');
    const tokens = bob.getByRole('region', { name: 'Personal access tokens' });
    await tokens.getByRole('button', { name: 'Delete' }).click();
    await tokens.getByText('weekly report').waitFor({ state: 'hidden' });
  });

  test('the audit log is filtered by what was done', async () => {
    await ada.goto(`${server.base}/settings/audit`);
    await ada.getByLabel('Filter by action').selectOption('personal_token_revoked');
    const rows = ada.getByRole('row').filter({ hasText: 'personal_token_revoked' });
    await rows.first().getByText('Bob Baker').waitFor();
    assert.equal(await rows.count(), 2);
    assert.equal(await ada.getByRole('row').count(), 3);
    await ada.getByLabel('Filter by action').selectOption('sources_changed');
    await ada.getByText('No log entries').waitFor();
    await ada.getByLabel('Filter by action').selectOption('');
    await ada.getByRole('row').filter({ hasText: 'second_factor_enabled' }).waitFor();
    const [download] = await Promise.all([
      ada.waitForEvent('download'),
      ada.getByRole('link', { name: 'Export' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.jsonl$/);
  });

  test('a new password by an Admin’s link ends the sessions of before', async () => {
    await bob.goto(`${server.base}/incidents`);
    await bob.locator('[role=row][data-id]').first().waitFor();
    await ada.goto(`${server.base}/settings/team`);
    await ada
      .getByRole('row', { name: /bob@example.com/ })
      .getByRole('button', { name: 'New password' })
      .click();
    const url = await secretOf(ada, 'Password reset for Bob Baker');
    const other = await someone();
    await other.goto(url);
    await other.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await other.locator('input[autocomplete=new-password]').fill('another patient lighthouse');
    await submit(other, 'Set the password');
    await home(other);
    await other.context().close();
    // The page that is open finds out by itself, since its stream ends.
    await bob.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ timeout: 15_000 });
    await bob.locator('input[name=password]').fill('another patient lighthouse');
    await submit(bob, 'Sign in');
    await bob.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ state: 'hidden' });
  });

  test('who is deactivated is out within seconds', async () => {
    await ada.goto(`${server.base}/settings/team`);
    await ada
      .getByRole('row', { name: /bob@example.com/ })
      .getByRole('button', { name: 'Deactivate' })
      .click();
    await bob.getByRole('dialog', { name: 'Your session has ended' }).waitFor({ timeout: 15_000 });
    await bob.locator('input[name=password]').fill('another patient lighthouse');
    await submit(bob, 'Sign in');
    await bob.getByText('The email or password is wrong.').waitFor();
  });

  test('nothing went wrong unseen', () => {
    assert.deepEqual(troubles, []);
  });
});
