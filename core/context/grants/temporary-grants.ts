import { type Fields, fieldsOf, isFields, manyOf } from '../../intake/fields.ts';
import { day, type Instant, parseInstant } from '../../model/instant.ts';
import { nameIn } from '../../model/own-name.ts';
import type { GrantMade } from './grant-made.ts';
import type { GrantStatement } from './grants.ts';
import { parseDocument, readPolicyDocument } from './policy-document.ts';
import type { PolicyText } from './policy-texts.ts';

/** A policy that was given for a limited time. */
export interface TemporaryGrant {
  /** As its holder has it: the name of an inline policy, the ARN of another. */
  readonly policy: string;
  readonly endsAt: Instant;
  /** `condition`: AWS itself ends it. `default`: nobody gave it an end, so the policy of this organisation did. */
  readonly endBy: 'condition' | 'name' | 'default';
  /** Who gave it, and when; null where the trail does not reach back so far. */
  readonly made: GrantMade | null;
  readonly statements: readonly GrantStatement[];
}

/**
 * The policies of a user or role that have an end: in a condition on the time, in their name (`until-2026-12-31`), or, where
 * `defaultDays` says so, because somebody gave them by hand. Of several grants of one policy the last counts.
 */
export function temporaryGrants(
  texts: readonly PolicyText[],
  arn: string,
  made: readonly GrantMade[],
  defaultDays: number | null,
): readonly TemporaryGrant[] {
  const name = nameIn(arn);
  return texts.flatMap((text) => {
    if (text.by === 'group') return [];
    const given = made.filter(({ to, policy }) => to === name && policy === text.name).toSorted((a, b) => b.at - a.at);
    const end = endOf(text, given[0] ?? null, defaultDays);
    const read = readPolicyDocument({ Statement: text.statements }, null);
    return end === null || !read.ok
      ? []
      : [{ policy: text.name, ...end, made: given[0] ?? null, statements: read.value }];
  });
}

/** When what a call gives is to end; null where nobody said, and there is no default. `document`: the policy that it writes. */
export function endOfGrant(made: GrantMade, document: string | undefined, defaultDays: number | null): Instant | null {
  const statements = manyOf(fieldsOf(parseDocument(document ?? '')).Statement).filter(isFields);
  return endOf({ name: made.policy ?? '', by: 'inline', statements }, made, defaultDays)?.endsAt ?? null;
}

function endOf({ name, statements }: PolicyText, made: GrantMade | null, defaultDays: number | null) {
  const allows = statements.filter(({ Effect }) => Effect === 'Allow').map(lastMoment);
  if (allows.length > 0 && allows.every((at) => at !== null)) {
    return { endsAt: Math.max(...allows), endBy: 'condition' } as const;
  }
  const named = endInName(name);
  if (named !== null) return { endsAt: named, endBy: 'name' } as const;
  if (made === null || !made.byHand || defaultDays === null) return null;
  return { endsAt: made.at + defaultDays * day, endBy: 'default' } as const;
}

/** The `aws:CurrentTime` until which the statement holds; null where it holds for ever. */
function lastMoment({ Condition }: Fields): Instant | null {
  for (const [operator, tests] of Object.entries(fieldsOf(Condition))) {
    if (!/^DateLessThan(?:Equals)?$/i.test(operator) || !isFields(tests)) continue;
    for (const [key, values] of Object.entries(tests)) {
      const [value] = manyOf(values);
      if (key.toLowerCase() === 'aws:currenttime') return parseInstant(timeOf(String(value)));
    }
  }
  return null;
}

/** IAM takes a bare day, too. */
function timeOf(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}

function endInName(name: string): Instant | null {
  const [, year, month, dayOfMonth] =
    /(?:until|expires?|ends?|temp(?:orary)?)[-_.]?(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})/i.exec(name) ?? [];
  return year === undefined ? null : parseInstant(`${year}-${month}-${dayOfMonth}T23:59:59Z`);
}
