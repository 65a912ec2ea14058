import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type EventDetail, type EventName, eventSource } from '../../contract/events.ts';
import { formatInstant, type Instant } from '../../core/model/instant.ts';
import type { Announcement, Announcer } from '../../core/plan/announcement.ts';

/** What EventBridge takes at once. */
const mostEntries = 10;

/** Announces on an EventBridge bus. */
export function busAnnouncer(bus: string, client: EventBridgeClient): Announcer {
  return {
    async announce(announcements) {
      const entries = announcements.flatMap((one) => [
        entry('CredentialAssessed', assessedOf(one), bus),
        entry('ActionPlanned', plannedOf(one), bus),
      ]);
      for (let from = 0; from < entries.length; from += mostEntries) {
        const Entries = entries.slice(from, from + mostEntries);
        const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount > 0) throw new Error(`the bus took all but ${FailedEntryCount} events`);
      }
    },
  };
}

function entry<Name extends EventName>(name: Name, detail: EventDetail<Name>, bus: string): PutEventsRequestEntry {
  return { EventBusName: bus, Source: eventSource, DetailType: name, Detail: JSON.stringify(detail) };
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

function plannedOf(announcement: Announcement): EventDetail<'ActionPlanned'> {
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
