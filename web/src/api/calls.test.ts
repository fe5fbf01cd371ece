import { afterEach, expect, test } from 'vitest';
import { asOneAct, curl, forgetCalls, isTold, lastAct, takeDown } from './calls';

const at = 'http://localhost:3000/api/v1';

const OF_ONE_SENDING = { 'X-Blotter-Page': '1', 'Idempotency-Key': '"7a1f"' };

function patch(body: string, path = '/incidents') {
  return new Request(at + path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '"3"', ...OF_ONE_SENDING },
    body,
  });
}

afterEach(forgetCalls);

test('a call is told as it was sent, with the token in a variable and quotes kept from the shell', async () => {
  await takeDown(patch(`{"title":"It's $HOME"}`, '/incidents/INC-00007'));
  expect(curl(lastAct())).toBe(
    [
      `curl -X PATCH '${location.origin}/api/v1/incidents/INC-00007'`,
      `  -H "Authorization: Bearer $TOKEN"`,
      `  -H 'Content-Type: application/merge-patch+json'`,
      `  -H 'If-Match: "3"'`,
      `  --data-raw '{"title":"It'\\''s $HOME"}'`,
    ].join(' \\\n'),
  );
});

test('the calls of one act are told together, and the next act in their place', async () => {
  await asOneAct(async () => {
    await takeDown(patch('{"ids":["INC-00001"]}'));
    await takeDown(patch('{"ids":["INC-00002"]}'));
  });
  expect(lastAct().map(({ body }) => body)).toEqual(['{"ids":["INC-00001"]}', '{"ids":["INC-00002"]}']);
  await takeDown(new Request(`${at}/batches/b/undo`, { method: 'POST' }));
  expect(curl(lastAct())).toBe(
    `curl -X POST '${location.origin}/api/v1/batches/b/undo' \\\n  -H "Authorization: Bearer $TOKEN"`,
  );
});

test('what only looks, tries, carries a file or has a secret is not told', () => {
  expect(isTold(patch('{}'))).toBe(true);
  expect(isTold(new Request(`${at}/incidents`))).toBe(false);
  expect(isTold(patch('{}', '/incidents?dry_run=true'))).toBe(false);
  expect(isTold(patch('{}', '/users/me/password'))).toBe(false);
  const csv = { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: 'title\nA\n' };
  expect(isTold(new Request(`${at}/incidents/import`, csv))).toBe(false);
});
