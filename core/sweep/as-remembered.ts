import type { PolicyTexts } from '../context/grants/policy-texts.ts';
import { temporaryGrants } from '../context/grants/temporary-grants.ts';
import type { SeenInTrail } from '../context/grants/trail-evidence.ts';
import { termsFor } from '../context/lease.ts';
import { joinedRecord } from '../context/seen-use.ts';
import { type Credential, subjectOf } from '../model/credential.ts';
import {
  holdsGrants,
  isLastUseHidden,
  type Observed,
  type Standing,
  withObserved,
} from '../signals/standing/standing.ts';
import { type AccountJudging, remembered } from './account-judging.ts';

/** With the permissions that were given to its principal for a while. */
export function withLoans(
  standing: Standing,
  texts: PolicyTexts,
  { trail, grants, circumstances }: AccountJudging,
): Standing {
  const { credential } = standing;
  if (!holdsGrants(credential)) return standing;
  const made = [...(grants ?? []), ...(trail?.grants ?? [])].filter(
    ({ accountId }) => accountId === credential.accountId,
  );
  const { temporaryGrantDays } = circumstances.policy;
  const held = texts(credential.principal) ?? [];
  const temporary = temporaryGrants(held, credential.principal, made, temporaryGrantDays);
  return temporary.length === 0 ? standing : { ...standing, temporary };
}

/** What the trail shows of one credential. */
interface Shown {
  readonly seen: SeenInTrail | null;
  /** Whether what the trail does not show did not happen. */
  readonly seesRest: boolean;
  /** Those in whose place it came, and other names of its own. */
  readonly names: readonly Credential[];
}

/** What was switched off here is judged as it was before: that it is off now is no news, and nobody's merit. */
export function withMemory(standing: Standing, { seen, seesRest, names }: Shown, judging: AccountJudging): Standing {
  const { now, circumstances } = judging;
  const known = remembered(standing, judging);
  const isOurs = standing.status === 'inactive' && known !== null && known.outcomeId !== null;
  const terms = termsFor(standing.credential.kind, circumstances.policy);
  // A lease goes with the work: a new key does not have to be asked for anew.
  const subjects = [standing.credential, ...names.toReversed()].map(subjectOf);
  const kept = subjects.map((subject) => judging.lease?.(subject) ?? null).find((one) => one !== null) ?? null;
  const lease = kept ?? (terms === null ? null : { startedAt: now, consent: null });
  const own =
    judging.trail?.seen(
      standing.credential,
      names.filter(({ id }) => id === standing.credential.principal),
    ) ?? null;
  // Of several parameters that are read at once the record names one or none.
  const isSeenWhole = seesRest && standing.credential.kind !== 'parameter';
  const isDated = own !== null && !isLastUseHidden(standing) && (standing.lastUse.kind !== 'unknown' || isSeenWhole);
  const dated = isDated ? withObserved(standing, own) : standing;
  const told = { ...dated, observed: observedOf(standing, subjects, seen, judging), lease };
  return isOurs ? { ...told, status: 'active', lastUse: known.lastUse ?? standing.lastUse } : told;
}

/** Several records of one habit, its forebears' included: what any of them saw was there. */
function observedOf(
  standing: Standing,
  subjects: readonly string[],
  seen: SeenInTrail | null,
  judging: AccountJudging,
): Observed | null {
  const swept = subjects
    .map((subject) => judging.observed?.(subject, standing) ?? null)
    .reduce<Observed | null>(both, null);
  return both(swept, seen);
}

function both(a: Observed | null, b: Observed | null): Observed | null {
  const joined = joinedRecord(a, b);
  const refused = b?.refused ?? a?.refused;
  return joined === null || refused === undefined ? joined : { ...joined, refused };
}
