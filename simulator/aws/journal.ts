import type { Parameters } from './parameters.ts';

/** A call that arrived, before anything was decided about it. */
export interface ArrivedCall {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly accessKeyId: string;
  /** Null where nobody owns the access key. */
  readonly accountId: string | null;
  /** `iam`, `sts`, `secretsmanager`, `organizations`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly parameters: Parameters;
}

/**
 * done: applied and answered · lost: applied, but the answer never arrived · refused: an error of the operation itself ·
 * denied: the caller is not allowed, or not known · faulted: an injected fault, nothing applied.
 */
export type Effect = 'done' | 'lost' | 'refused' | 'denied' | 'faulted';

export interface JournalEntry extends ArrivedCall {
  /** ARN; null where the credential is not live. */
  readonly caller: string | null;
  readonly effect: Effect;
  /** What it needed and was allowed, as `action resource`; none where it was denied, or a fault came first. */
  readonly allowed: readonly string[];
  /** The wire's error code; null for `done` and `lost`. */
  readonly code: string | null;
}

/** What goes wrong with a call, beyond what the caller did. */
export type Fault =
  | 'pass'
  | 'apply-then-lose-answer'
  | { readonly fail: string; readonly status: number }
  | { readonly throttle: true };

/** Asked once per call; it may wait, so that a scheduler can interleave other work here. */
export type Faults = (call: ArrivedCall) => Fault | Promise<Fault>;

export const noFaults: Faults = () => 'pass';
