import { createHash } from 'node:crypto';
import { identify } from '../../adapters/aws/identity/identify.ts';
import { policyText, type Wish } from '../../contract/events.ts';
import { noteKeys } from '../../contract/notes.ts';
import { matchesGlob } from '../../core/model/glob.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { clausesOf, readPolicy } from '../../core/policy/read-policy.ts';
import { documentsIn } from '../documents.ts';
import { type PolicyApproval, policyApproval } from '../policy-approval.ts';
import type { Heard } from '../take-answer.ts';
import type { Work } from './work.ts';

type Said = Pick<Heard, 'kind' | 'sentence'>;

/**
 * From now on this policy counts, and no other: who says so is theirs to prove, and they must be an approver of the one that
 * counted before. Whoever only writes to the bucket changes nothing but that an alarm rings.
 */
export async function approvePolicy(
  { text, proof }: Wish & { readonly wish: 'policy' },
  { notes, settings, ledger, clock }: Pick<Work, 'notes' | 'settings' | 'ledger' | 'clock'>,
  endpoint?: string,
): Promise<Said> {
  const digest = createHash('sha256').update(text).digest('hex');
  const by = await identify(proof, policyText(digest), endpoint);
  if (by === null) return declined('Who you are could not be proved. Sign in to AWS again.');
  const read = readPolicy(text);
  if (!read.ok) return declined(`It is not a valid policy: ${clausesOf(read.error)}.`);
  const before = await policyApproval(notes);
  const approvers = before?.approvers ?? approversOf((await settings()).policy);
  if (approvers.length > 0 && !approvers.some((pattern) => matchesGlob(pattern, by))) {
    return declined(`${by} is not an approver in the policy in force now.`);
  }
  const at = clock.now();
  const next: PolicyApproval = { digest, by, at, before: beforeOf(before, digest), approvers: approversOf(read.value) };
  await documentsIn(notes).write(noteKeys.policyApproval, next, null);
  const about = {
    key: `policy ${digest} ${at}`,
    at,
    kind: 'approved',
    by,
    credential: 'policy',
    about: digest,
  } as const;
  await ledger.append({ ...about, sentence: `The policy ${digest.slice(0, 12)} is in force from now on, by ${by}.` });
  return { kind: 'settled', sentence: `The policy ${digest.slice(0, 12)} is in force from now on.` };
}

/** Said again, it is the same one, and what was before it stays so. */
function beforeOf(approval: PolicyApproval | null, digest: string): string | null {
  if (approval === null) return null;
  return approval.digest === digest ? approval.before : approval.digest;
}

function approversOf({ people }: Policy): string[] {
  return people.flatMap(({ approver, aws }) => (approver ? aws : []));
}

function declined(sentence: string): Said {
  return { kind: 'declined', sentence };
}
