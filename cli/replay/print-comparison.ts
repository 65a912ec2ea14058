import { formatInstant } from '../../core/model/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { bold, clockTime, count, dim, shortId } from '../terminal/words.ts';
import type { Change, Compared } from './comparison.ts';

const shownAtMost = 20;

/** Which decisions change between two policies, and why. */
export function printComparison(terminal: Terminal, { decisions, same, changes }: Compared, against: string): void {
  terminal.print('');
  terminal.print(
    bold(`Against ${against}: `),
    `${count(decisions, 'decision')} there, ${same} the same, ${count(changes.length, 'change')}`,
  );
  for (const { at, credential, policy, against: other, why } of changes.slice(0, shownAtMost)) {
    terminal.print(
      '  ',
      dim(clockTime(at)),
      ` ${shortId(credential)}  `,
      bold(answer(policy)),
      ` here, ${answer(other)} there`,
    );
    terminal.print('    ', why);
  }
  if (changes.length > shownAtMost) terminal.print(dim(`  and ${changes.length - shownAtMost} more: see --json`));
}

function answer(decision: Decision | null): string {
  if (decision === null) return 'nothing';
  return `${decision.action}${decision.mode === 'enforce' ? ' (would be enforced)' : ''}`;
}

/** The comparison as the JSON summary tells it. */
export function comparisonJson({ decisions, same, changes }: Compared, path: string) {
  return { policy: path, decisions, same, changes: changes.map(changeJson) };
}

function changeJson({ credential, at, eventId, policy, against, why }: Change) {
  return {
    credential,
    at: formatInstant(at),
    eventID: eventId,
    policy: policy === null ? null : told(policy),
    against: against === null ? null : told(against),
    why,
  };
}

function told({ id, action, score, verdict, mode, heldBack }: Decision) {
  return { id, action, score, verdict, mode, heldBack };
}
