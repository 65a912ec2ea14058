import { addressOf, type CredentialUse } from '../intake/credential-use.ts';
import { day, dayOf, hour, type Instant, weekdayOf } from '../model/instant.ts';
import { programOf } from './client.ts';
import { isHarmless } from './declared/declared.ts';
import type { TableName } from './habits/baseline.ts';
import type { Sighting } from './habits/lesson.ts';
import { lineAt } from './place.ts';
import type { Network, NetworkKind } from './recorded-context.ts';
import { personBehind, type SessionRecord } from './sessions/session-record.ts';
import { trailOf } from './trail.ts';

/** What there is to remember of a use. */
export function sightingOf(use: CredentialUse, network: Network | null, session: SessionRecord | null): Sighting {
  const { client, system } = programOf(use);
  const isHolders = isByHolder(use);
  return {
    at: use.at,
    eventId: use.id,
    network: network?.id ?? null,
    country: network?.country ?? null,
    networkKind: network?.kind ?? null,
    region: regionOf(use),
    service: use.service,
    action: use.action,
    client: isHolders ? client : null,
    hours: isHolders ? hoursOf(use.at) : null,
    peer: peerOf(use, session),
    resource: openedBy(use) ?? modelRunBy(use),
    mfa: mfaOf(use),
    address: lineOf(use, network),
    system,
    data: use.target.data ?? null,
    denied: use.denied,
  };
}

/** Whoever opens a link that the credential signed is not its holder, and neither program nor hour are the holder's. */
export function isByHolder({ source }: CredentialUse): boolean {
  return source.kind !== 'link';
}

/** The Region that something was done in. Where a program only asked what every program asks, or wrote its log, nothing was. */
export function regionOf({ action, region }: CredentialUse): string {
  return isHarmless(action) ? askedIn(region) : region;
}

/** What is remembered of a Region in which nothing more than that was asked. */
export function askedIn(region: string): string {
  return askedMark + region;
}

/** Whether what is remembered of a Region is that it was asked in, and no more. */
export function isAskedIn(table: TableName, remembered: string): boolean {
  return table === 'region' && remembered.startsWith(askedMark);
}

const askedMark = '?';

/** `weekday 09-12`: the three-hour block, workdays apart from weekends. */
export function hoursOf(at: Instant): string {
  const weekday = weekdayOf(at);
  return (weekday === 0 || weekday === 6 ? hoursOfWeekend : hoursOfWorkday)[blockOf(at)] ?? '';
}

/** Which three hours of the day, from 0 to 7. */
export function blockOf(at: Instant): number {
  return Math.floor((at - dayOf(at) * day) / (3 * hour));
}

const hoursOfWorkday = blocksOf('weekday');
const hoursOfWeekend = blocksOf('weekend');

function blocksOf(word: string): readonly string[] {
  return [0, 3, 6, 9, 12, 15, 18, 21].map(
    (from) => `${word} ${String(from).padStart(2, '0')}-${String(from + 3).padStart(2, '0')}`,
  );
}

/**
 * The line that a use came by: its address, of IPv6 the half that names a line. Behind an endpoint, and in private space,
 * addresses are handed round.
 */
export function lineOf(use: CredentialUse, network: Network | null): string | null {
  const address = addressOf(use);
  if (address === null || network === null || unplaced.has(network.kind)) return null;
  return lineAt(address);
}

const unplaced: ReadonlySet<NetworkKind> = new Set(['endpoint', 'private']);

/**
 * Who stands behind a session: who had it made, or the provider behind it; and for whom, by the source identity, which does not change any more but
 * is chosen by whoever opens the first session of a chain.
 */
export function peerOf(
  { sourceIdentity, federatedSubject }: CredentialUse,
  session: SessionRecord | null,
): string | null {
  const maker = session?.parent?.peer ?? federatedSubject;
  const peer = maker === null ? null : subjectWithoutBranch(maker);
  if (sourceIdentity === null || peer === null) return sourceIdentity ?? peer;
  return forWhom(sourceIdentity) + peer;
}

/** How what is remembered of a source identity begins, where it was seen who had the session made. */
export function forWhom(sourceIdentity: string): string {
  return `${sourceIdentity} by `;
}

/**
 * Who took the role on for this session, by the record of it: the user or the role that asked, whom the company's own sign-in vouched for,
 * whose certificate it was, or whom Identity Center names at the beginning of a chain of roles.
 * A name that a session bears says nothing, since whoever opens it chooses that. Null for all that is no role, and where a service or an
 * outside provider of machines stands behind it.
 */
export function holderOf({ credential }: CredentialUse, session: SessionRecord | null): string | null {
  const parent = session?.parent ?? null;
  if (parent === null || credential.kind !== 'role' || credential.person !== null) return null;
  const isOne = isMaker.test(parent.peer) || parent.federation?.kind === 'certificate';
  return personBehind(parent) ?? (isOne ? parent.peer : null);
}

/** A person by what the record shows, and not by the program: signed in to the console or by a provider, here or at the beginning of a chain, or with a second factor. */
export function isPersonByRecord({ credential, console, mfa }: CredentialUse, session: SessionRecord | null): boolean {
  if (credential.kind === 'console-password' || console) return true;
  if (credential.kind !== 'role') return mfa === true;
  const parent = session?.parent ?? null;
  return credential.person !== null || (parent !== null && personBehind(parent) !== null);
}

const isMaker = /^arn:[\w-]+:(?:iam::\d{12}:user|sts::\d{12}:assumed-role)\//;

/**
 * `repo:org/app:ref:refs/heads/fix` → `repo:org/app`: branches come and go, repositories are who they are. A pull request stays
 * what it is: it may run what a stranger wrote.
 */
export function subjectWithoutBranch(subject: string): string {
  return /^repo:[^:]+(?::pull_request$)?/.exec(subject)?.[0] ?? subject;
}

/** How a person's session was proved; machines do not have the choice. */
export function mfaOf(use: CredentialUse): string | null {
  if (use.mfa === null || use.credential.kind === 'role') return null;
  return use.mfa ? 'mfa' : 'no mfa';
}

/** What the call opened that a credential comes back to: a secret, a role, or a door for accounts outside; or what it locked with, whose code it took in, or what it turned off. */
export function openedBy(use: CredentialUse): string | null {
  const { resource, sharedWith, lockedWith, blinding, codeOf } = use.target;
  if (blinding === true) return `turned off by ${use.action} ${trailOf(use) ?? ''}`.trimEnd();
  if (sharedWith.length > 0) return `shared with ${sharedWith.join(' ')}`;
  if (lockedWith !== undefined) return `locked with ${lockedWith}`;
  if (codeOf !== undefined) return `code of ${codeOf.join(' ')}`;
  return use.action === 'sts:AssumeRole' ? resource : secretOf(use);
}

/** `arn:aws:bedrock:…:inference-profile/eu.anthropic.claude-x` → `model anthropic.claude-x`: one model, wherever it is run. */
export function modelRunBy({ action, target: { resource } }: CredentialUse): string | null {
  if (resource === null || !runsModel.test(action)) return null;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  return `model ${name.replace(/^(?:us|eu|apac|global|jp|au|us-gov)\./, '')}`;
}

const runsModel = /^bedrock:(?:Invoke|Converse)/;

/** The secret or parameter that the call opened; what was left enciphered was not. */
export function secretOf(use: CredentialUse): string | null {
  if (use.target.resource === null || use.target.mild === true) return null;
  return secretReads.has(use.action) ? use.target.resource : null;
}

const secretReads = new Set([
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameterHistory',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ec2:GetPasswordData',
  'ec2:DescribeInstanceAttribute',
]);
