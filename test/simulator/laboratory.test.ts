import { describe, expect, it } from 'vitest';
import { intake } from '../../core/intake/intake.ts';
import { furtherChangeKinds } from '../../simulator/changes/changes.ts';
import { furtherTechniques } from '../../simulator/incidents/incidents.ts';
import type { Incident } from '../../simulator/labels.ts';
import type { CloudTrailRecord } from '../../simulator/record/cloudtrail-record.ts';
import { simulate } from '../../simulator/simulate.ts';

// Twice each, since each is of a difficulty of its own; and what has two ways more often.
const twice = [...furtherTechniques, ...furtherTechniques, ...Array(4).fill('session-through-neighbour')];
const laboratory = (seed: number) =>
  simulate({ seed, days: 12, shape: 'laboratory', incidents: twice, benignChanges: furtherChangeKinds });
const simulations = [laboratory(2), laboratory(3)];
const [one] = simulations as [ReturnType<typeof laboratory>];
const records = one.records.map(({ record }) => record);

interface Robbery {
  readonly incident: Incident;
  readonly hostile: readonly CloudTrailRecord[];
  /** The victim's own, before and after. */
  readonly honest: readonly CloudTrailRecord[];
}

const robberies: readonly Robbery[] = simulations.flatMap((simulation) => {
  const all = simulation.records.map(({ record }) => record);
  const byId = new Map(all.map((record) => [record.eventID, record]));
  const stolen = new Set(simulation.labels.incidents.flatMap(({ hostileEventIds }) => hostileEventIds));
  return simulation.labels.incidents.map((incident) => ({
    incident,
    hostile: incident.hostileEventIds.flatMap((id) => byId.get(id) ?? []),
    honest: all.filter((record) => !stolen.has(record.eventID) && isBy(record, incident.credential)),
  }));
});

function isBy({ userIdentity }: CloudTrailRecord, credential: string): boolean {
  return [userIdentity.accessKeyId, userIdentity.sessionContext?.sessionIssuer?.arn].includes(credential);
}

function playsOf(technique: string): readonly Robbery[] {
  const plays = robberies.filter(({ incident }) => incident.technique === technique);
  if (plays.length < 2) throw new Error(`${technique} was played ${plays.length} times`);
  return plays;
}

function ofRole(part: string): CloudTrailRecord[] {
  return records.filter(({ userIdentity }) => String(userIdentity.sessionContext?.sessionIssuer?.arn).includes(part));
}

const addresses = (some: readonly CloudTrailRecord[]) => new Set(some.map((record) => record.sourceIPAddress));
const names = (some: readonly CloudTrailRecord[]) => some.map((record) => record.eventName);

function changeOf(kind: string) {
  const change = one.labels.benignChanges.find((each) => each.kind === kind);
  if (change === undefined) throw new Error(`${kind} did not happen`);
  const during = records.filter(
    (record) =>
      record.eventTime >= change.from &&
      record.eventTime <= change.until &&
      change.credentials.some((credential) => isBy(record, credential)),
  );
  return { change, during };
}

describe('a laboratory', () => {
  it('has every further theft and change happen to it, at every difficulty', () => {
    const { labels } = one;
    expect(new Set(labels.incidents.map(({ technique }) => technique))).toEqual(new Set(furtherTechniques));
    expect(labels.benignChanges.map(({ kind }) => kind).sort()).toEqual([...furtherChangeKinds].sort());
    const levels = robberies.map(({ incident }) => incident.difficulty);
    expect(new Set(levels)).toEqual(new Set(['blatant', 'plain', 'stealthy']));
  });

  it('has no record that intake rejects, and names thefts’ credentials as intake does', () => {
    const taken = new Map(records.map((record) => [record.eventID, intake(record)]));
    expect([...taken.values()].filter(({ kind }) => kind === 'rejected')).toEqual([]);
    for (const { credential, alsoAcceptable, hostileEventIds, id } of one.labels.incidents) {
      const named = hostileEventIds.flatMap((event) => {
        const use = taken.get(event);
        return use?.kind === 'use' ? [use.use.credential.id] : [];
      });
      expect(named.length, id).toBeGreaterThan(0);
      expect([credential, ...alsoAcceptable], id).toEqual(expect.arrayContaining(named));
    }
  });
});

