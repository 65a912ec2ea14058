import type { AlarmFacts } from '../../../adapters/aws/deployment/health.ts';
import type { MappingFacts } from '../../../adapters/aws/deployment/wiring.ts';
import { ok, type Result } from '../../../core/model/result.ts';
import { count } from '../../terminal/words.ts';
import { type Check, fine, type Judged, putBack, unseen, wrong } from '../check.ts';
import type { DeploymentFacts } from './read-deployment.ts';
import type { End, WiringFacts } from './wiring.ts';

type Read<T> = Result<T, string>;
/** What is wrong, in a sentence, and what puts it back; null for nothing. */
type Fault = { readonly sentence: string; readonly remedy: string } | null;

/** What happens no more where a rule or a mapping is cut, by its logical id without the letters that the CDK puts behind it. */
export const lostWithout: Readonly<Record<string, string>> = {
  ObserveWorkerCalls: 'no call of this account is judged at once',
  ObserveWorkerForwardedCalls: 'no call of a member account is judged at once',
  ObserveWorkerReportedUses: 'no use of a token reported in this account is judged',
  ObserveWorkerForwardedUses: 'no use of a token reported in a member account is judged',
  ObserveWorkerFunctionMessages: 'nothing is judged at once',
  IngestWorkerFiles: 'no log file of the trail is judged',
  IngestWorkerFunctionMessages: 'no log file of the trail is judged',
  RespondWorkerDecisions: 'no decision is carried out',
  RespondWorkerUpkeep: 'nothing that expired is lifted, and nothing that failed is retried',
  RespondWorkerFunctionMessages: 'no decision is carried out, and nothing is lifted or retried',
  NotifyWorkerTaken: 'nobody is told what was done',
  NotifyWorkerBell: 'notices that can wait are not sent, and unanswered ones are not passed on',
  NotifyWorkerFunctionMessages: 'nobody is told anything',
  InteractWorkerFunctionMessages: 'no answer from Slack counts',
  HeartbeatWorkerRound: 'no heartbeat is made, and nobody notices when a lane falls silent',
  HeartbeatWorkerDeployed: 'what a deployment changed is only checked at the next heartbeat',
  HeartbeatWorkerFunctionMessages: 'no heartbeat is made, and nobody notices when a lane falls silent',
};

/** Whether each rule, queue and alarm still hands on to what the stack's template has it hand on to. */
export function wiringChecks(wiring: Read<WiringFacts>, { states }: DeploymentFacts['alarms']): Check[] {
  if (!wiring.ok) return [unseen('stack', wiring.error)];
  // Of rules and alarms that are gone, or not to be seen, it is said with their states.
  const rules = wiring.value.rules.filter(({ there }) => !there.ok || there.value !== null);
  const alarms = wiring.value.alarms.flatMap(({ name, tells }) =>
    (states.ok ? states.value : []).filter((one) => one.name === name).map((one) => ok(alarmFault(one, tells))),
  );
  return [
    ...told('rules', rules.map(ruleFault), 'rule', 'sends where it should'),
    ...told('queues', wiring.value.mappings.map(mappingFault), 'mapping', 'lets its function read its queue'),
    ...told('alarms', alarms, 'alarm', 'notifies whom it should'),
  ];
}

function told(about: string, faults: readonly Read<Fault>[], one: string, does: string): Check[] {
  const amiss = faults.flatMap((fault): Check[] => {
    if (!fault.ok) return [unseen(about, fault.error)];
    return fault.value === null ? [] : [{ about, ...cut(fault.value) }];
  });
  if (amiss.length > 0 || faults.length === 0) return amiss;
  return [{ about, ...fine(`${count(faults.length, one)} checked: each ${does}.`) }];
}

export function cut({ sentence, remedy }: NonNullable<Fault>): Judged {
  return wrong(sentence, `Find out who changed it: docs/runbook.md#tamper. Then: ${remedy}`);
}

function ruleFault({ logicalId, targets, there }: WiringFacts['rules'][number]): Read<Fault> {
  if (!there.ok) return there;
  const lost = missing(targets, there.value ?? []);
  const sentence = `The rule ${logicalId} no longer sends to ${lost}, so ${lossOf(logicalId)}.`;
  return ok(lost === null ? null : { sentence, remedy: putBack });
}

function mappingFault({ logicalId, there, ...ends }: WiringFacts['mappings'][number]): Read<Fault> {
  if (!there.ok) return there;
  const why = brokenBy(there.value, ends);
  if (why === null) return ok(null);
  const [queue, reader] = [ends.queue.logicalId, ends.function.logicalId];
  const sentence = `The mapping ${logicalId} ${why}: ${reader} no longer reads ${queue}, so ${lossOf(logicalId)}.`;
  // Of filters the template says nothing, so that CloudFormation does not look for them.
  const unfilter = there.value?.filters ? ` Then: ${withoutFilters(there.value.id, regionOf(ends.queue))}` : '';
  return ok({ sentence, remedy: `${putBack}${unfilter}` });
}

const withoutFilters = (id: string, region: string) =>
  `aws lambda update-event-source-mapping --region ${region} --uuid ${id} --filter-criteria '{"Filters":[]}'`;

const regionOf = ({ arn }: End) => arn.split(':')[3] ?? '';

function brokenBy(
  there: MappingFacts | null,
  ends: Pick<WiringFacts['mappings'][number], 'queue' | 'function'>,
): string | null {
  if (there === null) return 'is gone';
  // What is being made, switched on or changed goes on by itself.
  if (!/^(Creat|Enabl|Updat)/.test(there.state)) return `is ${there.state}`;
  if (there.queue !== ends.queue.arn) return `reads ${there.queue}`;
  if (there.function !== ends.function.arn) return `calls ${there.function}`;
  return there.filters ? 'has a filter, which deletes messages' : null;
}

/** Of an alarm that is there. */
export function alarmFault({ name, isComposite, isMuted, tells }: AlarmFacts, wanted: readonly End[]): Fault {
  const lost = missing(wanted, isMuted ? [] : tells);
  if (lost === null) return null;
  const unheard = isComposite ? 'urgent alarms reach nobody' : 'nobody is told when it rings';
  const how = isMuted ? 'has its actions switched off' : `no longer notifies ${lost}`;
  // CloudFormation is said to leave one over others muted, whatever its template says.
  const [topic] = wanted;
  const remedy =
    isMuted && isComposite && topic !== undefined
      ? `aws cloudwatch enable-alarm-actions --region ${regionOf(topic)} --alarm-names ${name}`
      : putBack;
  return { sentence: `The alarm ${name} ${how}, so ${unheard}.`, remedy };
}

function missing(wanted: readonly End[], arns: readonly string[]): string | null {
  const lost = wanted.filter(({ arn }) => !arns.includes(arn)).map(({ logicalId }) => logicalId);
  return lost.length === 0 ? null : lost.join(', ');
}

/** A stack of another version may have parts that are not known here. */
function lossOf(logicalId: string): string {
  return lostWithout[logicalId.replace(/[0-9A-F]{8}$/, '')] ?? 'what it carries goes no further';
}
