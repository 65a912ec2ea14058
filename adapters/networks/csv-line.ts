const field = /\s*(?:"((?:[^"]|"")*)"\s*|([^",\s][^,]*)?)(,|$)/y;

/** The fields of one line, trimmed, quotes undone; null where a quote is never closed or text follows a closed one. */
export function splitCsvLine(line: string): string[] | null {
  const fields: string[] = [];
  field.lastIndex = 0;
  for (;;) {
    const match = field.exec(line);
    if (match === null) return null;
    const [, quoted, plain, end] = match;
    fields.push(quoted?.replaceAll('""', '"') ?? plain?.trimEnd() ?? '');
    if (end === '') return fields;
  }
}
