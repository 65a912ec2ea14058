import type { AwsError } from '../aws-error.ts';
import type { Answer } from '../operation.ts';
import type { Parameters } from '../parameters.ts';
import type { WireResponse } from './wire.ts';

type Tree = { [name: string]: Tree | string };

/** `Tags.member.1.Key=k` becomes `{ Tags: [{ Key: 'k' }] }`; `Action` and `Version` stay among the rest. */
export function parseForm(body: string): Parameters {
  const root: Tree = {};
  for (const [path, value] of new URLSearchParams(body)) place(root, path.split('.'), value);
  return listsOf(root) as Parameters;
}

function place(root: Tree, path: readonly string[], value: string): void {
  let node = root;
  for (const name of path.slice(0, -1)) {
    const next = node[name];
    const child: Tree = typeof next === 'object' ? next : {};
    node[name] = child;
    node = child;
  }
  node[path.at(-1) ?? ''] = value;
}

function listsOf(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const { member } = node;
  if (typeof member === 'object') {
    const numbered = Object.entries(member).sort(([a], [b]) => Number(a) - Number(b));
    return numbered.map(([, item]) => listsOf(item));
  }
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, listsOf(child)]));
}

export function queryAnswer(operation: string, answer: Answer, requestId: string): WireResponse {
  const body = `<${operation}Response><${operation}Result>${xmlOf(answer)}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export function queryError({ code, status, message }: AwsError, requestId: string): WireResponse {
  const error = xmlOf({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
  const body = `<ErrorResponse><Error>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

/** Null and undefined fields are left out; lists are `<member>` elements, maps `<entry>` elements. */
function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlOf(item)}</member>`).join('');
  if (value instanceof Map)
    return [...value].map(([key, entry]) => `<entry>${xmlOf({ key, value: entry })}</entry>`).join('');
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
    return fields.map(([name, field]) => `<${name}>${xmlOf(field)}</${name}>`).join('');
  }
  return escaped(String(value));
}

/** Text as it stands between two tags. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
