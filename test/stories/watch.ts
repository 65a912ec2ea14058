import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import type { Networks } from '../../core/context/recorded-context.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import type { Surroundings } from '../../core/fleet/surroundings.ts';
import { intake, intakeEvent } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { day, formatInstant, type Instant, minute, parseInstant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { account, record, user } from '../core/intake/sample.ts';

type Fields = Record<string, unknown>;

/** Monday, 7 September 2026, eight in the morning. */
export const start: Instant = parseInstant('2026-09-07T08:00:00Z') ?? 0;

/** The pipeline's runners, a stranger's rented server, the office, and a line of another provider of its country. */
export const runners = '20.109.4.7';
export const rented = '65.109.3.3';
export const office = '84.140.9.9';
export const nextDoor = '90.120.3.3';

let number = 0;

/** One record of `who` at `at`; `action` is `s3:GetObject`. */
export function call(who: unknown, at: Instant, action: string, from: string, changes: Fields = {}): Fields {
  const [service, eventName] = action.split(':');
  number++;
  return record(who, {
    eventID: `0d1f0000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    eventTime: formatInstant(at),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    sourceIPAddress: from,
    readOnly: /^(Get|List|Describe)/.test(eventName ?? ''),
    ...changes,
  });
}

export function userNamed(name: string, key: string): Fields {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return { ...user, arn, userName: name, principalId: `AIDA${name.toUpperCase()}`, accessKeyId: key };
}

/** Three weeks of the same honest work every day. */
export function honest(who: unknown, from: string, days = 21, since = start): Fields[] {
  return Array.from({ length: days }, (_, n) => n).flatMap((n) =>
    ['s3:GetBucketLocation', 's3:ListBuckets', 'ecs:DescribeServices'].map((action, i) =>
      call(who, since + n * day + i * minute, action, from),
    ),
  );
}

/** What a thief does who has found a key. */
export function theft(who: unknown, at: Instant, from: string, changes: Fields = {}): Fields[] {
  return ['sts:GetCallerIdentity', 'iam:ListUsers', 'secretsmanager:ListSecrets', 'iam:CreateUser'].map((action, i) =>
    call(who, at + i * 10_000, action, from, changes),
  );
}

/** Everything that is decided about these records. `bus`: those delivered as events. */
export function watched(
  records: readonly unknown[],
  bus: readonly unknown[] = [],
  networks: Networks = bundledNetworks(),
  declared: Surroundings['declared'] = () => null,
  inventoried: Surroundings['inventoried'] = () => null,
  policy = defaultPolicy,
) {
  const told = [...toldIn(records), ...bus.map((value) => toldBy(value, intakeEvent(value)))];
  const fleet = new Fleet(
    { networks, declared, inventoried, knownAccounts: new Set([account]) },
    { policy, exemptions: [], spent: emptySpent() },
  );
  const heard = told.filter((one) => one !== null);
  const decisions: Decision[] = [...fleet.take(inTimeOrder(heard).told)];
  return { decisions, fleet, heard: heard.length };
}

export function toldIn(records: readonly unknown[]): (Told | null)[] {
  return records.map((value) => toldBy(value, intake(value)));
}

function toldBy(value: unknown, taken: ReturnType<typeof intake>): Told | null {
  const word = testimony(value);
  if (taken.kind === 'use') return { at: taken.use.at, id: taken.use.id, use: taken.use, testimony: word };
  return word === null ? null : { at: word.at, id: word.eventId, use: null, testimony: word };
}
