import { S3Client } from '@aws-sdk/client-s3';
import { day, hour, type Instant } from '../../core/model/instant.ts';
import type { Result } from '../../core/model/result.ts';
import { isInForce } from '../../core/plan/exemption.ts';
import { roomLeft, type Spent } from '../../core/plan/limits.ts';
import { defaultPolicy, type Exemption, type Policy } from '../../core/policy/policy.ts';
import { UsageError } from '../exit.ts';
import { printExemptions, printHolds, printStanding, printTold, roomOf } from '../respond/print-standing.ts';
import { openTerminal, type Terminal } from '../terminal/terminal.ts';
import { bold, clockTime, count, dim, red } from '../terminal/words.ts';
import { accountsIn, type Deeds, readDeeds, type Waiting } from './deeds.ts';
import { known } from './deployment-fault.ts';
import { deedsIn } from './destruction.ts';
import { pulseChecks } from './doctor/pulse.ts';
import { type DeploymentFacts, readDeployment } from './doctor/read-deployment.ts';
import { exemptionsThere } from './exemptions-there.ts';
import { openPlace, type Where } from './open.ts';
import { wasMadeLately } from './stack-state.ts';
import { stackName } from './tools.ts';

const titles: Readonly<Record<string, string>> = { lanes: 'Lanes', learning: 'Learned', sweep: 'Swept' };

/** What a deployment says of itself; nothing is judged, which is the doctor's part. */
export async function deploymentStatus(given: Where & { readonly json?: true }): Promise<void> {
  const terminal = openTerminal();
  const { sdk, clients, place } = await openPlace(given);
  const now = Date.now();
  const s3 = new S3Client(sdk);
  const facts = known(await readDeployment(stackName, clients, { s3, sdk }, now), 'The deployment cannot be read');
  if (facts === null) {
    throw new UsageError(
      `Rescind is not deployed in account ${place.accountId}, ${place.region}.`,
      'Run rescind deploy, or name the Region where it is: --region NAME.',
    );
  }
  const memory = facts.resources.find(({ logicalId }) => logicalId.startsWith('FoundationMemory'))?.physicalId ?? '';
  const deeds = await readDeeds({ memory, deeds: deedsIn(facts.resources) ?? '' }, sdk, now);
  const policy = facts.policy.ok ? facts.policy.value : defaultPolicy;
  const exemptions = await exemptionsThere(facts.stack.outputs.SettingsBucket ?? '', policy, s3);
  const status = statusOf(facts, policy, exemptions, deeds, now);
  if (given.json) terminal.printJson({ ...place, bootstrap: undefined, ...status });
  else print(terminal, status);
}

/** A thing that could not be looked at says why. */
type Seen<T> = T | { readonly unknown: string };

function seen<T, U>(read: Result<T, string>, as: (value: T) => U): Seen<U> {
  return read.ok ? as(read.value) : { unknown: read.error };
}

function statusOf(
  facts: DeploymentFacts,
  policy: Policy,
  exemptions: Result<readonly Exemption[], string>,
  { containments, holds, spent, waiting, ledger }: Deeds,
  now: Instant,
) {
  return {
    mode: seen(facts.policy, ({ mode, version }) => ({ mode, version })),
    checks: pulseChecks(facts.pulse, now, wasMadeLately(facts.stack, now)),
    heard: seen(facts.heard, ({ lastAt, perDay }) => ({ perDay, lastAt })),
    queues: facts.queues.map(({ logicalId, waiting: depth }) => ({ ...queueNamed(logicalId), waiting: depth })),
    containments: seen(containments, (all) => all),
    holds: seen(holds, (all) => all),
    exemptions: seen(exemptions, (all) => all.filter((one) => isInForce(one, now))),
    limits: seen(spent, (value) => limitsOf(value, policy, now)),
    questions: seen(waiting, (all) => all),
    ledger: seen(ledger, (all) => all),
    members: facts.stackSets.map(({ name, instances }) => ({
      name,
      current: seen(instances, (all) => all.filter(({ status }) => status === 'CURRENT').length),
      all: seen(instances, (all) => all.length),
    })),
  };
}