describe('honest workloads', () => {
  it('share one role by an identity provider’s sign-on, under plain names and from homes of their own', () => {
    const shared = Map.groupBy(ofRole(':role/okta-engineer'), (record) => record.userIdentity.accountId);
    expect(shared.size).toBeGreaterThan(0);
    for (const sessions of shared.values()) {
      const people = Map.groupBy(sessions, (record) => record.userIdentity.arn?.split('/').at(-1));
      expect([...people.keys()].filter((name) => !/^[a-z]+\.[a-z]+$/.test(name ?? ''))).toEqual([]);
      expect(sessions.every((record) => record.userIdentity.onBehalfOf === undefined)).toBe(true);
      expect(addresses(sessions).size).toBeGreaterThan(people.size);
    }
    expect(
      Math.max(...[...shared.values()].map((sessions) => new Set(sessions.map((r) => r.userIdentity.arn)).size)),
    ).toBeGreaterThan(2);
    const mints = records.filter(
      ({ eventName, userIdentity }) =>
        eventName === 'AssumeRoleWithSAML' && String(userIdentity.identityProvider).endsWith(':saml-provider/okta'),
    );
    expect(mints.length).toBeGreaterThan(50);
  });

  it.each(['worker', 'task'])('a %s reaches S3 by its endpoint and the rest by the gateway', (archetype) => {
    const calls = ofRole(`-${archetype}-role`).filter((record) => record.userIdentity.invokedBy === undefined);
    const roles = Map.groupBy(calls, (record) => record.userIdentity.sessionContext?.sessionIssuer?.arn);
    const stolen = new Set(robberies.flatMap(({ incident }) => incident.hostileEventIds));
    expect(roles.size).toBeGreaterThan(3);
    for (const all of roles.values()) {
      const own = all.filter((record) => !stolen.has(record.eventID));
      const inside = own.filter((record) => record.vpcEndpointId !== undefined);
      const outside = own.filter((record) => record.vpcEndpointId === undefined);
      expect(inside.every((record) => record.sourceIPAddress.startsWith('10.'))).toBe(true);
      expect(outside.some((record) => record.eventSource === 's3.amazonaws.com')).toBe(false);
      expect(outside.some((record) => record.sourceIPAddress.startsWith('10.'))).toBe(false);
      expect([inside.length > 10, outside.length > 0]).toEqual([true, true]);
    }
  });

  it('go out by the company’s gateway, whose one address is written down as its own', () => {
    const lines = (one.context.get('networks.csv') ?? '').trim().split('\n');
    const own = lines.filter((line) => line.endsWith(',corp'));
    expect(own).toHaveLength(1);
    const [, address] = /^([\d.]+)\/32,AS\d+,[A-Z]{2},\w+ VPN gateway,corp$/.exec(own[0] ?? '') ?? [];
    const through = records.filter((record) => record.sourceIPAddress === address);
    expect(new Set(through.map((record) => record.userIdentity.arn)).size).toBeGreaterThan(5);
  });

  it('have no gateway where the company rents none', () => {
    const { context } = simulate({ seed: 2, days: 1, incidents: 0, benignChanges: 0 });
    expect(context.get('networks.csv')).not.toMatch(/corp|VPN gateway/);
  });

  it.each(['AWSReservedSSO_ResearchAccess', '-notebook-role', 'role/research-agent-'])(
    '%s improvises: other models all the time, and new actions week by week',
    (part) => {
      const roles = Map.groupBy(ofRole(part), (record) => record.userIdentity.sessionContext?.sessionIssuer?.arn);
      expect(roles.size).toBeGreaterThan(0);
      const [busiest = []] = [...roles.values()].sort((a, b) => b.length - a.length);
      const ordered = busiest.toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
      const half = Math.floor(ordered.length / 2);
      const known = new Set(names(ordered.slice(0, half)));
      expect([...new Set(names(ordered.slice(half)))].filter((name) => !known.has(name)).length).toBeGreaterThan(0);
      const asked = new Set(ordered.map((record) => record.requestParameters?.modelId).filter(Boolean));
      expect(asked.size).toBeGreaterThan(5);
    },
  );

  it('are granted whatever they improvise', () => {
    const quiet = simulate({ seed: 2, days: 12, shape: 'laboratory', incidents: 0, benignChanges: 0 });
    const entries = JSON.parse(quiet.context.get('credentials.json') ?? '[]') as { id: string; granted?: string[] }[];
    const wide = entries.filter(({ id }) => /ResearchAccess|notebook-role|research-agent-\d+$/.test(id));
    expect(wide.length).toBeGreaterThan(3);
    for (const { id, granted = [] } of wide) {
      const own = quiet.records.map(({ record }) => record).filter((record) => isBy(record, id));
      const called = own.filter(({ userIdentity }) => userIdentity.invokedBy === undefined);
      const services = new Set(called.map(({ eventSource }) => eventSource.replace(/\.amazonaws\.com$/, '')));
      const covered = new Set(granted.map((grant) => grant.split(':')[0]?.replace('cloudwatch', 'monitoring')));
      expect(
        [...services].filter((service) => !covered.has(service)),
        id,
      ).toEqual([]);
    }
  });

  it('plan for pull requests, by a role that is there for them', () => {
    const plans = records.filter(
      ({ eventName, userIdentity }) =>
        eventName === 'AssumeRoleWithWebIdentity' && userIdentity.userName?.endsWith(':pull_request'),
    );
    expect(plans.length).toBeGreaterThan(30);
  });
});

