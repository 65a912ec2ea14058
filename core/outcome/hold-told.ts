import { maskKey } from '../model/brand.ts';
import { formatInstant, type Instant } from '../model/instant.ts';
import type { Hold } from './containment.ts';
import type { Notice } from './notice.ts';

const shownAs = (credential: string) => (credential.startsWith('arn:') ? credential : maskKey(credential));

/** Tells the owner that nothing is done to a credential for a while: a thief may be glad of it. */
export function holdTold(
  { credential, by, reason, until }: Hold,
  to: string | null,
  at: Instant,
  what: readonly string[],
): Notice {
  const about = shownAs(credential);
  const end = until === null ? 'it is lifted' : formatInstant(until);
  return {
    id: `held ${credential} ${at}`,
    to,
    about,
    headline: `${about} is held by ${by}: nothing is done to it until ${end}`,
    why: reason,
    whatWasDone: what,
    whatToDo: [
      'Look after it yourself meanwhile: whatever is seen of it is told, and nothing is done.',
      'If that is not right, an approver ends it: rescind hold CREDENTIAL --lift --deployment',
    ],
    doesNotStop: [],
  };
}

/** Tells the owner that a credential may be contained again. */
export function liftTold({ credential, by }: Pick<Hold, 'credential' | 'by'>, to: string | null, at: Instant): Notice {
  const about = shownAs(credential);
  return {
    id: `lifted ${credential} ${at}`,
    to,
    about,
    headline: `${about} is not held any more`,
    why: '',
    whatWasDone: [`The hold was lifted by ${by}.`],
    whatToDo: ['What is seen of it from now on is answered as the policy says.'],
    doesNotStop: [],
  };
}
