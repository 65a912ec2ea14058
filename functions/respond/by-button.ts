import type { Wish } from '../../contract/events.ts';
import type { Credential } from '../../core/model/credential.ts';
import { announcementOf } from '../../core/observe/note-keys.ts';
import type { Announcement } from '../../core/plan/announcement.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { protectionOfDecision } from '../../core/plan/exemption.ts';
import type { Rotation } from '../../core/verdict/assessment.ts';
import { extendLease } from '../leases.ts';
import { Reason } from '../reason.ts';
import type { Settings } from '../settings.ts';
import type { Work } from './work.ts';

type Answer = Wish & { readonly wish: 'answer' };

/** The rotation that would replace the credential, as its owner declared it now; null where a person has to do it. */
export function rotationFor({ kind, credential, at }: Decision, { words }: Pick<Settings, 'words'>): Rotation | null {
  const declared = words.declared({ id: credential } as Credential)?.rotation ?? null;
  const secret = kind === 'secret' ? credential : (declared?.secret ?? null);
  // A rotation since then has replaced it already.
  return secret === null ? null : { secret: secret as Rotation['secret'], unlessSince: at };
}

/** Throws where there is no such decision. */
export async function announcedAs(id: string, { memory }: Pick<Work, 'memory'>): Promise<Announcement> {
  const announced = await announcementOf(id, memory);
  if (announced === null) throw new Reason('no such decision was made');
  return announced;
}

/** Somebody still wants the credential: sweeps go no further with it for that long. */
export async function extendByAnswer({ id, by }: Answer, work: Pick<Work, 'memory' | 'clock'>): Promise<void> {
  const { decision, subject } = await announcedAs(id, work);
  await extendLease({ account: decision.accountId, subject }, by.join(' and '), work.clock.now(), work.memory);
}

/**
 * The decision that a person's order to rotate makes of one that was told: in observe mode, too, since that holds back the
 * automaton alone. A clause where it is not to be.
 */
export function rotationOrdered(
  decision: Decision,
  settings: Pick<Settings, 'policy' | 'exemptions' | 'words'>,
  now: number,
): Decision | string {
  const { policy, exemptions } = settings;
  const rotation = rotationFor(decision, settings);
  if (rotation === null) return 'no secret is declared whose rotation would replace it';
  if (exemptions === null) return 'the policy, the exemptions or the context cannot be read';
  const protection = protectionOfDecision(decision, policy, exemptions, now);
  if (protection !== null) return `it must not be changed: ${protection}`;
  const id = `${decision.id}-rotate`;
  return { ...decision, id, action: 'rotate', mode: 'enforce', reversible: false, heldBack: null, rotation };
}
