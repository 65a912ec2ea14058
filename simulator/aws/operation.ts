import type { Demand } from './authorise.ts';
import type { Caller } from './caller.ts';
import { type Parameters, requiredText } from './parameters.ts';
import type { AccountState } from './state/account.ts';
import type { World } from './state/world.ts';

/** One call of one operation, as the operation sees it. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** The caller's account: as readers see it for a read, the newest for a write. */
  readonly state: AccountState;
  readonly parameters: Parameters;
  readonly region: string;
  readonly now: number;
}

/** What the caller must be allowed; all of `actions`, by default the operation's own name. */
export interface Need extends Pick<Demand, 'resource' | 'context' | 'resourcePolicy'> {
  readonly actions?: readonly string[];
  /** What the service goes on to do in the caller's name, which the caller must be allowed, too. */
  readonly inItsName?: readonly { readonly action: string; readonly resource: string }[];
}

/** The fields of the answer, in the wire's own spelling. */
export type Answer = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly access: 'read' | 'write';
  readonly needs: (call: Call) => Need;
  readonly run: (call: Call) => Answer;
}

export type Operations = Readonly<Record<string, Operation>>;

export const anyResource = (): Need => ({ resource: '*' });

/** The thing whose ARN the call gives in that field. */
export function resourceIn(field: string): Operation['needs'] {
  return ({ parameters }) => ({ resource: requiredText(parameters, field) });
}

export function read(needs: Operation['needs'], run: Operation['run']): Operation {
  return { access: 'read', needs, run };
}

export function write(needs: Operation['needs'], run: (call: Call) => Answer | undefined): Operation {
  return { access: 'write', needs, run: (call) => run(call) ?? {} };
}
