import { isMadeByUs } from '../../adapters/aws/inventory/made-by-us.ts';
import { day } from '../../core/model/instant.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { inDoubt } from '../../core/sweep/in-doubt.ts';
import type { ReplayContext } from '../replay/context.ts';
import type { SweepGiven } from './given.ts';
import type { Memory } from './memory.ts';
import type { People } from './people.ts';
import type { TrailRead } from './read-trail.ts';
import type { Judging } from './sweep-account.ts';
import type { WhichAccounts } from './which-accounts.ts';

interface Known extends Memory {
  readonly policy: Policy;
  readonly context: ReplayContext;
  readonly trail: TrailRead | null;
  readonly which: WhichAccounts;
  readonly people: People;
}

/** What each account is judged by. */
export async function judgingBy(
  given: SweepGiven,
  { policy, context, trail, which, people, kept, state }: Known,
): Promise<Judging> {
  return {
    now: kept.startedAt,
    regions: given.regions ?? null,
    declarations: context.declarations,
    surroundings: {
      ownerTags: policy.ownerTags,
      names: policy.owners,
      people: people.addresses,
      ours: which.ours,
      isMadeByUs: (role) => isMadeByUs(role, which.home),
    },
    ...(trail === null ? {} : { trail: trail.evidence }),
    circumstances: {
      policy,
      exemptions: context.exemptions,
      spent: state?.spent(kept.startedAt - day) ?? emptySpent(),
    },
    doubted: inDoubt((await state?.store.open()) ?? [], kept.standing().values()),
    observed: kept.observed,
    remembered: kept.remembered,
    byOrder: true,
    lease: kept.lease,
    rightSize: given.rightSize !== undefined,
    inventory: given.inventory !== undefined,
  };
}
