/**
 * One statement in a policy document that is somebody else's: found, added and taken out by its `Sid`, while the rest stays
 * what its owner makes of it.
 */
interface Document {
  readonly Version?: string;
  readonly Statement?: unknown;
}

/** The statement as JSON without white space; null where the document, or the statement, is not there. */
export function statementIn(text: string | null, sid: string): string | null {
  if (text === null) return null;
  const found = statementsOf(parsed(text)).find((statement) => sidOf(statement) === sid);
  return found === undefined ? null : JSON.stringify(found);
}

/** `statement` is JSON, with a `Sid`; a statement of the same `Sid` gives way to it. */
export function withStatement(text: string | null, statement: string): string {
  const document = text === null ? { Version: '2012-10-17' } : parsed(text);
  const added: unknown = JSON.parse(statement);
  const others = statementsOf(document).filter((one) => sidOf(one) !== sidOf(added));
  return JSON.stringify({ ...document, Statement: [...others, added] });
}

/**
 * The document without the statement, letter by letter the `original` where nothing else has changed since; null where
 * there was nothing else.
 */
export function withoutStatement(text: string | null, sid: string, original: string | null): string | null {
  if (text === null) return null;
  const document = parsed(text);
  const others = statementsOf(document).filter((one) => sidOf(one) !== sid);
  if (others.length === 0) return null;
  const rest = JSON.stringify({ ...document, Statement: others });
  return original !== null && rest === plain(original) ? original : rest;
}

/** A single statement may stand without a list around it. */
function plain(text: string): string {
  const document = parsed(text);
  return JSON.stringify({ ...document, Statement: statementsOf(document) });
}

function parsed(text: string): Document {
  return JSON.parse(text) as Document;
}

function statementsOf({ Statement }: Document): unknown[] {
  return Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Statement];
}

function sidOf(statement: unknown): unknown {
  return (statement as { readonly Sid?: unknown } | null)?.Sid;
}
