import { day, type Instant, parseInstant } from '../../core/model/instant.ts';
import type { Random } from '../../simulator/random.ts';
import type { CloudTrailRecord } from '../../simulator/record/cloudtrail-record.ts';
import type { Simulation } from '../../simulator/simulate.ts';

/** A credential of the simulated organisation that an attack can be planted on, by one honest record of it. */
export interface Host {
  readonly kind: 'key' | 'instance' | 'session';
  /** As decisions name it. */
  readonly credential: string;
  /** Late in the run: the attack follows it. */
  readonly honest: CloudTrailRecord;
  readonly at: Instant;
  /** All its late records. */
  readonly late: readonly CloudTrailRecord[];
}

/** Active days before the attack, so that the host has habits. */
const settledDays = 9;

/** Everybody who was used on enough days, each at a moment of its own, in an order that chance decides. */
export function hostsIn({ records, options }: Simulation, random: Random): Host[] {
  const byCredential = new Map<string, { kind: Host['kind']; days: Set<number>; late: CloudTrailRecord[] }>();
  const earliest = options.start + 0.55 * options.days * day;
  const latest = options.start + (options.days - 1) * day;
  for (const { record } of records) {
    const known = credentialIn(record);
    if (known === null) continue;
    const host = byCredential.get(known.credential) ?? { kind: known.kind, days: new Set(), late: [] };
    byCredential.set(known.credential, host);
    const at = timeOf(record);
    if (at < earliest) host.days.add(Math.floor(at / day));
    else if (at < latest) host.late.push(record);
  }
  const settled = [...byCredential].filter(([, { days, late }]) => days.size >= settledDays && late.length > 0);
  return random.shuffled(settled).map(([credential, { kind, late }]) => {
    const honest = random.pick(late);
    return { kind, credential, honest, at: timeOf(honest), late };
  });
}

/** The same host as it was about `at`: a session must be one of that hour. */
export function hostAt(host: Host, at: Instant): Host {
  const distance = (record: CloudTrailRecord) => Math.abs(timeOf(record) - at);
  const honest = host.late.reduce((best, record) => (distance(record) < distance(best) ? record : best), host.honest);
  return { ...host, honest, at: timeOf(honest) };
}

function timeOf({ eventTime }: CloudTrailRecord): Instant {
  return parseInstant(eventTime) ?? 0;
}

/** Their records say nothing of the caller's own region. */
const globalSources = /^(iam|organizations|cloudfront|route53|sso)\./;

/** Of a caller's own call; null for sign-ins, strangers and what services do on somebody's behalf. */
function credentialIn(record: CloudTrailRecord): Pick<Host, 'kind' | 'credential'> | null {
  const { type, accessKeyId = '', sessionContext, invokedBy, principalId = '' } = record.userIdentity;
  const elsewhere = record.eventName === 'AssumeRole' || globalSources.test(record.eventSource);
  if (elsewhere || invokedBy !== undefined || !/^[\d.:a-f]+$/.test(record.sourceIPAddress)) return null;
  if (type === 'IAMUser' && accessKeyId.startsWith('AKIA')) return { kind: 'key', credential: accessKeyId };
  const role = sessionContext?.sessionIssuer?.arn;
  if (type !== 'AssumedRole' || typeof role !== 'string') return null;
  return { kind: principalId.includes(':i-') ? 'instance' : 'session', credential: role };
}
