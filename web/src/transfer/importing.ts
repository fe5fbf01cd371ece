import { forgetCalls } from '../api/calls';
import { raw } from '../api/client';
import type { ImportAnswer } from '../api/types';
import { INCIDENTS } from '../incident/kind';
import { useShown } from '../register/changing';

/** What importing a CSV file of incidents would do. */
export function previewFile(text: string): Promise<ImportAnswer> {
  return send(text, '?dry_run=true');
}

async function send(text: string, query: string): Promise<ImportAnswer> {
  const response = await raw(`/v1/incidents/import${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    body: text,
  });
  return response.json();
}

/** Imports such a file, and tells so with the way back. */
export function useImport() {
  const { refresh, told } = useShown(INCIDENTS);
  return async (text: string, say: (imported: number) => string): Promise<ImportAnswer> => {
    const answer = await send(text, '');
    // A file is no call that can be pasted, and what was done before it is not this.
    forgetCalls();
    told(say(answer.batch.updated), answer.batch.id ? [answer.batch.id] : []);
    await refresh();
    return answer;
  };
}
