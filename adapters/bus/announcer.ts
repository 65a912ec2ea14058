import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { EventDetail } from '../../contract/events.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Announcement, Announcer } from '../../core/plan/announcement.ts';
import { entry, put } from './entries.ts';

/** Announces on an EventBridge bus. */
export function busAnnouncer(bus: string, client: EventBridgeClient): Announcer {
  return {
    async announce(announcements) {
      const entries = announcements.flatMap((one) => [
        entry('CredentialAssessed', assessedOf(one), bus),
        entry('ActionPlanned', plannedOf(one), bus),
      ]);
      await put(entries, client);
    },
  };
}

function aboutOf({ decision, policyVersion }: Announcement) {
  const { accountId, credential, session, at, eventId, score, verdict, signals, reason } = decision;
  return {
    version: 1 as const,
    accountId,
    credential,
    session,
    at: formatInstant(at),
    eventID: eventId,
    score,
    verdict,
    signals: signals.map((signal) => ({ ...signal })),
    reason,
    policyVersion,
  };
}

function assessedOf(announcement: Announcement): EventDetail<'CredentialAssessed'> {
  const { subject, decision } = announcement;
  return { ...aboutOf(announcement), subject, families: [...decision.families] };
}

/** The detail of `ActionPlanned`. */
export function plannedOf(announcement: Announcement): EventDetail<'ActionPlanned'> {
  const { id, kind, principal, owner, action, mode, reversible, expiresAt, heldBack, rotation } = announcement.decision;
  return {
    ...aboutOf(announcement),
    id,
    kind,
    principal,
    owner,
    action,
    mode,
    reversible,
    expires: written(expiresAt),
    heldBack,
    rotation: rotation && { secret: rotation.secret, unlessSince: written(rotation.unlessSince) },
  };
}

function written(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
