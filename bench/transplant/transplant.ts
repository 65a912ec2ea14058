import { hour, minute, parseInstant } from '../../core/model/instant.ts';
import type { Incident, Tactic } from '../../simulator/labels.ts';
import { uuid } from '../../simulator/organisation/ids.ts';
import { aNetwork, awsIn, networks, regions, type Wanted } from '../../simulator/organisation/networks.ts';
import { addressIn } from '../../simulator/organisation/places.ts';
import type { Random } from '../../simulator/random.ts';
import type { CloudTrailRecord, UserIdentity } from '../../simulator/record/cloudtrail-record.ts';
import { wholeSecond } from '../../simulator/record/identity.ts';
import { Log } from '../../simulator/record/log.ts';
import { usStyle } from '../../simulator/record/mint.ts';
import type { RecordedAttack } from './attacks.ts';
import { type Host, hostAt } from './hosts.ts';

/** What the attacker works with, from the loudest to nothing foreign at all. */
export const guises = ['foreign', 'hosting', 'in AWS', 'next door', 'own desk'] as const;
export type Guise = (typeof guises)[number];

export interface Planted {
  readonly log: Log;
  readonly label: Incident;
}

/** Kinds of host for the attack's callers, in order of appearance. */
export function callersOf({ records }: RecordedAttack): Host['kind'][] {
  const callers = new Map(records.map(({ userIdentity }) => [userIdentity.arn ?? '', kindOf(userIdentity)]));
  const [first, ...later] = [...callers.values()];
  // Who appears later is a role that the first assumed, and comes along; a stolen instance is a host of its own.
  return first === undefined ? [] : [first, ...later.filter((kind) => kind === 'instance')];
}

/** The attack with the hosts' identities, accounts, regions, times and the guise's place; calls and errors as recorded. */
export function transplant(attack: RecordedAttack, chosen: readonly Host[], guise: Guise, random: Random): Planted {
  const [main] = chosen;
  const [recorded] = attack.records;
  if (main === undefined || recorded === undefined) throw new Error(`no host for ${attack.name}`);
  const hosts = [main, ...chosen.slice(1).map((host) => hostAt(host, main.at))];
  const delay = main.at + 2 * minute - (parseInstant(recorded.eventTime) ?? 0);
  const callers = castingOf(attack, hosts);
  const places = new Map(hosts.map((host) => [host, placeFor(guise, host, random)]));
  const log = new Log();
  const also = new Set<string>();
  for (const record of attack.records) {
    const host = callers.get(record.userIdentity.arn ?? '') ?? main;
    const moved = { ...rewritten(record, host, callers, delay, random), ...places.get(host) };
    for (const id of namesIn(moved.userIdentity)) also.add(id);
    log.add(moved);
  }
  return { log, label: labelOf(attack, hosts, guise, log, [...also]) };
}

/** Which host speaks in place of which recorded caller, by the caller's ARN. */
function castingOf({ records }: RecordedAttack, hosts: readonly Host[]): Map<string, Host> {
  const callers = new Map<string, Host>();
  for (const { userIdentity } of records) {
    const arn = userIdentity.arn ?? '';
    const taken = [...callers.values()];
    const host = hosts.find((one) => one.kind === kindOf(userIdentity) && !taken.includes(one));
    if (!callers.has(arn) && host !== undefined) callers.set(arn, host);
  }
  return callers;
}

function rewritten(
  record: CloudTrailRecord,
  { honest }: Host,
  callers: ReadonlyMap<string, Host>,
  delay: number,
  random: Random,
): CloudTrailRecord {
  const global = /^(iam|organizations)\./.test(record.eventSource);
  let text = JSON.stringify(record);
  for (const [arn, host] of callers) text = text.replaceAll(arn, host.honest.userIdentity.arn ?? arn);
  text = text
    .replaceAll(record.recipientAccountId, honest.recipientAccountId)
    .replaceAll(record.awsRegion, global ? 'us-east-1' : honest.awsRegion);
  for (const field of ['eventTime', 'creationDate']) {
    const stamp = new RegExp(`"${field}":"([^"]+)"`, 'g');
    text = text.replaceAll(
      stamp,
      (_, time: string) => `"${field}":"${wholeSecond((parseInstant(time) ?? 0) + delay)}"`,
    );
  }
  const end = usStyle((parseInstant(record.eventTime) ?? 0) + delay + hour);
  text = text.replaceAll(/"expiration":"[^"]+"/g, `"expiration":"${end}"`);
  const moved = JSON.parse(text) as CloudTrailRecord;
  const isCaller = callers.has(record.userIdentity.arn ?? '');
  const userIdentity = isCaller ? honest.userIdentity : moved.userIdentity;
  return { ...moved, userIdentity, eventID: uuid(random), requestID: uuid(random) };
}

