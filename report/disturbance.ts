import type { Case } from './cases.ts';
import { openLink } from './decision-list.ts';
import { html, type Markup } from './html.ts';
import type { ReportRun } from './report-data.ts';
import { count, counted, dayOf, listed } from './words.ts';

const mostNamed = 2;

/** Uses from established networks, on the days after a containment, that it would have refused. */
export function refusedHonestUses({ credential, gravest }: Case): number {
  // A pin leaves the established networks open, and of a role only the session in question is cut off.
  if (gravest.action === 'pin' || (gravest.action === 'revoke-sessions' && gravest.kind === 'role')) return 0;
  const established = new Set(credential.establishedNetworks);
  return credential.days
    .filter(({ day }) => day > dayOf(gravest.at))
    .flatMap(({ networks }) => networks)
    .filter(({ id }) => established.has(id))
    .reduce((sum, { uses }) => sum + uses, 0);
}

/** Who pays for being protected: whose usual work stops, and who only gets a message. */
export function disturbance(contained: readonly Case[], cases: readonly Case[], mode: ReportRun['mode']): Markup {
  const isDone = mode === 'enforce';
  const costly = contained.filter((found) => refusedHonestUses(found) > 0);
  const more = costly.length - mostNamed;
  const spared = contained.length - costly.length;
  const told = [...new Set(cases.map(({ credential }) => credential.owner).filter((owner) => owner !== null))];
  return html`<ul class="sentences">${costly.slice(0, mostNamed).map((found) => stopped(found, isDone))}
${more > 0 ? html`<li><a href="#cases">${count(more)} more</a> like ${costly.length > 1 ? 'these' : 'this'}.` : null}
${spared > 0 ? html`<li>${counted(spared, 'containment')} ${isDone ? 'stopped' : 'would stop'} no use from an established network.` : null}
<li>${counted(told.length, 'owner')} ${isDone ? 'got' : 'would get'} a message${told.length === 0 ? '' : `: ${listed(told.toSorted(), 4)}`}.</ul>`;
}

function stopped(found: Case, isDone: boolean): Markup {
  const { id, owner } = found.credential;
  return html`<li><b>${owner ?? 'An unknown owner'}</b>: ${counted(refusedHonestUses(found), 'later use')} of ${openLink(id)} from its usual networks ${isDone ? 'are refused unless it is undone' : 'would be refused'}.`;
}
