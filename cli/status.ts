import { Command } from 'commander';
import { type AccountId, maskKey } from '../core/model/brand.ts';
import { day, type Instant } from '../core/model/instant.ts';
import { outcomeIdOf } from '../core/outcome/containment.ts';
import { isInForce } from '../core/plan/exemption.ts';
import { roomLeft } from '../core/plan/limits.ts';
import type { Exemption, Policy } from '../core/policy/policy.ts';
import { exitStatusHelp } from './exit.ts';
import { becameOf } from './explain/became.ts';
import { readPolicyFile } from './policy/policy-file.ts';
import { readContext } from './replay/context.ts';
import { printExemptions, printHolds, printStanding, printTold, roomOf } from './respond/print-standing.ts';
import {
  lastTold,
  readStanding,
  type StandingContainment,
  type StandingHold,
  standingHolds,
  type Told,
} from './respond/standing.ts';
import { mustExist, openResponderState, type ResponderState, usualState } from './respond/state.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';
import { bold, dim } from './terminal/words.ts';

const help = `
It reads the state file, the policy and the context folder, and does not ask AWS.
With --region, it asks the deployment there instead: mode, lanes, what it learned and swept, what waits in queues, how much the
limits still allow, unanswered questions, what is contained, held, exempt or stuck, and the end of its ledger. It only reads.
${exitStatusHelp('fine', 'usage')}

Example:
  rescind status --state rescind.sqlite`;

const decisionsShown = 10;

interface Given {
  readonly state: string;
  readonly policy?: string;
  readonly context?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: true;
}

export function statusCommand(): Command {
  return new Command('status')
    .description(
      'Shows what is contained, held or stuck, what the limits still allow, exemptions, the last decisions and ledger entries.',
    )
    .option('--state <file>', 'where what was done is recorded', usualState)
    .option('--policy <file>', 'policy with limits and exemptions')
    .option('--context <dir>', 'folder with exemptions.json')
    .option('--region <name>', 'ask the deployment in this Region')
    .option('--profile <name>', 'profile of your AWS configuration, with --region')
    .option('--json', 'as one JSON object')
    .addHelpText('after', help)
    .action(async (given: Given) => {
      if (given.region === undefined) return run(given);
      const { deploymentStatus } = await import('./deploy/deployment-status.ts');
      return deploymentStatus(given);
    });
}

async function run(given: Given): Promise<void> {
  mustExist(given.state);
  const terminal = openTerminal();
  const policy = readPolicyFile(given.policy);
  const context = await readContext(given.context);
  const state = openResponderState(given.state);
  const now = Date.now();
  const status = {
    containments: await readStanding(state, now),
    holds: await standingHolds(state.store, now),
    limits: limitsOf(state, policy, now),
    exemptions: exemptionsOf(policy, context.exemptions, now),
    decisions: await latestOf(state),
    ledger: await lastTold(state.ledger),
  };
  if (given.json) terminal.printJson(status);
  else print(terminal, status);
}

type Status = {
  readonly containments: readonly StandingContainment[];
  readonly holds: readonly StandingHold[];
  readonly limits: ReturnType<typeof limitsOf>;
  readonly exemptions: readonly Exemption[] | null;
  readonly decisions: Awaited<ReturnType<typeof latestOf>>;
  readonly ledger: readonly Told[];
};

/** The latest, each with whether anything was changed because of it: a replay decides by a policy that enforces, and does nothing. */
async function latestOf({ latest, store }: ResponderState) {
  return Promise.all(
    latest(decisionsShown).map(async (decision) => {
      const done = await store.ofOutcome(outcomeIdOf(decision.id));
      return { ...decision, changed: done.length > 0 };
    }),
  );
}

function limitsOf(state: ResponderState, policy: Policy, now: Instant) {
  const spent = state.spent(now - day);
  const accounts = [...new Set(spent.actions.map(({ accountId }) => accountId))].sort();
  return {
    organizationToday: roomLeft(spent, policy, now, null),
    accountsThisHour: accounts.map((accountId: AccountId) => ({
      accountId,
      ...roomLeft(spent, policy, now, accountId),
    })),
  };
}

/** Null: they could not be read. */
function exemptionsOf(policy: Policy, exemptions: readonly Exemption[] | null, now: Instant) {
  return exemptions === null ? null : [...policy.exemptions, ...exemptions].filter((one) => isInForce(one, now));
}

function print(terminal: Terminal, { containments, holds, limits, exemptions, decisions, ledger }: Status): void {
  printStanding(terminal, containments);
  printHolds(terminal, holds);
  terminal.print(bold('Limits'));
  const { organizationToday } = limits;
  terminal.print(`  organisation, today: ${roomOf(organizationToday)}`);
  for (const { accountId, ...left } of limits.accountsThisHour)
    terminal.print(`  account ${accountId}, this hour: ${roomOf(left)}`);
  printExemptions(terminal, exemptions);
  terminal.print(bold('Last decisions'), decisions.length === 0 ? ': none' : '');
  for (const { at, id, action, mode, changed, kind, credential, reason } of decisions) {
    const about = kind === 'access-key' ? maskKey(credential) : credential;
    terminal.print(`  ${at}  ${id}  ${action}`, dim(`${becameOf(mode, changed)}  `), about, dim(`  ${reason}`));
  }
  printTold(terminal, ledger);
}
