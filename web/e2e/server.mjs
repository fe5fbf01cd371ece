// A packaged Blotter with data of its own, on a free port, for as long as the tests run.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** The program's command line, after the options that a test adds for the JVM. */
function program(words, jvm) {
  const jar = join(root, 'target/app/quarkus-run.jar');
  if (!existsSync(jar)) {
    throw new Error('target/app is not built: ./blotter version builds it');
  }
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
  const options = ['-Xmx512m', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED', `-Dblotter.home=${root}`];
  return [java, [...options, ...jvm, '-jar', jar, ...words]];
}

/** Starts the program; resolves to it and what it said until it said that it is ready. */
async function spawned(words, readyWhen, { patience, jvm, env }) {
  const server = spawn(...program(words, jvm), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  const ready = new Promise((resolve, reject) => {
    const hear = (bytes) => {
      said += bytes;
      if (said.includes(readyWhen)) {
        resolve();
      }
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`the server did not start:\n${said}`)), patience).unref();
  });
  try {
    await ready;
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  return { server, said: () => said };
}

async function started(words, readyWhen, { kept = null, patience = PATIENCE_MILLIS, jvm = [], env = {} } = {}) {
  const data = kept ?? mkdtempSync(join(tmpdir(), 'blotter-e2e-'));
  const port = await freePort();
  const all = [...words, '--data', data, '--port', String(port)];
  const how = { patience, jvm, env };
  let running = await spawned(all, readyWhen, how);
  const end = async (signal) => {
    const { server } = running;
    if (server.exitCode === null && server.signalCode === null) {
      server.kill(signal);
      await once(server, 'exit');
    }
  };
  return {
    base: `http://localhost:${port}`,
    data,
    said: () => running.said(),
    /** What a command beside it says, an administrator's, on standard output. */
    run: (...command) => {
      const [java, args] = program([...command, '--data', data], jvm);
      return execFileSync(java, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      });
    },
    word: (pattern) => running.said().match(pattern)?.[1] ?? '',
    /** Ends it at once, with nothing tidied up. */
    kill: () => end('SIGKILL'),
    /** Starts it again, on the same data and port. */
    restart: async () => {
      running = await spawned(all, readyWhen, how);
    },
    stop: async () => {
      await end('SIGTERM');
      if (kept === null) {
        rmSync(data, { recursive: true, force: true });
      }
    },
  };
}

/**
 * One with sample data; resolves to its address, who can sign in, and how to end it.
 *
 * @param kept a folder for its data that stays; without one the data goes with the server
 * @param jvm options for the JVM
 * @param env variables beside those of the test
 */
export async function startServer(incidents = 600, kept = null, { jvm = [], env = {} } = {}) {
  const server = await started(['demo', '--incidents', String(incidents)], '"tags": ["triaged"]', {
    kept,
    jvm,
    env,
    patience: PATIENCE_MILLIS + incidents * MILLIS_PER_INCIDENT,
  });
  const { base, word } = server;
  const id = word(/ id: (\S+)/);
  const secret = word(/ secret: (\S+)/);
  return {
    ...server,
    email: word(/Sign in as\s+(\S+)/),
    password: word(/password: (\S+)/),
    token: () => tokenOf(base, id, secret),
  };
}

/** One that nobody has set up yet. */
export async function startEmptyServer() {
  const server = await started(['run'], 'and an id and secret for a program');
  return { ...server, setupUrl: server.word(/(http\S+\/link\/\S+)/) };
}

export async function tokenOf(base, id, secret) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const answer = await fetch(`${base}/api/v1/oauth/token`, { method: 'POST', body: form });
  return (await answer.json()).access_token;
}
