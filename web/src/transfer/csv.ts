/**
 * The file without the records that begin in these lines (counted from 1, as the import counts them). A quoted cell may
 * go over several lines, which go with it.
 */
export function withoutLines(text: string, lines: ReadonlySet<number>): string {
  const kept: string[] = [];
  let record = '';
  let startsIn = 1;
  let line = 1;
  let quoted = false;
  for (const char of text) {
    record += char;
    if (char === '"') {
      quoted = !quoted;
    } else if (char === '\n') {
      line += 1;
      if (!quoted) {
        if (!lines.has(startsIn)) {
          kept.push(record);
        }
        record = '';
        startsIn = line;
      }
    }
  }
  if (record !== '' && !lines.has(startsIn)) {
    kept.push(record);
  }
  return kept.join('');
}
