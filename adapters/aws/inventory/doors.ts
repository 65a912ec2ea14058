import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { ListedCredential } from '../../../core/intake/account/account-inventory.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import { type Instant, parseInstant } from '../../../core/model/instant.ts';
import type { SignedCaller } from '../signed-call.ts';

/**
 * Profiles, trust anchors and lists of revoked certificates of IAM Roles Anywhere in one Region. Without a trust anchor no
 * certificate opens anything, so that nothing more is asked where there is none.
 */
export async function doorsIn(anywhere: SignedCaller, accountId: AccountId): Promise<readonly ListedCredential[]> {
  const anchors = await listed(anywhere, 'rolesanywhere:ListTrustAnchors', '/trustanchors', 'trustAnchors');
  if (anchors.length === 0) return [];
  const profiles = await listed(anywhere, 'rolesanywhere:ListProfiles', '/profiles', 'profiles');
  const lists = await listed(anywhere, 'rolesanywhere:ListCrls', '/crls', 'crls');
  const subjects = await listed(anywhere, 'rolesanywhere:ListSubjects', '/subjects', 'subjects');
  const seen = subjects.flatMap(({ lastSeenAt }) => parseInstant(lastSeenAt ?? '') ?? []);
  // Which door a certificate came by is not told: none of them was used later than the last certificate was seen.
  const lastUse = seen.length === 0 ? 'never' : Math.max(...seen);
  return [
    ...[...anchors, ...profiles].flatMap((one) => doorOf(one, lastUse, accountId)),
    // A list of revoked certificates opens nothing: it has no use, and enabled it is as its owner wants it.
    ...lists.flatMap((one) => doorOf(one, null, accountId)),
  ];
}

const resource = v.looseObject({
  trustAnchorArn: v.optional(v.string()),
  profileArn: v.optional(v.string()),
  crlArn: v.optional(v.string()),
  enabled: v.optional(v.boolean()),
  createdAt: v.optional(v.string()),
  lastSeenAt: v.optional(v.string()),
});

type Listed = v.InferOutput<typeof resource>;

/** All pages of a list. Throws where the answer is none. */
async function listed(anywhere: SignedCaller, action: string, path: string, name: string): Promise<Listed[]> {
  const page = v.looseObject({ nextToken: v.nullish(v.string()), [name]: v.optional(v.array(resource)) });
  const found: Listed[] = [];
  for (let token: string | null = null; ; ) {
    const query: string = token === null ? '' : `?nextToken=${encodeURIComponent(token)}`;
    const answer: v.InferOutput<typeof page> = v.parse(
      page,
      await patiently(() => anywhere.call(action, 'GET', `${path}${query}`)),
    );
    found.push(...((answer[name] as Listed[] | undefined) ?? []));
    token = typeof answer.nextToken === 'string' ? answer.nextToken : null;
    if (token === null) return found;
  }
}

/** One call of a kind a second is all that the service takes, and no SDK is here to wait for it. */
const firstWait = 500;
const mostTries = 6;

/** Errors that the same call may not meet again; `TypeError` is what fetch says of a broken connection. */
const passing = /^(?:TooManyRequests|Throttling|Timeout|TypeError|InternalServer|ServiceUnavailable|Http5)/;

async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1, wait = firstWait; ; tries++, wait *= 2) {
    try {
      return await call();
    } catch (error) {
      // fails toward: the caller, who notes the gap; too many at once, or none in time, is no answer yet
      if (tries === mostTries || !passing.test((error as Error).name)) throw error;
      await sleep(wait);
    }
  }
}

function doorOf(
  { trustAnchorArn, profileArn, crlArn, enabled, createdAt }: Listed,
  lastUse: Instant | 'never' | null,
  accountId: AccountId,
): readonly ListedCredential[] {
  const arn = (trustAnchorArn ?? profileArn ?? crlArn) as Arn | undefined;
  if (arn === undefined) return [];
  return [
    {
      credential: { kind: 'roles-anywhere', id: arn, accountId, principal: arn },
      active: crlArn === undefined && enabled !== false,
      createdAt: parseInstant(createdAt ?? ''),
      lastUse,
      witness: lastUse === null ? 'list' : 'roles-anywhere',
      expiresAt: null,
      byService: false,
      tags: [],
    },
  ];
}
