import { hostname } from 'node:os';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import type { RespondPorts } from '../../core/outcome/ports.ts';
import { enablesStolenKey, holdCredential } from '../../core/outcome/release.ts';
import { exitStatus, UsageError } from '../exit.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { openAws, portsOf } from './aws.ts';
import { holdThere } from './run-order.ts';
import { openResponderState } from './state.ts';
import { endDeadClaims } from './worker.ts';

export interface HoldGiven {
  readonly reason?: string;
  readonly until?: Instant;
  readonly lift?: true;
  readonly enableKey?: true;
  readonly profile?: string;
  readonly region?: string;
  readonly state: string;
  readonly deployment?: true;
  readonly json?: true;
}

/** Holds the credential, or lifts the hold; answers with the exit status. */
export async function runHold(credential: string, given: HoldGiven): Promise<number> {
  const { reason = '', until = null, lift, json } = given;
  if (!/^(arn:|A[A-Z]{3}\w{12,}$)/.test(credential)) {
    throw new UsageError(`“${credential}” names no credential.`, 'Give an access key id or an ARN.');
  }
  if (lift !== true && reason.trim() === '') throw new UsageError('There is no reason.', 'Say why: --reason TEXT.');
  if (until !== null && until <= Date.now()) {
    throw new UsageError(`${formatInstant(until)} is in the past.`, 'Give an end in the future.');
  }
  if (given.deployment === true) {
    const { profile, region } = given;
    const where = { ...(profile !== undefined && { profile }), ...(region !== undefined && { region }) };
    const order = {
      credential,
      reason: reason.trim(),
      until,
      lift: lift === true,
      enableKey: given.enableKey === true,
    };
    return holdThere({ ...order, ...where, json: json === true });
  }
  const terminal = openTerminal();
  const state = openResponderState(given.state);
  const aws = await openAws(given);
  const ports = portsOf(aws, state);
  if (lift === true) {
    await liftHold(credential, aws.caller.arn, ports);
    if (json) terminal.printJson({ credential, held: false, actions: [] });
    else terminal.print(credential, ' is no longer held.');
    return exitStatus.fine;
  }
  await endDeadClaims(await state.store.heldBy(credential), hostname(), ports);
  const hold = { credential, by: aws.caller.arn, reason: reason.trim(), until };
  const releases = await holdCredential(hold, ports, async (row) => {
    return given.enableKey !== true && enablesStolenKey(row, state.decision(row.decisionId));
  });
  const end = until === null ? 'it is lifted' : formatInstant(until);
  if (json) {
    const actions = releases.map(({ containmentId, outcome }) => ({ id: containmentId, outcome: outcome.kind }));
    terminal.printJson({ credential, held: true, until: until === null ? null : formatInstant(until), actions });
  } else {
    terminal.print(credential, ` is held until ${end}.`);
    for (const { containmentId, outcome } of releases) terminal.print(`  ${containmentId}: ${wordOf(outcome)}`);
  }
  // Where nothing had been put on, there is nothing to take back.
  const left = releases.filter(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'irrevocable');
  return left.length === 0 ? exitStatus.fine : exitStatus.finding;
}

function wordOf(outcome: Outcome): string {
  return outcome.kind === 'skipped' ? outcome.reason : `undone, ${outcome.kind}`;
}

async function liftHold(credential: string, by: string, { store, ledger, clock }: RespondPorts): Promise<void> {
  const at = clock.now();
  await store.liftHold(credential);
  const about = { key: `lifted ${credential} ${at}`, at, kind: 'held', by, credential, about: credential } as const;
  await ledger.append({ ...about, sentence: `Hold lifted by ${by}.` });
}
