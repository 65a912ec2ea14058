import { expect, it } from 'vitest';
import { memoryNoteStore } from '../../adapters/memory/note-store.ts';
import { noteKeys } from '../../contract/notes.ts';
import { minute } from '../../core/model/instant.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { documentsIn } from '../../functions/documents.ts';
import { asApproved, type PolicyApproval } from '../../functions/policy-approval.ts';
import type { Settings } from '../../functions/settings.ts';

const at = 1_000_000_000_000;
const approval: PolicyApproval = {
  digest: 'new',
  before: 'old',
  by: 'arn:aws:iam::111111111111:user/ada',
  at,
  approvers: [],
};

/** What counts so long after the word, with that policy in the bucket; `undefined`: it cannot be read. */
async function counts(inBucket: string | undefined, later = 0, approved: PolicyApproval | null = approval) {
  const notes = memoryNoteStore();
  if (approved !== null) await documentsIn(notes).write(noteKeys.policyApproval, approved, null);
  const words = { networks: { locate: () => null }, declarations: [] } as unknown as Settings['words'];
  const policy = { ...defaultPolicy, mode: 'enforce' } as const;
  const digest = inBucket === undefined ? {} : { policyDigest: inBucket };
  const settings = async (): Promise<Settings> => ({ policy, exemptions: [], words, problems: [], ...digest });
  const { policy: found, exemptions, problems } = await asApproved(settings, notes, () => at + later)();
  return [found.mode, exemptions, problems.length];
}

const whole = ['enforce', [], 0];
const nothing = ['observe', null, 1];

it('the approved policy counts, and any as long as none ever was approved', async () => {
  expect(await counts('new')).toEqual(whole);
  expect(await counts('other', 0, null)).toEqual(whole);
});

it('another one stops everything, as one that is gone does; the one before counts while it is being replaced', async () => {
  expect(await counts('other')).toEqual(nothing);
  expect(await counts('')).toEqual(nothing);
  expect(await counts('old', 10 * minute)).toEqual(whole);
  expect(await counts('old', 10 * minute + 1)).toEqual(nothing);
});

it('of one that cannot be read nothing is said here: that has stopped everything already', async () => {
  expect(await counts(undefined)).toEqual(whole);
});
