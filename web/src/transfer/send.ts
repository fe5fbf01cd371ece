import { raw } from '../api/client';
import type { ImportAnswer } from '../api/types';

/** Imports a CSV file of incidents, or says what that would do. */
export async function sendFile(text: string, dryRun: boolean): Promise<ImportAnswer> {
  const response = await raw(`/v1/incidents/import${dryRun ? '?dry_run=true' : ''}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv' },
    body: text,
  });
  return response.json();
}
