type Line = Readonly<Record<string, unknown>>;

/** The lines that the filter of a query for CloudWatch Logs Insights lets through: those in which a field has that text. */
export function filtered(query: string, lines: readonly string[]): Line[] {
  const [, field = '', text = ''] = /filter (\w+) = "([^"]+)"/.exec(query) ?? [];
  if (field === '') throw new Error(`what ${query} lets through, nobody has said`);
  return lines.flatMap((line): Line[] => {
    if (!line.startsWith('{')) return [];
    const read = JSON.parse(line) as Line;
    return read[field] === text && read.level === 'ERROR' ? [read] : [];
  });
}
