import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { Fleet } from '../../core/fleet/fleet.ts';
import { intake } from '../../core/intake/intake.ts';
import { ignoredReasons, rejectedReasons } from '../../core/intake/reasons.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { inTimeOrder, type Told } from '../../core/intake/told.ts';
import { day, formatInstant, hour, type Instant, minute, parseInstant } from '../../core/model/instant.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { rankOf } from '../../core/plan/ladder.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Policy, PolicyCase } from '../../core/policy/policy.ts';
import { locate } from './locate.ts';
import type { PolicyProblem } from './policy-file.ts';

/** A case without a time of its own happens on this Monday morning. */
const monday = parseInstant('2026-01-05T10:00:00Z') ?? 0;

/** The cases of a policy in which it decides something else than they expect, each at its place in the text. */
export function failedCases(policy: Policy, text: string): PolicyProblem[] {
  if (policy.cases.length === 0) return [];
  const networks = bundledNetworks();
  return policy.cases.flatMap((one, i): PolicyProblem[] => {
    const answer = answerTo(one, policy, networks);
    const key = answer.ok ? 'expect' : 'use';
    const what = answer.ok ? difference(one, answer.value) : answer.error;
    return what === null
      ? []
      : [{ ...locate(text, ['cases', i, key]), where: `cases.${i}.${key}`, what: `“${one.name}” ${what}` }];
  });
}

function difference({ expect }: PolicyCase, decision: Decision | null): string | null {
  const decided = decision?.action ?? 'nothing';
  if (decided === expect) return null;
  if (decision === null) return `expects ${expect}, but the policy decides nothing.`;
  const { reason, heldBack } = decision;
  return `expects ${expect}, but the policy decides ${decided}${heldBack === null ? '' : ` (${heldBack})`}: ${reason}`;
}

/** The gravest decision that the tried records cause; a clause where one of the case's records is no use of a credential. */
function answerTo(
  one: PolicyCase,
  policy: Policy,
  networks: ReturnType<typeof bundledNetworks>,
): Result<Decision | null, string> {
  const tried = Array.isArray(one.use) ? one.use : [one.use];
  const at = parseInstant(String(tried[0]?.eventTime ?? '')) ?? monday;
  const before = usualTimes(at, one.days).flatMap((time) =>
    one.usual.map((record, i) => ({ record, time: time + i * minute })),
  );
  const uses = tried.map((record, i) => ({ record, time: at + i * minute }));
  const told: Told[] = [];
  for (const [i, { record, time }] of [...before, ...uses].entries()) {
    const read = toldBy(record, time, i);
    if (!read.ok) return read;
    told.push(read.value);
  }
  const triedIds = new Set(told.slice(before.length).map(({ id }) => id));
  const knownAccounts = new Set(told.flatMap(({ use }) => (use === null ? [] : [use.credential.accountId])));
  const fleet = new Fleet(
    { networks, declared: () => null, knownAccounts },
    { policy, exemptions: [], spent: emptySpent() },
  );
  const caused = [...fleet.take(inTimeOrder(told).told)].filter(({ eventId }) => triedIds.has(eventId ?? ''));
  return ok(
    caused.reduce<Decision | null>((gravest, next) => {
      return gravest === null || rankOf(next.action) > rankOf(gravest.action) ? next : gravest;
    }, null),
  );
}

/** Every hour from 08:00 to 17:00 UTC, on so many days before the day of `at`. */
function usualTimes(at: Instant, days: number): Instant[] {
  const today = at - (at % day);
  return Array.from({ length: days * 10 }, (_, i) => today - (days - Math.floor(i / 10)) * day + (8 + (i % 10)) * hour);
}

function toldBy(record: Readonly<Record<string, unknown>>, time: Instant, index: number): Result<Told, string> {
  const whole = {
    eventVersion: '1.11',
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    managementEvent: true,
    awsRegion: 'us-east-1',
    recipientAccountId: (record.userIdentity as { accountId?: unknown } | undefined)?.accountId,
    ...record,
    eventID: `case-${index}`,
    eventTime: formatInstant(time),
  };
  const taken = intake(whole);
  const heard = testimony(whole);
  switch (taken.kind) {
    case 'use':
      return ok({ at: taken.use.at, id: taken.use.id, use: taken.use, testimony: heard });
    case 'ignored':
      return heard === null
        ? fail(`holds a record that is not judged: ${ignoredReasons[taken.reason]}`)
        : ok({ at: heard.at, id: heard.eventId, use: null, testimony: heard });
    case 'rejected':
      return fail(`holds a record that cannot be understood: ${rejectedReasons[taken.reason]}`);
  }
}
