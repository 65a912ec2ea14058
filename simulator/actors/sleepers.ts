import { day } from '../../core/model/instant.ts';
import type { Entry } from './actor.ts';
import type { Casting, Casts, Part } from './part.ts';
import { keyAccess } from './principals.ts';

/** Keys that nobody uses: forgotten, planted, or never needed. */
export const sleepers: Casts<'dormant' | 'canary' | 'unused'> = {
  dormant: (c) =>
    sleeping(c, `legacy-${c.stock.service}`, {
      lastUsedAt: c.organisation.span.start - c.random.between(100, 500) * day,
    }),
  canary: (c) =>
    sleeping(c, `svc-${c.stock.service}-deploy`, {
      kind: 'canary',
      purpose: 'canary: planted, nobody has a reason to use it',
      lastUsedAt: null,
      unregistered: false,
    }),
  unused: (c) => sleeping(c, `tmp-${c.stock.service}`, { lastUsedAt: null }),
};

function sleeping(c: Casting, name: string, entry: Partial<Entry>): Part {
  return {
    access: keyAccess(c, name),
    rhythm: { kind: 'never' },
    workload: 'reporting',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    entry,
  };
}
