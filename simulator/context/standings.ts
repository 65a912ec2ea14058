import { day } from '../../core/model/instant.ts';
import { type Actor, credentialOf, firstHolders } from '../actors/actor.ts';
import type { StandingKind, StandingLabel } from '../labels.ts';
import type { Organisation } from '../organisation/organisation.ts';

/** What a sweep should find, and what it should leave alone. */
export function standingsOf(actors: readonly Actor[], organisation: Organisation): StandingLabel[] {
  return firstHolders(actors).flatMap((actor) => {
    const credential = credentialOf(actor, organisation.span.start);
    return kindsOf(actor, organisation).map(([kind, story]) => ({ credential, kind, story }));
  });
}

function kindsOf(actor: Actor, organisation: Organisation): [StandingKind, string][] {
  const { archetype, entry, access } = actor;
  const kinds: [StandingKind, string][] = [];
  if (archetype === 'dormant') kinds.push(['stale', 'not used for a hundred days or more']);
  if (archetype === 'unused') kinds.push(['never-used', 'never used since it was made']);
  if (archetype === 'quarterly') kinds.push(['needed-but-rare', 'used four times a year, and then needed']);
  const ageDays = Math.floor((organisation.span.start - entry.createdAt) / day);
  if (access.kind === 'key' && ageDays > 365) kinds.push(['over-age', `the key is ${ageDays} days old`]);
  if (entry.owner === null) kinds.push(['ownerless', 'nobody is written down as its owner']);
  const administrator = entry.granted.includes('AdministratorAccess');
  if (administrator) kinds.push(['admin-equivalent', 'holds AdministratorAccess']);
  if (administrator && archetype !== 'admin' && archetype !== 'root') {
    kinds.push(['overprivileged', 'holds AdministratorAccess and uses a handful of actions']);
  }
  return kinds;
}