describe('honest changes', () => {
  it('a module is applied for the first time in the order of its graph', () => {
    const { during } = changeOf('new-module');
    const made = names(during.toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : 1)));
    expect(made).toEqual(expect.arrayContaining(['CreateVpc', 'CreateRole', 'PutRolePolicy', 'PutBucketPolicy']));
    expect(made.indexOf('CreateVpc')).toBeLessThan(made.indexOf('CreateSubnet'));
    const policies = during.filter(({ eventName }) => eventName === 'PutBucketPolicy');
    const granted = JSON.stringify(policies.map((record) => record.requestParameters?.bucketPolicy));
    expect(granted).toContain(`arn:aws:iam::${policies[0]?.recipientAccountId}:root`);
    expect(during.some((record) => record.userAgent.includes('Terraform'))).toBe(true);
  });

  it('new duties and experiments bring what their owner never did', () => {
    for (const [kind, actions] of [
      ['first-week-of-new-duties', /^(ListHostedZones|ListDistributions|DescribeDBSnapshots|DescribeParameters)$/],
      ['new-experiment', /KnowledgeBase|RetrieveAndGenerate|HyperParameter|InvocationJob|DetectLabels|Ingestion/],
    ] as const) {
      const { change, during } = changeOf(kind);
      const before = records.filter((r) => r.eventTime < change.from && change.credentials.some((c) => isBy(r, c)));
      expect(
        names(during).some((name) => actions.test(name)),
        kind,
      ).toBe(true);
      expect(
        names(before).filter((name) => actions.test(name)),
        kind,
      ).toEqual([]);
    }
  });

  it('a responder takes on a role in every account, at night and from home', () => {
    const { change } = changeOf('call-night-across-accounts');
    const roles = change.credentials.filter((credential) => credential.endsWith(':role/incident-responder'));
    const accounts = new Set(one.records.map(({ record }) => record.recipientAccountId));
    expect(roles.length).toBe(accounts.size);
    const done = ofRole(':role/incident-responder');
    expect(addresses(done).size).toBe(1);
    expect(names(done)).toContain('UpdateService');
  });

  it('a colleague joins the shared role, and some move to the company’s gateway', () => {
    const { change, during } = changeOf('joins-shared-role');
    expect(change.credentials[0]).toMatch(/:role\/okta-engineer$/);
    const before = new Set(records.filter((r) => r.eventTime < change.from).map((r) => r.userIdentity.arn));
    expect(during.filter((record) => !before.has(record.userIdentity.arn)).length).toBeGreaterThan(5);
    expect(changeOf('company-vpn').change.credentials.length).toBeGreaterThan(0);
  });

  it('a new laptop brings one other system, and stays', () => {
    const { change, during } = changeOf('new-laptop');
    const hostile = new Set(one.labels.incidents.flatMap(({ hostileEventIds }) => hostileEventIds));
    const earlier = records.filter((r) => r.eventTime < change.from && change.credentials.some((c) => isBy(r, c)));
    const systems = (some: readonly CloudTrailRecord[]) => [
      ...new Set(some.flatMap(({ userAgent }) => /^aws-cli.* os\/(\w+)/.exec(userAgent ?? '')?.[1] ?? [])),
    ];
    const byWhom = Map.groupBy(
      during.filter(({ eventID }) => !hostile.has(eventID)),
      ({ userIdentity }) => userIdentity.arn,
    );
    // A role is taken on by colleagues, too.
    const moved = [...byWhom].filter(([arn, now]) => {
      const before = earlier.filter(({ userIdentity }) => userIdentity.arn === arn);
      return systems(before).length === 1 && systems(now).join() !== systems(before)[0];
    });
    expect(moved.map(([, now]) => systems(now).length)).toEqual([1]);
  });
});

