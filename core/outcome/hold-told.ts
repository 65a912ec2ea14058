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
      'Watch it yourself meanwhile: Rescind reports what it sees, but does nothing.',
      'If that is wrong, an approver can end it: rescind hold CREDENTIAL --lift --deployment',
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
    headline: `${about} is no longer held`,
    why: '',
    whatWasDone: [`The hold was lifted by ${by}.`],
    whatToDo: ['From now on, Rescind acts on it as the policy says.'],
    doesNotStop: [],
  };
}
