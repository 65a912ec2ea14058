export type JsonPath = readonly (string | number)[];

export interface JsonPlace {
  readonly path: JsonPath;
  /** Offset in the text. */
  readonly index: number;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Every key and element of a text that is valid JSON, in its order; a repeated key comes twice. */
export function* placesIn(text: string): Generator<JsonPlace> {
  const here: (string | number)[] = [];
  let before = '';
  for (const { 0: piece, index } of text.matchAll(token)) {
    const isKey = piece.startsWith('"') && (before === '{' || before === ',') && typeof here.at(-1) === 'string';
    if (isKey) here[here.length - 1] = JSON.parse(piece) as string;
    const isElement = typeof here.at(-1) === 'number' && (before === '[' || before === ',') && piece !== ']';
    if (isKey || isElement) yield { path: [...here], index };
    if (piece === '{') here.push('');
    else if (piece === '[') here.push(0);
    else if (piece === '}' || piece === ']') here.pop();
    else if (piece === ',' && typeof here.at(-1) === 'number') here[here.length - 1] = Number(here.at(-1)) + 1;
    before = piece;
  }
}

/** The first place at which an object repeats a key: `JSON.parse` would silently keep the last. */
export function repeatedKey(text: string): JsonPlace | null {
  const seen = new Set<string>();
  for (const place of placesIn(text)) {
    const name = JSON.stringify(place.path);
    if (seen.has(name)) return place;
    seen.add(name);
  }
  return null;
}
