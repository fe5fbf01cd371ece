// The packaged server where the system's digits, letters and calendar are not those of programs.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { startServer } from './server.mjs';

const PLACES = {
  'Arabic digits': ['-Duser.language=ar', '-Duser.country=EG', '-Duser.timezone=Africa/Cairo'],
  'a dotless i': [
    '-Duser.language=tr',
    '-Duser.country=TR',
    '-Duser.timezone=Europe/Istanbul',
    '-Dfile.encoding=COMPAT',
  ],
  'Thai digits and the Buddhist calendar': [
    '-Duser.language=th',
    '-Duser.country=TH',
    '-Duser.extensions=u-ca-buddhist-nu-thai',
    '-Duser.timezone=Asia/Bangkok',
  ],
};
/** A digit that no program reads. */
const STRANGE = /(?![0-9])\p{Nd}/u;
const TODAY = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** A mail server that takes one letter. */
async function mailServer() {
  let letter;
  const taken = new Promise((resolve) => {
    letter = resolve;
  });
  const server = createServer((socket) => {
    const answer = (line) => socket.write(`${line}\r\n`);
    let text = '';
    let inData = false;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes;
      if (inData && text.endsWith('\r\n.\r\n')) {
        inData = false;
        letter(text);
        answer('250 taken');
      } else if (!inData) {
        inData = /^DATA\r\n$/im.test(String(bytes));
        answer(inData ? '354 go on' : '250 mail.example');
      }
    });
    answer('220 mail.example');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port, letter: taken, close: () => server.close() };
}

describe('a system of other digits, letters and dates', { timeout: 240_000 }, () => {
  for (const [name, jvm] of Object.entries(PLACES)) {
    test(`${name} change nothing that a program reads`, async (t) => {
      const mail = await mailServer();
      t.after(mail.close);
      const server = await startServer(20, null, {
        jvm,
        env: {
          BLOTTER_SMTP_HOST: '127.0.0.1',
          BLOTTER_SMTP_PORT: String(mail.port),
          BLOTTER_SMTP_FROM: 'blotter@register.example',
          BLOTTER_SMTP_SECURITY: 'none',
          BLOTTER_LOG_JSON: 'true',
        },
      });
      t.after(server.stop);

      let cookie;
      /** Calls as the page does; nothing in the answer, nor in its headers, may be of this place. */
      const call = async (method, path, body, expected = 200) => {
        const text = typeof body === 'string';
        const answer = await fetch(server.base + path, {
          method,
          headers: {
            'X-Blotter-Page': '1',
            'Sec-Fetch-Site': 'same-origin',
            ...(body === undefined ? {} : { 'Content-Type': text ? 'text/csv' : 'application/json' }),
            ...(cookie ? { Cookie: cookie } : {}),
          },
          body: text || body === undefined ? body : JSON.stringify(body),
        });
        const said = await answer.text();
        assert.equal(answer.status, expected, `${method} ${path}: ${said}`);
        const headers = [...answer.headers].map(([key, value]) => `${key}: ${value}`).join('\n');
        assert.doesNotMatch(headers, STRANGE);
        // fetch reads header bytes as Latin 1, where a digit that has no byte has become a question mark.
        assert.doesNotMatch(answer.headers.get('set-cookie') ?? '', /\?/);
        assert.doesNotMatch(said, STRANGE);
        return { said, headers: answer.headers, json: () => JSON.parse(said) };
      };

      assert.match(
        server.said(),
        new RegExp(`Blotter is ready on ${server.base} \\(started in \\d+\\.\\d s: [^)]+\\)`),
      );
      assert.match(await server.token(), /^eyJ/);

      const begun = await call('POST', '/api/v1/session', { email: server.email, password: server.password });
      assert.match(
        begun.headers.get('set-cookie'),
        /^blotter-session=blotter_session_\d+_[\w-]+; Path=\/; Max-Age=604800; /,
      );
      cookie = begun.headers.get('set-cookie').split(';')[0];
      const session = (await call('GET', '/api/v1/session')).json();
      assert.match(session.expires_date, TODAY);

      const title = 'ISTANBUL: izinsiz giriş denemesi';
      const made = await call('POST', '/api/v1/incidents', { title, description: 'x', tags: ['PHISHING'] }, 201);
      const { id, detected_date } = made.json().incident ?? made.json();
      assert.match(id, /^INC-\d{5}$/);
      const year = Number(detected_date.slice(0, 4));
      assert.ok(Math.abs(year - new Date().getUTCFullYear()) <= 1, detected_date);

      await call('PATCH', '/api/v1/incidents', { ids: ['INC-00001', id], status: 'Review', tags: ['phishing'] });
      const tagged = (await call('GET', `/api/v1/incidents?free_text=istanbul&status=Review`)).json();
      assert.deepEqual(
        tagged.results.map((each) => each.incident.id),
        [id],
      );
      const first = (await call('GET', '/api/v1/incidents?page_size=7')).json();
      const second = (
        await call('GET', `/api/v1/incidents?page_size=7&cursor=${first.pagination.next_cursor}`)
      ).json();
      assert.equal(new Set([...first.results, ...second.results].map((each) => each.incident.id)).size, 14);

      const file = (await call('GET', '/api/v1/incidents/export?format=csv')).said;
      const read = (await call('POST', '/api/v1/incidents/import?dry_run=true', file)).json();
      assert.deepEqual(read.counts, { create: 0, update: 0, unchanged: first.pagination.total, invalid: 0 });

      await call('GET', '/api/v1/incidents/metrics?tz=Europe/Berlin');
      await call('GET', '/api/v1/audit-log');
      const fault = (await call('GET', '/api/v1/incidents?page_size=5000', undefined, 400)).json();
      assert.match(fault.detail, /5000 \(expected: 1 to 200\)/);

      await call(
        'POST',
        '/api/v1/users',
        {
          email: 'gül@register.example',
          first_name: 'Gül',
          last_name: 'Işık',
          roles: ['Viewer'],
        },
        201,
      );
      const letter = await mail.letter;
      assert.doesNotMatch(letter, STRANGE);
      assert.match(letter, new RegExp(`${new Date().getUTCFullYear()}|${new Date().getUTCFullYear() + 1}`));

      const account = JSON.parse(
        server.run(
          'admin',
          'service-account',
          'create',
          '--organization',
          'demo',
          '--name',
          'SIEM',
          '--role',
          'Viewer',
          '--json',
        ),
      );
      assert.match(account.client_id, /^sa_\d+_[0-9a-f]+$/);
      const verified = server.run('admin', 'audit', 'verify');
      assert.match(verified, /: intact\. \d[\d,]* rows/);
      assert.doesNotMatch(server.said(), STRANGE);
    });
  }
});