type Whereabouts = Pick<CloudTrailRecord, 'sourceIPAddress'> &
  Partial<Pick<CloudTrailRecord, 'userAgent' | 'vpcEndpointId' | 'vpcEndpointAccountId'>>;

function placeFor(guise: Guise, { honest }: Host, random: Random): Whereabouts {
  const { sourceIPAddress, userAgent, vpcEndpointId, vpcEndpointAccountId } = honest;
  // S3 alone writes it in brackets.
  const own = { userAgent: userAgent.replaceAll(/^\[|\]$/g, '') };
  const from = (wanted: Wanted) => ({ sourceIPAddress: addressIn(aNetwork(random, wanted).octets, random) });
  switch (guise) {
    case 'foreign':
      return from({ kind: 'isp', country: random.pick(['VN', 'BR', 'RU']) });
    case 'hosting':
      return from({ kind: 'hosting', organisation: 'Hetzner' });
    case 'in AWS': {
      const region = random.pick(regions.filter((name) => name !== honest.awsRegion));
      return { ...own, sourceIPAddress: addressIn(awsIn(region).octets, random) };
    }
    case 'next door':
      return { ...own, ...from({ kind: 'isp', country: countryOf(sourceIPAddress) }) };
    case 'own desk': {
      const endpoint =
        vpcEndpointId === undefined ? {} : { vpcEndpointId, vpcEndpointAccountId: vpcEndpointAccountId ?? '' };
      return { ...own, ...endpoint, sourceIPAddress };
    }
  }
}

/** Where the host calls from, or the nearest country that has providers. */
function countryOf(address: string): string {
  const network = networks.find(({ octets }) => address.startsWith(`${octets.join('.')}.`));
  return ['DE', 'FR', 'US'].find((country) => country === network?.country) ?? 'GB';
}

function kindOf({ type, principalId = '' }: UserIdentity): Host['kind'] {
  if (type === 'IAMUser') return 'key';
  return principalId.includes(':i-') ? 'instance' : 'session';
}

/** What a correct answer may name besides the hosts: users, and roles taken on the way. */
function namesIn({ arn, sessionContext, accessKeyId }: UserIdentity): string[] {
  const issuer = sessionContext?.sessionIssuer?.arn;
  return [arn, accessKeyId, typeof issuer === 'string' ? issuer : undefined].filter((id) => id !== undefined);
}

function labelOf(
  { name }: RecordedAttack,
  hosts: readonly Host[],
  guise: Guise,
  log: Log,
  also: readonly string[],
): Incident {
  const hostile = log.entries.map(({ record }) => record);
  const [main] = hosts;
  return {
    id: `${name} ${guise}`,
    technique: name,
    tactic: tacticOf(name),
    family: 'anomalous',
    difficulty: guise === 'foreign' ? 'blatant' : guise === 'hosting' ? 'plain' : 'stealthy',
    hard: guise === 'own desk',
    credential: main?.credential ?? '',
    alsoAcceptable: [...hosts.slice(1).map(({ credential }) => credential), ...also],
    firstHostileAt: hostile[0]?.eventTime ?? '',
    lastHostileAt: hostile.at(-1)?.eventTime ?? '',
    hostileEventIds: hostile.map(({ eventID }) => eventID),
    story: `${name}, recorded, ${guise}`,
  };
}

/** The recorded names begin with the tactic, in the spelling of their source. */
function tacticOf(name: string): Tactic {
  const [tactic = ''] = name.split('.');
  return tactic === 'defense-evasion'
    ? 'defence-impairment'
    : tactic === 'execution'
      ? 'lateral-movement'
      : (tactic as Tactic);
}
