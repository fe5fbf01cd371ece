import type { Fault, Problem } from './types';

/** An answer that is no success, as the problem document (RFC 9457) that came with it. */
export class ProblemError extends Error {
  readonly status: number;
  readonly slug: string;
  readonly detail: string;
  readonly faults: Fault[];
  readonly document: Record<string, unknown>;

  constructor(status: number, document: Partial<Problem> & Record<string, unknown>) {
    super(document.detail ?? document.title ?? `The server answered ${status}`);
    this.status = status;
    this.slug = String(document.type ?? '').replace('/problems/', '');
    this.detail = this.message;
    this.faults = document.errors ?? [];
    this.document = document;
  }

  /** What is wrong with one field of the body, or null. */
  of(field: string): string | null {
    const fault = this.faults.find((each) => each.pointer === `/${field}` || each.pointer.startsWith(`/${field}/`));
    return fault ? sentence(fault.detail) : null;
  }
}

/** The server's messages begin in lower case, since they follow a pointer. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export async function problemOf(response: Response): Promise<ProblemError> {
  try {
    return new ProblemError(response.status, await response.json());
  } catch {
    return new ProblemError(response.status, { detail: `The server answered ${response.status}` });
  }
}

/** What to show somebody: every fault when there are several, else the detail. */
export function explain(error: unknown): string {
  if (error instanceof ProblemError) {
    return error.faults.length > 0
      ? error.faults.map((fault) => `${fault.id ? `${fault.id}: ` : ''}${sentence(fault.detail)}`).join('\n')
      : sentence(error.detail);
  }
  if (error instanceof TypeError) {
    return 'The server cannot be reached. Your input is kept; try again.';
  }
  return error instanceof Error ? error.message : String(error);
}
