import type { WatcherFacts } from '../../../adapters/aws/deployment/watcher.ts';
import type { Instant } from '../../../core/model/instant.ts';
import { type Check, fine, type Judged, note, of, putBack, wrong } from '../check.ts';
import { isWhole, wasMadeLately } from '../stack-state.ts';
import { topicChecks } from './topic-checks.ts';
import { alarmFault, cut } from './wiring-checks.ts';

const about = 'watcher';

/** Whether somebody in another Region would say that this one went silent. */
export function watcherChecks(watcher: WatcherFacts | null, isYoung: boolean, now: Instant): Check[] {
  if (watcher === null) {
    return [{ about, ...note('Nothing in another Region notices if this one goes silent (--watch REGION).') }];
  }
  const { region, stack, alarms, pages } = watcher;
  const stands = of(about, stack, (one): Judged => {
    const status = one?.status ?? 'gone';
    if (isWhole(status)) return fine(`It is watched from ${region}.`);
    return wrong(
      `The stack that watches from ${region} is ${status}.`,
      'Run rescind deploy again; if that Region is closed to you, with --watch ANOTHER.',
    );
  });
  if (stands.state !== 'fine') return [stands];
  const rings = of(about, alarms, ([alarm]): Judged => {
    if (alarm === undefined) return wrong(`The alarm in ${region} is gone.`, putBack);
    // Until the first rounds have come, their absence is what it has to be.
    if (alarm.state !== 'ALARM' || isYoung) return fine(`It is watched from ${region}, where no alarm rings.`);
    return wrong(
      `The alarm ${alarm.name} rings in ${region}: no round was received.`,
      `Follow docs/runbook.md#${alarm.section}`,
    );
  });
  if (pages === null) return [rings];
  const [alarm] = alarms.ok ? alarms.value : [];
  const fault = alarm === undefined ? null : alarmFault(alarm, [{ logicalId: `Pages of ${region}`, arn: pages.arn }]);
  // It may be younger than what it watches, where that was watched from elsewhere before.
  const isNew = stack.ok && stack.value !== null && wasMadeLately(stack.value, now);
  return [
    rings,
    ...(fault === null ? [] : [{ about, ...cut(fault) }]),
    ...topicChecks([{ name: 'Pages', ...pages }], isNew),
  ];
}
