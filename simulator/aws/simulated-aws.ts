import type { Origin } from './authorise.ts';
import { type Attempt, type AttemptOutcome, attempt } from './call.ts';
import type { Switchboard } from './dispatch.ts';
import { type Federating, mayFederate } from './federate.ts';
import { administratorAccess } from './iam/aws-managed-policies.ts';
import { type Faults, type JournalEntry, noFaults } from './journal.ts';
import { type SdkHandler, sdkHandler } from './sdk-handler.ts';
import { type AccountState, emptyAccount, type User } from './state/account.ts';
import { nothingDeployed } from './state/deployed.ts';
import { Eventual } from './state/eventual.ts';
import { Ids } from './state/ids.ts';
import { mintSession } from './state/session.ts';
import { type Account, accountOf, type Clock, stateToChange, type World } from './state/world.ts';

export interface AccountPlan {
  /** Twelve digits. */
  readonly id: string;
  readonly name?: string;
  /** An organisational unit, `ou-…`; the root if absent. */
  readonly parentId?: string;
}

export interface SimulatedAwsOptions {
  readonly clock: Clock;
  /**
   * By which clients sign, the machine's own as a rule, whatever the simulation plays: what is signed more than 15 minutes
   * from it is refused. Not asked if absent.
   */
  readonly signingClock?: Clock;
  readonly accounts: readonly AccountPlan[];
  /** The organisation's management account; without it the accounts stand alone. */
  readonly managementAccountId?: string;
  /** Reads the templates of stacks; JSON alone if absent. */
  readonly readTemplate?: (text: string) => unknown;
  /** Whether whoever calls is believed to be who it says; as on AWS, nobody is if absent. */
  readonly believing?: true;
}

/** As SDK clients take them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A session that AWS itself hands out: to an instance, a function, a person from Identity Center, an OIDC job. */
export interface GivenSession {
  readonly accountId: string;
  readonly roleName: string;
  readonly sessionName: string;
  readonly durationSeconds?: number;
  readonly sourceIdentity?: string;
  /** Condition keys that come with it: `ec2:SourceInstanceARN`, `identitystore:UserId` … */
  readonly context?: Readonly<Record<string, string>>;
}

const rootId = 'r-simu';
/** A few of them: enough to have one of each kind. */
const regionsAtBirth = [
  ['eu-central-1', 'ENABLED_BY_DEFAULT'],
  ['eu-west-1', 'ENABLED_BY_DEFAULT'],
  ['us-east-1', 'ENABLED_BY_DEFAULT'],
  ['us-west-2', 'ENABLED_BY_DEFAULT'],
  ['me-south-1', 'DISABLED'],
] as const;
const internetAddress: Origin = { ip: '198.51.100.7' };

/** All of AWS that Rescind touches: accounts with their state, behind the wire format that real SDK clients speak. */
export class SimulatedAws {
  readonly journal: JournalEntry[] = [];
  /** Replaceable at any moment. */
  faults: Faults = noFaults;
  readonly world: World;
  readonly believing: boolean;

  constructor(options: SimulatedAwsOptions) {
    const { clock, accounts, managementAccountId, readTemplate = JSON.parse, believing = false } = options;
    const { signingClock = null } = options;
    this.believing = believing;
    const organization =
      managementAccountId === undefined
        ? null
        : {
            id: 'o-simulated1',
            rootId,
            managementAccountId,
            stackSetsTrusted: true,
            trusted: new Set(['cloudtrail.amazonaws.com']),
            hasControlPolicies: true,
            delegated: new Map(),
            resourcePolicy: null,
          };
    this.world = {
      clock,
      signingClock,
      ids: new Ids(),
      accounts: new Map(accounts.map((plan) => [plan.id, newAccount(plan)])),
      organization,
      sessions: new Map(),
      keyHomes: new Map(),
      readTemplate,
      lag: 0,
    };
    for (const { id } of accounts) addAdministrator(this.world, id);
  }

  /** How long, in milliseconds, changes stay unseen by readers and by permission checks. */
  set lag(milliseconds: number) {
    this.world.lag = milliseconds;
  }

  /** For an SDK client's `requestHandler`. `from` is where its calls come from. */
  requestHandler(from: Origin = internetAddress): SdkHandler {
    return sdkHandler(this.switchboard(), from);
  }

  /** A key of the administrator that every account is born with. */
  administrator(accountId: string): Credentials {
    const [key] = administratorOf(accountOf(this.world, accountId).state.latest).keys;
    if (key === undefined) throw new Error(`The administrator of ${accountId} has no key left`);
    return { accessKeyId: key.id, secretAccessKey: key.secret };
  }

  account(accountId: string): Account {
    return accountOf(this.world, accountId);
  }

  /** What AWS would answer to any call of any service. */
  attempt(call: Attempt): AttemptOutcome {
    return attempt(this.world, call);
  }

  /** Whether the role's trust policy lets somebody in who is vouched for from outside. */
  mayFederate(asked: Federating): boolean {
    return mayFederate(this.world, asked);
  }

  giveSession({ accountId, roleName, sessionName, ...rest }: GivenSession): Required<Credentials> {
    const role = accountOf(this.world, accountId).state.latest.roles.get(roleName);
    if (role === undefined) throw new Error(`Account ${accountId} has no role ${roleName}`);
    const durationSeconds = rest.durationSeconds ?? 3_600;
    const session = mintSession(this.world, {
      ...rest,
      kind: 'role',
      accountId,
      entity: role,
      sessionName,
      durationSeconds,
    });
    return { accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey, sessionToken: session.token };
  }

  /** For the doors: a board that always shows this object's present faults and journal. */
  switchboard(): Switchboard {
    return this;
  }
}

function newAccount({ id, name = id, parentId = rootId }: AccountPlan): Account {
  return {
    id,
    name,
    parentId,
    state: new Eventual(emptyAccount()),
    status: 'ACTIVE',
    serviceControlPolicies: [],
    regions: new Map(regionsAtBirth),
    contacts: new Map(),
    tags: [],
    deployed: nothingDeployed(),
    opened: [],
  };
}

function addAdministrator(world: World, accountId: string): void {
  const { ids, clock } = world;
  const createdAt = clock.now();
  const key = { id: ids.unique('AKIA'), secret: ids.secret(), createdAt, status: 'Active' as const, lastUsed: null };
  const user: User = {
    kind: 'user',
    name: 'administrator',
    path: '/',
    id: ids.unique('AIDA'),
    arn: `arn:aws:iam::${accountId}:user/administrator`,
    createdAt,
    tags: [],
    inline: new Map(),
    attached: [administratorAccess],
    boundary: null,
    keys: [key],
    loginProfile: null,
    passwordLastUsedAt: null,
    serviceCredentials: [],
  };
  stateToChange(world, accountOf(world, accountId)).users.set(user.name, user);
  world.keyHomes.set(key.id, accountId);
}

function administratorOf(state: AccountState): User {
  const user = state.users.get('administrator');
  if (user === undefined) throw new Error('The administrator was deleted');
  return user;
}
