import { day, type Instant } from '../../core/model/instant.ts';
import { SimulatedAws } from '../aws/simulated-aws.ts';
import { Random } from '../random.ts';
import { addBesideIam } from './beside.ts';
import type { PastUse } from './past-use.ts';
import { addAwsRoles, addBreakGlass, addRole } from './roles.ts';
import { addSecret } from './secrets.ts';
import { makePeople } from './tags.ts';
import type { Truth } from './truth.ts';
import { addUser, type Setting } from './users.ts';

export interface AccountsOptions {
  readonly seed: number;
  readonly accounts: number;
  /** About how many credentials each account has. */
  readonly credentials: number;
  readonly now: Instant;
  /** Share of the accounts that lack the role by which they are read. */
  readonly refusing?: number;
}

/** A made-up organisation on simulated AWS, and what is true of each of its credentials. */
export interface SimulatedAccounts {
  readonly aws: SimulatedAws;
  readonly managementAccountId: string;
  readonly truths: readonly Truth[];
  /** Addresses of those who work there now. */
  readonly people: readonly string[];
  /** Accounts that do not let anybody in. */
  readonly refusing: readonly string[];
  /** What a trail would have of everybody. */
  readonly uses: readonly PastUse[];
}

/** The role that AWS Organizations makes in an account. */
const accessRole = 'OrganizationAccountAccessRole';

/** The same seed makes the same organisation; an account more or less leaves the others as they are. */
export function simulateAccounts({
  seed,
  accounts,
  credentials,
  now,
  refusing = 0,
}: AccountsOptions): SimulatedAccounts {
  const random = new Random(`accounts ${seed}`);
  const ids = Array.from({ length: accounts }, (_, i) => String(100_000_000_001 + i * 7_919));
  const [managementAccountId = ''] = ids;
  // Accounts are born two years before the day that is played.
  const clock = { at: now - 730 * day, now: () => clock.at };
  const aws = new SimulatedAws({ clock, accounts: ids.map((id) => ({ id })), managementAccountId });
  clock.at = now;
  const people = makePeople(random.fork('people'));
  const truths: Truth[] = [];
  const shut: string[] = [];
  const uses: PastUse[] = [];
  for (const accountId of ids) {
    const own = random.fork(accountId);
    const setting = { aws, accountId, people, now, uses };
    truths.push(...fill(setting, credentials, own));
    if (accountId === managementAccountId) continue;
    if (own.fork('door').chance(refusing)) shut.push(accountId);
    else addAccessRole(setting, managementAccountId);
  }
  return { aws, managementAccountId, truths, people: people.present, refusing: shut, uses };
}

function fill(setting: Setting, credentials: number, random: Random): readonly Truth[] {
  const truths: Truth[] = [];
  addAwsRoles(setting, random.fork('aws'));
  if (random.chance(0.5)) truths.push(...addBreakGlass(setting, random.fork('break-glass')));
  for (let i = 1; truths.length < credentials; i++) {
    const name = `${random.pick(['app', 'batch', 'ci', 'etl', 'export', 'site'])}-${i}`;
    const one = random.fork(name);
    const add = random.weighted([
      [addUser, 45],
      [addRole, 40],
      [addSecret, 15],
    ]);
    truths.push(...add(setting, name, one));
  }
  return [...truths, ...addBesideIam(setting, random.fork('beside IAM'))];
}

function addAccessRole({ aws, accountId, now }: Setting, managementAccountId: string): void {
  const { roles } = aws.account(accountId).state.latest;
  roles.set(accessRole, {
    kind: 'role',
    name: accessRole,
    path: '/',
    id: aws.world.ids.unique('AROA'),
    arn: `arn:aws:iam::${accountId}:role/${accessRole}`,
    createdAt: now - 730 * day,
    tags: [],
    inline: new Map(),
    attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    boundary: null,
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${managementAccountId}:root` }, Action: 'sts:AssumeRole' },
      ],
    }),
    maxSessionSeconds: 3_600,
    lastUsed: null,
  });
}
