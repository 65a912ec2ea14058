import { day, hour, type Instant } from '../../core/model/instant.ts';
import type { SimulatedAws } from '../aws/simulated-aws.ts';
import type { AccessKey, User } from '../aws/state/account.ts';
import type { Random } from '../random.ts';
import { drawLifetime, drawNature, type Lifetime } from './draw.ts';
import { tagsAndPolicies } from './entity.ts';
import { callsOfWork, type MadeGrants, makeGrants } from './grants.ts';
import type { PastUse } from './past-use.ts';
import type { People } from './tags.ts';
import type { Truth } from './truth.ts';

export interface Setting {
  readonly aws: SimulatedAws;
  readonly accountId: string;
  readonly people: People;
  readonly now: Instant;
  /** Gathers what a trail would have. */
  readonly uses: PastUse[];
}

/** An IAM user with a key, sometimes two, sometimes a password; and now and then something older. */
export function addUser(setting: Setting, name: string, random: Random): readonly Truth[] {
  const { aws, accountId, now } = setting;
  const { ids, keyHomes } = aws.world;
  const state = aws.account(accountId).state.latest;
  const nature = { ...drawNature(random), door: 'closed' as const };
  const grants = makeGrants(nature.holds, random);
  // One calendar a user: keys of one user do one work.
  const life = drawLifetime(random, now);
  const drawn = random.chance(0.15) ? drawLifetime(random, now) : null;
  const calendar = drawn?.cadence ?? null;
  const second = drawn === null ? null : { ...drawn, cadence: life.cadence };
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  const user: User = {
    kind: 'user',
    name,
    path: '/',
    id: ids.unique('AIDA'),
    arn,
    createdAt: Math.min(life.createdAt, second?.createdAt ?? now) - 200 * day,
    ...tagsAndPolicies(setting, { life, nature, grants }, random),
    keys: [],
    loginProfile: null,
    passwordLastUsedAt: null,
    serviceCredentials: [],
  };
  state.users.set(name, user);
  const truths: Truth[] = [];
  const told = { accountId, ...nature, off: false };
  const actions = grants.needs.flatMap((service) => callsOfWork[service] ?? []);
  const note = (kind: PastUse['kind'], credential: string, life: Lifetime) =>
    setting.uses.push({ accountId, kind, credential, principal: arn, life, actions, lent: nature.lent });
  const isPerson = random.chance(0.25);
  if (isPerson) {
    user.loginProfile = { createdAt: life.createdAt, passwordResetRequired: false };
    user.passwordLastUsedAt = life.lastUsedAt;
    truths.push({ ...told, credential: arn, kind: 'console-password', use: life.use });
    note('console-password', arn, life);
  }
  for (const one of isPerson ? [second] : [life, second]) {
    if (one === null) continue;
    // The tag tells the first key's calendar; that of the second is told by nobody, unless it is the same.
    const use = one === second && one.use === 'rare' && calendar !== life.cadence ? 'rare-unsaid' : one.use;
    const off = random.chance(0.08);
    const key: AccessKey = {
      id: ids.unique('AKIA'),
      secret: 'simulated',
      createdAt: one.createdAt,
      status: off ? 'Inactive' : 'Active',
      lastUsed:
        one.lastUsedAt === null ? null : { at: one.lastUsedAt, region: 'us-east-1', service: grants.needs[0] ?? 's3' },
    };
    user.keys.push(key);
    keyHomes.set(key.id, accountId);
    truths.push({ ...told, credential: key.id, kind: 'access-key', use, off });
    note('access-key', key.id, one);
  }
  truths.push(...addOldThings(setting, user, told, random));
  noteUses(setting, arn, grants, [life, ...(second === null ? [] : [second])], random);
  return truths;
}

/** IAM's last-accessed dates: the work's services, at or shortly before the last use of any of the credentials. */
export function noteUses(
  { aws, accountId }: Setting,
  arn: string,
  { needs }: MadeGrants,
  lives: readonly Lifetime[],
  random: Random,
): void {
  const last = Math.max(...lives.map(({ lastUsedAt }) => lastUsedAt ?? Number.NEGATIVE_INFINITY));
  if (!Number.isFinite(last)) return;
  const uses = needs.map((service) => {
    const at = last - random.between(0, 30) * hour;
    const calls = (callsOfWork[service] ?? []).map((call): [string, number] => [call.slice(service.length + 1), at]);
    return [service, { at, actions: new Map(calls) }] as const;
  });
  aws.account(accountId).state.latest.inventory.accessed.set(arn, new Map(uses));
}

/** Credentials that leave no date of use, which a few users still have. */
function addOldThings(
  { aws, accountId, now }: Setting,
  user: User,
  told: Omit<Truth, 'credential' | 'kind' | 'use'>,
  random: Random,
): Truth[] {
  const { inventory } = aws.account(accountId).state.latest;
  const { ids } = aws.world;
  const madeAt = now - random.between(5, 80) * day;
  const truths: Truth[] = [];
  const add = (kind: Truth['kind'], id: string) =>
    truths.push({ ...told, credential: `${user.arn}/${id}`, kind, use: 'unobserved' });
  if (random.chance(0.05)) {
    const id = ids.unique('APKA');
    inventory.sshKeys.set(user.name, [{ id, uploadedAt: madeAt, status: 'Active' }]);
    add('ssh-key', id);
  }
  if (random.chance(0.02)) {
    const id = ids.unique('TASIMULATED');
    inventory.certificates.set(user.name, [{ id, uploadedAt: madeAt, status: 'Active' }]);
    add('signing-certificate', id);
  }
  if (random.chance(0.06)) {
    const id = ids.unique('ACCA');
    const service = random.pick(['bedrock.amazonaws.com', 'codecommit.amazonaws.com']);
    const expiresAt = service.startsWith('bedrock') ? now + 30 * day : null;
    user.serviceCredentials.push({
      id,
      service,
      userName: `${user.name}-at`,
      createdAt: madeAt,
      expiresAt,
      status: 'Active',
    });
    add('service-specific', id);
  }
  return truths;
}