/** `RespondWorkerQueue1A2B3C4D` → respond */
function queueNamed(logicalId: string): { readonly name: string; readonly isSetAside: boolean } {
  const name = logicalId.replace(/(Worker|Machine)(Queue|DeadLetters)[0-9A-F]+$/, '').toLowerCase();
  return { name, isSetAside: logicalId.includes('DeadLetters') };
}

function limitsOf(spent: Spent, policy: Policy, now: Instant) {
  const lately = { actions: spent.actions.filter(({ at }) => at > now - day) };
  return {
    organizationToday: roomLeft(lately, policy, now, null),
    accountsThisHour: accountsIn({ actions: lately.actions.filter(({ at }) => at > now - hour) }).map((accountId) => {
      return { accountId, ...roomLeft(lately, policy, now, accountId) };
    }),
  };
}

type Status = ReturnType<typeof statusOf>;

function print(terminal: Terminal, status: Status): void {
  const { mode, checks, heard, queues, containments, holds, exemptions, limits, questions, members, ledger } = status;
  const line = (title: string, sentence: string, isBad = false) =>
    terminal.print(bold(title.padEnd(11)), isBad ? red(sentence) : sentence);
  const lineOf = <T>(title: string, value: Seen<T>, say: (value: T) => string) =>
    isUnknown(value) ? line(title, `cannot be read: ${value.unknown}`, true) : line(title, say(value));
  lineOf('Mode', mode, (one) => `${one.mode}, policy ${one.version}`);
  for (const { about, sentence, remedy } of checks) {
    line(titles[about] ?? about, remedy === null ? sentence : `${sentence} ${remedy.replace(/\.$/, '')}.`);
  }
  lineOf('Heard', heard, ({ lastAt, perDay }) => {
    return `${count(perDay, 'event')} within a day, ${lastAt === null ? 'none of them recently' : `the last by ${clockTime(lastAt)} UTC`}`;
  });
  for (const { name, current, all } of members) {
    lineOf('Members', all, (n) => `${isUnknown(current) ? '?' : current} of ${count(n, 'place')} up to date (${name})`);
  }
  const depth = ({ name, waiting }: Status['queues'][number]) => {
    return `${name} ${waiting.ok ? (waiting.value ?? 'gone') : `? (${waiting.error})`}`;
  };
  line(
    'Waiting',
    queues
      .filter(({ isSetAside }) => !isSetAside)
      .map(depth)
      .join(', ') || 'nothing',
  );
  const aside = queues.filter(({ isSetAside, waiting }) => isSetAside && !(waiting.ok && waiting.value === 0));
  line('Set aside', aside.map(depth).join(', ') || 'nothing', aside.length > 0);
  if (isUnknown(limits)) line('Limits', `cannot be read: ${limits.unknown}`, true);
  else {
    line('Limits', `organisation, today: ${roomOf(limits.organizationToday)}`);
    for (const { accountId, ...left } of limits.accountsThisHour)
      line('', `account ${accountId}, this hour: ${roomOf(left)}`);
  }
  if (isUnknown(questions)) line('Asked', `cannot be read: ${questions.unknown}`, true);
  else printQuestions(terminal, questions);
  if (isUnknown(containments)) line('Contained', `cannot be read: ${containments.unknown}`, true);
  else printStanding(terminal, containments);
  if (isUnknown(holds)) line('Held', `cannot be read: ${holds.unknown}`, true);
  else printHolds(terminal, holds);
  if (isUnknown(exemptions)) line('Exempt', `cannot be read: ${exemptions.unknown}`, true);
  else printExemptions(terminal, exemptions);
  if (isUnknown(ledger)) line('Ledger', `cannot be read: ${ledger.unknown}`, true);
  else printTold(terminal, ledger);
}

function isUnknown<T>(value: Seen<T>): value is { readonly unknown: string } {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

function printQuestions(terminal: Terminal, questions: readonly Waiting[]): void {
  terminal.print(bold('Asked'), questions.length === 0 ? ': nothing waits for an answer' : '');
  for (const { decisionId, since, headline, isQuestion } of questions) {
    terminal.print(`  ${decisionId}  `, isQuestion ? red('to be approved') : 'to be answered', dim(`  since ${since}`));
    terminal.print('    ', headline);
  }
}
