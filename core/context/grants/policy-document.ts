import { type Fields, isFields, manyOf } from '../../intake/fields.ts';
import type { Instant } from '../../model/instant.ts';
import { once } from '../../model/once.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import type { GrantStatement } from './grants.ts';

/**
 * Reads an IAM policy document: an object, its JSON, or its JSON as IAM's API returns it, URL-encoded.
 * The error is a sentence. A statement that cannot be read makes the whole document unread: half a policy would lie.
 */
export function readPolicyDocument(
  document: unknown,
  since: Instant | null,
): Result<readonly GrantStatement[], string> {
  const parsed = parseDocument(document);
  if (!isFields(parsed)) return fail('the policy document is not JSON');
  const statements: GrantStatement[] = [];
  for (const statement of manyOf(parsed.Statement)) {
    const read = isFields(statement) ? readStatement(statement, since) : null;
    if (read === null) return fail('a statement has no readable Effect, Action or Resource');
    statements.push(...read);
  }
  return ok(statements);
}

/** IAM's API sends policies URL-encoded; people paste them plain. Null where neither is JSON. The answer is shared, and must not be changed. */
export function parseDocument(document: unknown): unknown {
  return typeof document === 'string' ? parseText(document) : document;
}

// A pipeline writes the same policy with every deployment.
const parseText = once(512, (text): unknown => {
  try {
    return JSON.parse(text.trimStart().startsWith('{') ? text : decodeURIComponent(text.replace(/\+/g, ' ')));
  } catch {
    return null; // fails toward: an unread policy, which counts as nothing held
  }
});

/** A Deny of all resources but some takes nothing away for certain, so it is no statement at all. */
function readStatement(statement: Fields, since: Instant | null): readonly GrantStatement[] | null {
  const effect = statement.Effect === 'Allow' ? 'allow' : statement.Effect === 'Deny' ? 'deny' : null;
  const actions = textsOf(statement.Action ?? statement.NotAction);
  const resources = statement.NotResource === undefined ? textsOf(statement.Resource) : ['*'];
  if (effect === null || actions === null || resources === null) return null;
  if (effect === 'deny' && statement.NotResource !== undefined) return [];
  return [
    {
      effect,
      actions: actions.map((action) => action.toLowerCase()),
      except: statement.Action === undefined,
      resources,
      conditional: isFields(statement.Condition) && Object.keys(statement.Condition).length > 0,
      since,
    },
  ];
}

function textsOf(value: unknown): readonly string[] | null {
  const list = manyOf(value);
  return list.length > 0 && list.every((entry) => typeof entry === 'string') ? list : null;
}
