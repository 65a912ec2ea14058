import type { Entity } from '../aws/state/account.ts';
import type { Random } from '../random.ts';
import type { Lifetime, Nature } from './draw.ts';
import type { MadeGrants } from './grants.ts';
import { lentPolicies } from './lent.ts';
import { cadenceTags, loanTags, ownerTags } from './tags.ts';
import type { Setting } from './users.ts';

/** A user or role as it was drawn. */
export interface Drawn {
  readonly life: Lifetime;
  readonly nature: Nature;
  readonly grants: MadeGrants;
}

/** Tags and policies, which users and roles have alike. */
export function tagsAndPolicies(
  { people, now }: Setting,
  { life, nature, grants }: Drawn,
  random: Random,
): Pick<Entity, 'tags' | 'inline' | 'attached' | 'boundary'> {
  return {
    tags: [
      ...ownerTags(nature.owner, people, random),
      ...loanTags(nature.loan, now, random),
      ...cadenceTags(life.cadence),
    ],
    inline: new Map([
      ...(grants.inline === null ? [] : [['work', grants.inline] as const]),
      ...lentPolicies(nature.lent, now, random.fork('lent')),
    ]),
    attached: [...grants.attached],
    boundary: null,
  };
}
