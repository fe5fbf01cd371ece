// The key that encrypts secrets in the database: rotated beside a running server, lost, and mistaken.
import assert from 'node:assert/strict';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from './server.mjs';

test('the secret key is rotated under a running server, which does not start without it', {
  timeout: 240_000,
}, async (t) => {
  const server = await startServer(20);
  t.after(server.stop);
  const file = join(server.data, 'secret.key');
  const keys = () => readFileSync(file, 'utf8').trim().split('\n');
  const works = async (token) => {
    const answer = await fetch(`${server.base}/api/v1/users/me`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.status === 200;
  };
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(keys().length, 1);

  const before = await server.token();
  const [old] = keys();
  const done = JSON.parse(server.run('admin', 'secret-key', 'rotate', '--json'));
  assert.equal(done.encrypted, 1);
  assert.equal(keys().length, 2);
  assert.equal(keys()[1], old);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(await works(before));
  assert.ok(await works(await server.token()));

  server.run('admin', 'secret-key', 'rotate');
  assert.equal(keys().length, 2);
  assert.ok(!keys().includes(old));

  await server.kill();
  await server.restart();
  assert.ok(await works(before));

  await server.kill();
  renameSync(file, `${file}.away`);
  await assert.rejects(server.restart(), /blotter: BLOTTER_SECRET_KEY_FILE: \S*secret\.key cannot be read/);
  writeFileSync(file, `${old}\n`, { mode: 0o600 });
  await assert.rejects(server.restart(), /BLOTTER_SECRET_KEY_FILE \(\S+\): not the key of this database/);
  renameSync(`${file}.away`, file);
  await server.restart();
  assert.ok(await works(await server.token()));
});
