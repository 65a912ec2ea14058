import { unattached } from '../plan/measures/boundary-measure.ts';
import { isShared, isSwitch, type Measure, type SecretRotation } from '../plan/measures/measure.ts';
import { unprovisioned } from '../plan/measures/permission-set-deny.ts';
import {
  type Containment,
  type Desired,
  goalOf,
  isOurs,
  isSettled,
  pendingOf,
  type State,
  waitIn,
} from './containment.ts';
import type { Outcome } from './outcome.ts';

export type Move =
  | { readonly kind: 'record-before'; readonly before: State }
  | { readonly kind: 'write'; readonly value: string | null; readonly towards: Desired }
  /** A write of ours does not show yet; after enough waiting the answer is `inTheEnd`, or it is written again. */
  | { readonly kind: 'wait'; readonly inTheEnd: Outcome | null }
  | { readonly kind: 'answer'; readonly outcome: Outcome };

/** The last write of this run. Without an answer it may have been made or not. */
export interface Wrote {
  readonly towards: Desired;
  readonly answered: boolean;
}

/** What brings AWS one step nearer to what the row desires. `state` is what AWS shows now, null for gone. */
export function nextMove(row: Containment, state: State | null, wrote: Wrote | null): Move {
  if (state === null) return skip('it no longer exists');
  const known = row.before?.uniqueId ?? row.measure.target.uniqueId;
  if (known !== null && known !== state.uniqueId) {
    return skip(`${row.measure.target.name} was deleted and recreated: this is another one with the same name`);
  }
  const waits = waitIn(state);
  if (waits !== null && row.desired === 'contained') return skip(waits);
  if (row.before === null) return beforeAnything(row, state);
  if (row.before.value === goalOf(row.measure)) return foundSo(row, state);
  if (row.measure.kind === 'revoke-token') return revoke(row, row.before, state, wrote);
  if (row.measure.kind === 'deauthorize-connection') return deauthorize(row, row.before, state, wrote);
  if (isHalfway(row.measure, state)) return goOn(row, row.before, wrote);
  if (row.measure.kind === 'rotate-secret') return rotate(row, row.measure, row.before, state, wrote);
  return row.desired === 'contained' ? contain(row, row.before, state, wrote) : release(row, row.before, state, wrote);
}

function beforeAnything(row: Containment, state: State): Move {
  if (row.desired === 'released') return skip('nothing had been changed');
  const { measure } = row;
  if (isSwitch(measure.kind) || state.value === null) return { kind: 'record-before', before: state };
  if (isHalfway(measure, state)) {
    return { kind: 'record-before', before: { ...state, value: null } };
  }
  // The name carries the case, so a policy with exactly our words is ours from before the store lost it.
  if (state.value === goalOf(measure)) return { kind: 'record-before', before: { ...state, value: null } };
  return terminal(`${placeOf(row)} already exists and has other content`);
}

/**
 * Found as desired before anything was written. A key or a seal may look so only because another row's undoing does not
 * show yet, and it may be undone while this row stands: then that is the state before.
 */
function foundSo(row: Containment, state: State): Move {
  const alreadySo: Outcome = { kind: 'already-so' };
  if (row.desired === 'released' || !isShared(row.measure.kind)) return answer(alreadySo);
  if (state.value !== goalOf(row.measure)) return { kind: 'record-before', before: state };
  return isSettled(row) ? answer(alreadySo) : { kind: 'wait', inTheEnd: alreadySo };
}

function contain(row: Containment, before: State, state: State, wrote: Wrote | null): Move {
  if (state.value === goalOf(row.measure)) return answer({ kind: 'done' });
  if (state.value !== before.value && !isOurs(row, state.value)) return edited(row);
  return isWritten(wrote, 'contained')
    ? waitToSee
    : { kind: 'write', value: goalOf(row.measure), towards: 'contained' };
}

/**
 * Reads may lag: what looks untouched can be a containment that does not show yet. So the undo is written in any case,
 * unless one is known to have arrived.
 */
function release(row: Containment, before: State, state: State, wrote: Wrote | null): Move {
  const written = isWritten(wrote, 'released');
  if (state.value === before.value) {
    if (written || (wrote === null && isSettled(row))) return answer({ kind: 'done' });
    return { kind: 'write', value: before.value, towards: 'released' };
  }
  if (!isOurs(row, state.value)) return edited(row);
  return written ? waitToSee : { kind: 'write', value: before.value, towards: 'released' };
}

