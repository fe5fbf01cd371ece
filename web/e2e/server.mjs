// A packaged Blotter with sample data of its own, on a free port, for as long as the tests run.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PATIENCE_MILLIS = 90_000;
/** A large sample takes longer to load. */
const MILLIS_PER_INCIDENT = 6;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts it; resolves to its address, who can sign in, and how to end it.
 *
 * @param kept a folder for its data that stays; without one the data goes with the server
 */
export async function startServer(incidents = 600, kept = null) {
  const jar = join(root, 'target/app/quarkus-run.jar');
  if (!existsSync(jar)) {
    throw new Error('target/app is not built: ./blotter version builds it');
  }
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
  const data = kept ?? mkdtempSync(join(tmpdir(), 'blotter-e2e-'));
  const port = await freePort();
  const options = ['-Xmx512m', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED', `-Dblotter.home=${root}`];
  const server = spawn(
    java,
    [...options, '-jar', jar, 'demo', '--incidents', String(incidents), '--data', data, '--port', String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = () =>
    new Promise((resolve) => {
      server.once('exit', () => {
        if (kept === null) {
          rmSync(data, { recursive: true, force: true });
        }
        resolve();
      });
      server.kill('SIGTERM');
    });

  let said = '';
  const ready = new Promise((resolve, reject) => {
    const hear = (bytes) => {
      said += bytes;
      if (said.includes('"tags": ["triaged"]')) {
        resolve();
      }
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
    setTimeout(
      () => reject(new Error(`the server did not start:\n${said}`)),
      PATIENCE_MILLIS + incidents * MILLIS_PER_INCIDENT,
    ).unref();
  });
  try {
    await ready;
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  const word = (pattern) => said.match(pattern)?.[1] ?? '';
  const base = `http://localhost:${port}`;
  return {
    base,
    email: word(/Sign in as\s+(\S+)/),
    password: word(/password: (\S+)/),
    token: () => tokenOf(base, word(/ id: (\S+)/), word(/ secret: (\S+)/)),
    stop,
  };
}

async function tokenOf(base, id, secret) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const answer = await fetch(`${base}/api/v1/oauth/token`, { method: 'POST', body: form });
  return (await answer.json()).access_token;
}
