import * as v from 'valibot';
import type { DeclaredContext, Revocation } from '../../core/context/recorded-context.ts';
import { wordsOf } from '../../core/intake/account/account-details.ts';
import { accessKeyOf, accountOf, arnPart } from '../../core/intake/fields.ts';
import { clientOf, tokenRefParts } from '../../core/intake/token-use.ts';
import type { AccountId, Arn, TokenRef } from '../../core/model/brand.ts';
import { type Credential, isToken, type TokenKind } from '../../core/model/credential.ts';
import { type Instant, parseMoment } from '../../core/model/instant.ts';
import { unknownOwner } from '../../core/model/owner.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import { knownKeysOf } from '../../core/policy/known-keys.ts';
import type { Declaration } from '../../core/signals/standing/inventory.ts';
import { readOwner } from '../../core/signals/standing/ownership.ts';
import type { LastUse } from '../../core/signals/standing/standing.ts';

const text = v.nullish(v.string(), null);
const texts = v.nullish(v.array(v.string()), null);
/** A template has them empty, and nobody has a credential that is allowed nothing. */
const limits = v.pipe(
  texts,
  v.transform((entries) => (entries?.length === 0 ? null : entries)),
);

/** A day alone is its first instant; anything else needs a zone. */
const moment = v.nullable(
  v.pipe(
    v.string(),
    v.transform((written) => parseMoment(written.replace(' ', 'T'))),
    v.number('is not a time like 2027-01-31T18:00:00Z, or a day like 2027-01-31'),
  ),
);

const secretArn = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+$/;

const anArn = v.pipe(v.string(), v.regex(secretArn, 'is not the ARN of a secret'));
const isAutomatic = v.nullish(v.boolean(), false);
const revocation = v.variant('by', [
  v.object({ by: v.literal('rfc7009'), client: anArn, token: anArn, field: text, automatic: isAutomatic }),
  v.object({ by: v.literal('handler'), automatic: isAutomatic }),
]);

const row = v.object({
  id: v.pipe(v.string(), v.trim(), v.minLength(1, 'is empty')),
  type: text,
  accountId: v.nullish(v.union([v.string(), v.number()]), null),
  accessKeyId: text,
  kind: text,
  owner: text,
  createdAt: v.optional(moment, null),
  /** Left out is silence; `null` says never, as IAM's own lists do. */
  lastUsedAt: v.optional(moment),
  granted: texts,
  purpose: text,
  homeRegion: text,
  holds: text,
  canary: v.nullish(v.boolean(), false),
  rotation: v.nullish(v.object({ secret: anArn }), null),
  revocation: v.nullish(revocation, null),
  expected: v.nullish(
    v.object({
      networks: limits,
      regions: limits,
      services: limits,
      actions: limits,
      userAgents: limits,
      parents: limits,
      callsPerHour: v.nullish(v.pipe(v.number(), v.minValue(0)), null),
      expiresAt: v.optional(moment, null),
    }),
    {},
  ),
});

/** What may be said of a credential, and of what is expected of it. */
export const declaredFields = Object.keys(row.entries);

export const declaredKeys = knownKeysOf(row);

type Row = v.InferOutput<typeof row>;

/** `declaration.credential` is null in a row that names nothing that can be taken back: its words still count. */
export interface DeclaredRow {
  readonly id: string;
  readonly declared: DeclaredContext;
  readonly declaration: Declaration | null;
}

/** One element of `credentials.json`; the error is a clause. */
export function readDeclaredRow(value: unknown): Result<DeclaredRow, string> {
  const read = v.safeParse(row, value);
  if (!read.success) return fail(wordsOf(read.issues));
  const declared = contextOf(read.output);
  const credential = credentialOf(read.output, declared);
  const declaration = credential === null ? null : { credential, declared, lastUse: lastUseOf(read.output.lastUsedAt) };
  return ok({ id: read.output.id, declared, declaration });
}

const trap = /\b(?:canary|honey-?(?:token|key|pot|credential))/i;

function contextOf({
  id,
  owner,
  canary,
  createdAt,
  lastUsedAt,
  accessKeyId,
  rotation,
  revocation,
  homeRegion,
  holds,
  expected,
  ...said
}: Row): DeclaredContext {
  return {
    purpose: said.purpose,
    kind: said.kind,
    owner: owner === null ? unknownOwner : readOwner(owner),
    createdAt,
    lastUsedAt: lastUsedAt ?? null,
    accessKeyId: accessKeyOf(accessKeyId) ?? accessKeyOf(id),
    granted: said.granted ?? [],
    rotation: rotation === null ? null : { secret: rotation.secret as Arn },
    revocation: revocation as Revocation | null,
    ...(homeRegion !== null && { homeRegion: homeRegion.trim().toLowerCase() }),
    ...(holds !== null && { holds }),
    expected,
    canary: canary || trap.test(`${said.kind ?? ''} ${said.purpose ?? ''}`),
  };
}

function lastUseOf(lastUsedAt: Instant | null | undefined): LastUse {
  if (lastUsedAt === undefined) return { kind: 'unknown' };
  return lastUsedAt === null
    ? { kind: 'never', witness: 'declared' }
    : { kind: 'used', at: lastUsedAt, witness: 'declared' };
}

function credentialOf({ id, type, accountId: written }: Row, { accessKeyId }: DeclaredContext): Credential | null {
  const accountId = accountOf(written) ?? accountOf(arnPart(id, 4));
  if (accountId === null) return null;
  const arn = id as Arn;
  if (isToken(type ?? '')) return tokenOf(type as TokenKind, id, accountId);
  const isUser = /^arn:[^:]*:iam::\d*:user\//.test(id);
  if (/^arn:[^:]*:iam::\d*:root$/.test(id) || type === 'root')
    return accessKeyId === null ? null : { kind: 'root', id: arn, accountId, principal: arn };
  if (/^arn:[^:]*:iam::\d*:role\//.test(id)) return { kind: 'role', id: arn, accountId, principal: arn, person: null };
  if (/^arn:[^:]*:ssm:[^:]*:\d*:parameter\//.test(id)) return { kind: 'parameter', id: arn, accountId, principal: arn };
  if (id.includes(':secretsmanager:')) return { kind: 'secret', id: arn, accountId, principal: arn };
  if (accessKeyId !== null && (isUser || accessKeyId === id))
    return { kind: 'access-key', id: accessKeyId, accountId, principal: userOf(id, accountId) };
  if (isUser && /password|console|login/.test(type ?? ''))
    return { kind: 'console-password', id: arn, accountId, principal: arn };
  return null;
}

/** The client that holds it is not in a declaration; its uses name it. */
function tokenOf(kind: TokenKind, id: string, accountId: AccountId): Credential | null {
  const parts = tokenRefParts(id);
  return parts === null ? null : { kind, id: id as TokenRef, accountId, principal: clientOf(parts.source, '') };
}

/** A key declared by its id alone leaves its user unknown; IAM has no user with an empty name. */
function userOf(id: string, accountId: AccountId): Arn {
  return (id.startsWith('arn:') ? id : `arn:aws:iam::${accountId}:user/`) as Arn;
}