/** A rotation goes one way: asked for once, seen through, never taken back. */
function rotate(row: Containment, measure: SecretRotation, before: State, state: State, wrote: Wrote | null): Move {
  if (row.desired === 'released') return skip(oneWay(state.value === before.value));
  if (state.value === goalOf(measure)) return answer({ kind: 'done' });
  if (state.value === pendingOf(measure)) return { kind: 'wait', inTheEnd: underWay };
  return contain(row, before, state, wrote);
}

/** What a server holds that shows no token's state: then its answer to the revocation is all there is. */
export const unseen = 'not to be seen';

/** A revocation goes one way as well. To ask for it again is harmless: a server answers the same for a token that it does not know. */
function revoke(row: Containment, before: State, state: State, wrote: Wrote | null): Move {
  if (row.desired === 'released')
    return skip('a revoked token cannot be restored; one that is not revoked is left as it is');
  if (state.value === unseen && isWritten(wrote, 'contained')) return answer({ kind: 'done' });
  return contain(row, before, state, wrote);
}

/** A connection forgets its credential once; nobody here could give it back. */
function deauthorize(row: Containment, before: State, state: State, wrote: Wrote | null): Move {
  if (row.desired === 'released')
    return skip('a deauthorised connection stays so until its owner enters a credential again');
  // What the owner has entered since is another credential.
  if (isSettled(row)) return answer({ kind: 'done' });
  return contain(row, before, state, wrote);
}

/** Whether one of the two writes that make or undo it is done. */
function isHalfway({ kind }: Measure, { value }: State): boolean {
  return (
    (kind === 'permission-set-deny' && value === unprovisioned) ||
    (kind === 'permissions-boundary' && value === unattached)
  );
}

/** The first write shows, but the second does not: write again. */
function goOn(row: Containment, before: State, wrote: Wrote | null): Move {
  if (isWritten(wrote, row.desired)) return waitToSee;
  const value = row.desired === 'contained' ? goalOf(row.measure) : before.value;
  return { kind: 'write', value, towards: row.desired };
}

/** What looks untouched can be a rotation that does not show yet. */
function oneWay(untouched: boolean): string {
  return untouched
    ? 'no rotation is visible yet; one that was started cannot be stopped'
    : 'a rotation cannot be undone';
}

const underWay: Outcome = {
  kind: 'failed',
  lasting: 'transient',
  error: 'the rotation has started, but its new version is not in force yet',
};

const waitToSee: Move = { kind: 'wait', inTheEnd: null };

function isWritten(wrote: Wrote | null, towards: Desired): boolean {
  return wrote !== null && wrote.towards === towards && wrote.answered;
}

const byOthers = 'was changed by someone else since; it is left as it is';

function edited(row: Containment): Move {
  return terminal(`${placeOf(row)} ${byOthers}`);
}

/** Whether it stopped because somebody else had changed the place meanwhile. */
export function isDrift(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.lasting === 'terminal' && outcome.error.endsWith(byOthers);
}

function placeOf({ measure }: { readonly measure: Measure }): string {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return 'the key';
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
      return `credential ${measure.credentialId}`;
    case 'rotate-secret':
      return `secret ${measure.target.name}`;
    case 'revoke-token':
      return `token ${measure.target.name}`;
    case 'seal':
      return `the seal on ${measure.target.name}`;
    case 'roles-anywhere-status':
    case 'deauthorize-connection':
      return `${measure.target.kind} ${measure.target.name}`;
    case 'trust-deny':
      return `statement ${measure.sid} in the trust policy of ${measure.target.name}`;
    case 'permission-set-deny':
      return `statement ${measure.sid} in permission set ${measure.target.name}`;
    case 'secret-deny':
      return `statement ${measure.sid} in the resource policy of secret ${measure.target.name}`;
    case 'permissions-boundary':
      return `the permissions boundary of ${measure.target.name}`;
    default:
      return `policy ${measure.policyName}`;
  }
}

function skip(reason: string): Move {
  return answer({ kind: 'skipped', reason });
}

function terminal(error: string): Move {
  return answer({ kind: 'failed', lasting: 'terminal', error });
}

function answer(outcome: Outcome): Move {
  return { kind: 'answer', outcome };
}
