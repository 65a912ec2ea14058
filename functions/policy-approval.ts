import { noteKeys } from '../contract/notes.ts';
import type { NoteStore } from '../core/context/note-store.ts';
import { type Instant, minute } from '../core/model/instant.ts';
import { documentsIn } from './documents.ts';
import type { Fresh, Settings } from './settings.ts';

/** The policy that counts, as somebody said by the sanctioned way. */
export interface PolicyApproval {
  readonly digest: string;
  /** ARN. */
  readonly by: string;
  readonly at: Instant;
  /** The one that counted before; it may be in the bucket for a moment longer. */
  readonly before: string | null;
  /** Patterns of ARNs: who may say so next, by this policy. Empty: whoever may call the function. */
  readonly approvers: readonly string[];
}

/** Between the word and the object in the bucket, and until everybody has read that. */
const changeover = 10 * minute;

export async function policyApproval(notes: Pick<NoteStore, 'load'>): Promise<PolicyApproval | null> {
  return documentsIn({ ...notes, commit: async () => false }).read<PolicyApproval>(noteKeys.policyApproval);
}

/** What cannot be read says nothing, and stops everything by itself. */
export function isApproved({ digest, before, at }: PolicyApproval, found: string | undefined, now: Instant): boolean {
  return found === undefined || found === digest || (found === before && now - at <= changeover);
}

/**
 * The settings, whose policy and exemptions are as good as unread where the policy is not the one that was approved: nobody
 * is disturbed, and nobody in it has a say. As long as none was ever approved, the one in the bucket counts.
 */
export function asApproved(
  settings: Fresh<Settings>,
  notes: Pick<NoteStore, 'load'>,
  now: () => Instant,
): Fresh<Settings> {
  return async (notOlderThan) => {
    const found = await settings(notOlderThan);
    // fails toward: nothing; a note that cannot be read throws, and the message comes again
    const approval = await policyApproval(notes);
    if (approval === null || isApproved(approval, found.policyDigest, now())) return found;
    const problems = ['The policy in the bucket is not the one that was approved.', ...found.problems];
    return { ...found, policy: { ...found.policy, mode: 'observe' }, exemptions: null, problems };
  };
}
