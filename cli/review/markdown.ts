import { visible } from '../terminal/visible.ts';
import { count, shortId } from '../terminal/words.ts';
import type { Pack, Reviewed } from './pack.ts';

/** A pack as a page for its owner to tick off. */
export function markdownOf({ owner, credentials }: Pack, from: string, to: string): string {
  const asked = (['look', 'retire', 'shrink', 'renew'] as const).flatMap((what) => {
    const n = credentials.filter(({ proposal }) => proposal.what === what).length;
    return n === 0 ? [] : [`${what} ${n}`];
  });
  return [
    `# Review: ${owner === null ? 'credentials without an owner' : plain(owner)}`,
    '',
    `${count(credentials.length, 'credential')}, ${from} to ${to}. Proposed: ${asked.join(', ')}.`,
    ...credentials.flatMap(section),
    '',
  ].join('\n');
}

function section(one: Reviewed): string[] {
  const { did, could, didNot, proposal } = one;
  const used =
    did.uses === 0
      ? 'nothing in this time'
      : `${count(did.uses, 'call')} on ${count(did.days, 'day')}, of ${names(did.services)}, from ${names(did.networks)}`;
  return [
    '',
    `## ${code(shortId(one.credential))}`,
    '',
    `- [ ] **${proposal.what}**: ${proposal.why}`,
    `- ${one.kind} of ${code(one.principal)} in ${one.accountId}, last used ${one.lastUsed ?? 'at an unknown time'}`,
    ...(one.purpose === null ? [] : [`- purpose: ${plain(one.purpose)}`]),
    `- did: ${used}`,
    `- could do: ${could === null ? 'not known' : could.length === 0 ? 'nothing important' : names(could)}`,
    `- did not use: ${didNot === null ? 'not known' : didNot.length === 0 ? 'nothing; it used all its services' : names(didNot)}`,
  ];
}

function names(all: readonly string[]): string {
  return all.length === 0 ? 'unknown networks' : all.map(code).join(', ');
}

/** A stranger's name can neither end the code span nor start a line. */
function code(text: string): string {
  return `\`${visible(text).replaceAll('`', '’')}\``;
}

function plain(text: string): string {
  return visible(text).replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
}