describe('thefts', () => {
  const reading = /^(Get|List|Describe)/;

  it('a sign-on session that only looks around changes and reads nothing', () => {
    for (const { hostile } of playsOf('sign-on-look-around')) {
      expect(names(hostile).filter((name) => !reading.test(name))).toEqual([]);
      expect(names(hostile)).not.toContain('GetSecretValue');
      expect(hostile.every((record) => record.userIdentity.type === 'AssumedRole')).toBe(true);
    }
  });

  it('slow secrets are one or two a day over a week', () => {
    for (const { hostile } of playsOf('slow-secrets')) {
      expect(new Set(names(hostile))).toEqual(new Set(['GetSecretValue']));
      const days = Map.groupBy(hostile, (record) => record.eventTime.slice(0, 10));
      expect(days.size).toBeGreaterThan(5);
      expect(hostile.length).toBeGreaterThanOrEqual(8);
      expect(hostile.length).toBeLessThanOrEqual(16);
    }
  });

  it('one call comes from where its owner never was', () => {
    for (const { hostile, honest } of playsOf('one-call-elsewhere')) {
      expect(hostile).toHaveLength(1);
      expect(addresses(honest)).not.toContain(hostile[0]?.sourceIPAddress);
    }
  });

  it('an instance’s session speaks through another account’s endpoint', () => {
    const ours = new Set(simulations.flatMap((each) => each.records.map(({ record }) => record.recipientAccountId)));
    const owners = playsOf('session-through-neighbour').flatMap(({ hostile }) =>
      hostile.flatMap((record) => record.vpcEndpointAccountId ?? []),
    );
    expect(new Set(owners.map((owner) => ours.has(owner)))).toEqual(new Set([true, false]));
    for (const { hostile, honest } of playsOf('session-through-neighbour')) {
      const inside = hostile.filter((record) => record.vpcEndpointAccountId !== undefined);
      expect(inside.length).toBeGreaterThan(5);
      expect(inside.filter((r) => r.vpcEndpointAccountId === r.userIdentity.accountId)).toEqual([]);
      const endpoints = new Set(honest.map((record) => record.vpcEndpointId));
      expect(inside.filter((record) => endpoints.has(record.vpcEndpointId))).toEqual([]);
    }
  });

  it('owners lose passwords, second factors and keys, none of them the thief’s own', () => {
    for (const { hostile, incident } of playsOf('owner-lockout')) {
      const taken = hostile.filter(({ eventName }) => eventName === 'DeleteAccessKey');
      expect(taken.length).toBeGreaterThan(2);
      expect(names(hostile)).toEqual(expect.arrayContaining(['DeleteLoginProfile', 'DeactivateMFADevice']));
      const keys = taken.map((record) => record.requestParameters?.accessKeyId);
      expect(keys).not.toContain(incident.credential);
    }
  });

  it('a swapped function speaks another runtime’s language from the function’s own place', () => {
    const runtimes = (some: readonly CloudTrailRecord[]) =>
      new Set(some.flatMap(({ userAgent }) => /AWS_Lambda_(nodejs|python)/.exec(userAgent)?.[1] ?? []));
    for (const { hostile, honest, incident } of playsOf('function-code-swapped')) {
      const program = hostile.filter((record) => isBy(record, incident.credential));
      expect([...runtimes(program)]).toHaveLength(1);
      expect(runtimes(honest)).not.toContain([...runtimes(program)][0]);
      const own = addresses(honest);
      expect([...addresses(program)].some((address) => own.has(address))).toBe(true);
    }
    const swaps = robberies.flatMap(({ hostile }) => names(hostile)).filter((name) => /^UpdateFunctionCode/.test(name));
    expect(swaps.length).toBeGreaterThan(0);
  });

  it('a newcomer that the thief made comes in through Tor', () => {
    for (const { hostile } of playsOf('newcomer-from-tor')) {
      const maker = hostile[0]?.userIdentity.userName;
      const newcomer = hostile.filter((record) => record.userIdentity.userName !== maker);
      expect(newcomer.length).toBeGreaterThan(4);
      expect(newcomer.every((record) => record.sourceIPAddress.startsWith('185.220.'))).toBe(true);
      const later = Date.parse(newcomer[0]?.eventTime ?? '') - Date.parse(hostile[0]?.eventTime ?? '');
      expect(later).toBeGreaterThan(9 * 3_600_000);
    }
  });

  it('a pull request opens a role that only ever knew a branch', () => {
    for (const { hostile, incident } of playsOf('pull-request-run')) {
      const [mint, ...rest] = hostile;
      expect(mint?.eventName).toBe('AssumeRoleWithWebIdentity');
      expect(mint?.userIdentity.userName).toMatch(/^repo:\w+\/[\w-]+:pull_request$/);
      expect(names(rest)).toContain('GetSecretValue');
      const mints = records.filter(
        (record) =>
          record.requestParameters?.roleArn === incident.credential &&
          !incident.hostileEventIds.includes(record.eventID),
      );
      const others = mints.filter((record) => !robberies.some(({ hostile: taken }) => taken.includes(record)));
      expect(others.filter(({ userIdentity }) => userIdentity.userName?.endsWith(':pull_request'))).toEqual([]);
    }
  });

  it('one session is in several places at once', () => {
    for (const { hostile } of playsOf('role-in-many-hands')) {
      expect(new Set(hostile.map((record) => record.userIdentity.accessKeyId)).size).toBe(1);
      expect(addresses(hostile).size).toBeGreaterThan(3);
      const spoken = hostile.map((record) => record.sourceIPAddress);
      expect(spoken.filter((address, i) => address !== spoken[i - 1]).length).toBeGreaterThan(15);
    }
  });
});
