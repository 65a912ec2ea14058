import { bindsWhole } from '../plan/measures/measure.ts';
import type { Containment } from './containment.ts';

/** Users and roles of the account that measures in force bind as a whole, as `user/ada`, without those of decision `but`. */
export function boundIn(rows: readonly Containment[], accountId: string, but: string): ReadonlySet<string> {
  const binding = rows.filter(
    ({ desired, decisionId, measure }) =>
      desired === 'contained' && decisionId !== but && measure.target.accountId === accountId && bindsWhole(measure),
  );
  return new Set(binding.map(({ measure: { target } }) => `${target.kind}/${target.name}`));
}
