import { awsClients, type Clients, type ClientsOptions } from '../../adapters/aws/clients.ts';
import { describeOutcome } from '../../core/outcome/outcome.ts';
import { exitStatus } from '../exit.ts';
import { awsPorts, openAws } from '../respond/aws.ts';
import { callsOf } from '../respond/calls.ts';
import { isWanted } from '../respond/confirm.ts';
import type { ResponderState } from '../respond/state.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, count, dim } from '../terminal/words.ts';
import { type Applied, type Applying, apply, type Intended, intend, type LeftUndone } from './apply.ts';
import type { KeptSweep } from './kept-sweep.ts';
import type { SweepOutcome } from './sweep.ts';

interface ApplyingSweep {
  readonly terminal: Terminal;
  readonly outcome: SweepOutcome;
  readonly kept: KeptSweep;
  readonly state: ResponderState;
  readonly sdk: NonNullable<ClientsOptions['sdk']>;
  readonly given: {
    readonly roleName: string;
    readonly profile?: string;
    readonly yes?: true;
    readonly json?: true;
  };
}

/** Shows what is due, asks once, acts; answers with the exit status. */
export async function applySweep({ terminal, outcome, kept, state, sdk, given }: ApplyingSweep): Promise<number> {
  const aws = await openAws({ region: sdk.region as string, ...(given.profile && { profile: given.profile }) });
  const { caller } = aws;
  const clients = clientsOf(caller.accountId, given.roleName, sdk);
  const applying = { clients, caller, roleName: given.roleName, ports: awsPorts(caller, clients, state) };
  const { intended, undone } = await intend(outcome.results, applying);
  for (const left of undone) printUndone(terminal, left);
  if (intended.length === 0) {
    terminal.note('No step is due.');
    return exitStatus.fine;
  }
  printIntended(terminal, intended);
  if (!(await isWanted(`Take ${count(intended.length, 'step')}?`, given))) {
    terminal.note('Nothing was changed.');
    return exitStatus.fine;
  }
  return carryOut(intended, applying, { terminal, kept, given });
}

async function carryOut(
  intended: readonly Intended[],
  applying: Applying,
  { terminal, kept, given }: Pick<ApplyingSweep, 'terminal' | 'kept' | 'given'>,
): Promise<number> {
  let failed = 0;
  for await (const applied of apply(intended, applying, kept)) {
    if (!isDone(applied)) failed++;
    const { decision, outcomeId, outcome } = applied;
    const line = given.json === true ? terminal.note : terminal.print;
    line(bold(`${outcomeId}  `), `${decision.action} ${decision.credential}: ${describeOutcome(outcome)}`);
  }
  terminal.note('To undo one: rescind restore OUTCOME_ID');
  return failed === 0 ? exitStatus.fine : exitStatus.finding;
}

function isDone({ outcome }: Applied): boolean {
  return outcome.kind === 'done' || outcome.kind === 'already-so';
}

/** The caller's own account has no role for the caller to assume. */
function clientsOf(own: string, roleName: string, sdk: NonNullable<ClientsOptions['sdk']>): Clients {
  const here = awsClients({ memberRole: null, sessionName: 'rescind-sweep', sdk });
  const there = awsClients({ memberRole: roleName, sessionName: 'rescind-sweep', sdk });
  const of = (accountId: string) => (accountId === own ? here : there);
  return {
    iam: (accountId) => of(accountId).iam(accountId),
    secrets: (accountId, region) => of(accountId).secrets(accountId, region),
    events: (accountId, region) => of(accountId).events(accountId, region),
    rolesAnywhere: (accountId, region) => of(accountId).rolesAnywhere(accountId, region),
    identityCenter: (accountId, region) => here.identityCenter(accountId, region),
  };
}

function printIntended(terminal: Terminal, intended: readonly Intended[]): void {
  terminal.note(bold(`Plan: ${count(intended.length, 'step')}`));
  for (const { decision, plan } of intended) {
    terminal.note('  ', decision.credential, dim(`  ${decision.kind} in ${decision.accountId}  ${decision.id}`));
    terminal.note('    ', decision.reason);
    for (const measure of plan.measures) {
      const { call, undo } = callsOf(measure);
      terminal.note(dim('    does   '), call);
      terminal.note(dim('    undo   '), undo ?? 'nothing: this cannot be undone');
    }
  }
}

function printUndone(terminal: Terminal, { decision, why }: LeftUndone): void {
  terminal.note(dim('left alone  '), `${decision.action} ${decision.credential}: ${why}`);
}
