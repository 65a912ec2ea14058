import { type AddressBook, noteAddress, settledAddresses } from '../context/addresses.ts';
import type { Network } from '../context/recorded-context.ts';
import type { SessionRecord } from '../context/sessions/session-record.ts';
import { sightingOf } from '../context/sighting.ts';
import { Fleet } from '../fleet/fleet.ts';
import type { Surroundings } from '../fleet/surroundings.ts';
import { groundsOf } from '../grounds.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Told } from '../intake/told.ts';
import type { Credential } from '../model/credential.ts';
import type { Announcement } from '../plan/announcement.ts';
import type { Circumstances } from '../plan/decide.ts';
import { noNetworks } from '../plan/facts.ts';
import { sessionFactsOf } from '../plan/session-facts.ts';
import { sharesOf } from '../plan/weighed.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { AtWork } from './at-work.ts';
import { Harm } from './harm.ts';
import type { ObserveSurroundings } from './observe.ts';
import type { Recalled } from './recall.ts';

/** What judging a stretch comes to in memory, before anything of it is written. */
export interface Judged {
  readonly announcements: readonly Announcement[];
  readonly credentialOf: ReadonlyMap<string, Credential>;
  readonly atWork: AtWork;
  readonly harm: Harm;
}

export function judgeAll(
  told: readonly Told[],
  surroundings: ObserveSurroundings,
  circumstances: Circumstances,
  recalled: Recalled,
  books: ReadonlyMap<string, AddressBook>,
): Judged {
  const ours = surroundings.ours ?? null;
  const atWork = new AtWork(surroundings.declared);
  const harm = new Harm();
  const credentialOf = new Map<string, Credential>();
  let beside = (): Omit<Announcement, 'decision'> => ({ subject: '', policyVersion: '', known: nothingKnown });
  let place: Network | null = null;
  const all: Surroundings = {
    ...surroundings,
    knownAccounts: new Set([...(ours ?? []), ...told.flatMap(accountsIn)]),
    ours,
    onUse: (use, network) => {
      place = network;
      const book = books.get(use.credential.principal) ?? {};
      noteAddress(book, use, network);
      atWork.note(use, network, book);
      harm.note(use, network, book);
    },
    onAssessment: (assessment, use, dossier) => {
      const { subject, policyVersion, credential, score } = assessment;
      const { session } = dossier;
      credentialOf.set(subject, credential);
      harm.hear(assessment, use);
      const at = place;
      // Only worked out where a decision follows: few assessments come to one.
      beside = () => ({
        subject,
        policyVersion,
        known: knownOf(assessment, use, session, books.get(credential.principal) ?? {}),
        lesson: use === null ? null : sightingOf(use, at, session),
        weighed: { shares: sharesOf(score), grounds: groundsOf(assessment, dossier, circumstances.policy) },
      });
    },
  };
  const fleet = new Fleet(all, circumstances, recalled.memory);
  for (const [credential, left] of recalled.left) fleet.admit(credential, left);
  const announcements: Announcement[] = [];
  for (const decision of fleet.take([...told])) announcements.push({ decision, ...beside() });
  return { announcements, credentialOf, atWork, harm };
}

/** Networks as addresses, since IAM knows no networks by name. */
function knownOf(
  assessment: Assessment,
  use: CredentialUse | null,
  session: SessionRecord | null,
  book: AddressBook,
): Announcement['known'] {
  const { establishedNetworks, at } = assessment;
  const vpcEndpoints = establishedNetworks.filter((id) => id.startsWith('vpce-'));
  const cidrs = establishedNetworks.flatMap((id) => settledAddresses(book, id, at));
  return {
    established: { ...noNetworks, cidrs, vpcEndpoints },
    session: sessionFactsOf(session),
    lastUsedAt: use?.at ?? null,
  };
}

const nothingKnown: Announcement['known'] = { established: noNetworks, session: null, lastUsedAt: null };

function accountsIn({ use, testimony }: Told): string[] {
  const accountId = use?.credential.accountId ?? testimony?.accountId;
  return accountId === undefined ? [] : [accountId];
}
