import { valuesBefore } from '../../context/habits/familiarity.ts';
import { isShortened, leftOf } from '../../context/habits/fingerprint.ts';
import { keyOf } from '../../context/habits/lesson.ts';
import { forWhom, peerOf } from '../../context/sighting.ts';
import type { Credential } from '../../model/credential.ts';
import { type Tactic, tacticOf } from '../grave-actions.ts';
import { isUsual, type Observation, surpriseOf } from '../observation.ts';
import type { UseSignal } from '../signal.ts';
import { newsWords } from '../words.ts';
import { isGraveFirst } from './grave-sequence.ts';

export const newPeer: UseSignal = {
  judges: 'use',
  hears: ['peer'],
  id: 'S30',
  name: 'new-peer',
  family: 'anomalous',
  group: 'identity',
  authority: 'corroborate',
  basis: 'habit',
  sentence: 'The role is assumed by, or on behalf of, somebody who is new to it.',
  attack: ['T1550.001', 'T1199'],
  falsePositives: ['A new colleague joins.', 'A repository is renamed.'],
  judge(observation) {
    const peer = peerOf(observation.use, observation.context.session);
    // In a role that people share each has habits of their own, for which their own name is no news.
    if (peer === null || peer === personOf(observation.use.credential) || isKnownByMaker(observation, peer))
      return null;
    const isOpen = isBySaml(observation) || (isByService(observation, peer) && !makesWay(observation));
    const bits = Math.min(isOpen ? mostOfOpen : 6, surpriseOf(observation, 'peer', peer));
    if (bits <= 0) return null;
    const said = { key: peer, evidence: newsWords(observation, 'peer', peer, `session for ${peer}`) };
    if (isColleague(observation)) return { ...said, bits: bits / 2, authority: 'notify' };
    if (isByNewProvider(observation, peer)) return { ...said, bits, authority: 'notify' };
    if (!isOtherRepository(observation, peer)) return { ...said, bits, authority: 'corroborate' };
    return { ...said, bits: isOfAnotherHouse(observation, peer) ? 2 * bits : bits, authority: 'pin' };
  },
};

/** People who assume a role come and go; a repository that a provider vouches for stays the same. */
function isOtherRepository({ activeDays, policy }: Observation, peer: string): boolean {
  if (activeDays < policy.thresholds.learningDays) return false;
  return peer.startsWith('repo:') && !peer.endsWith(':pull_request');
}

/**
 * A team that moves to another provider of pipelines is vouched for by that one, at its place and with its program: one change, which those
 * signals tell. A role that users, services or a cluster had does not move so.
 */
function isByNewProvider({ context, habits, day }: Observation, peer: string): boolean {
  const form = formOf(keyOf('peer', peer) as string);
  if (context.session?.parent?.federation?.kind !== 'oidc' || form === null) return false;
  const before = valuesBefore(habits, 'peer', day).map(formOf);
  return before.some((known) => known !== null) && !before.includes(form);
}

/**
 * `project_path:shop/api` → `project_path`: each provider of pipelines has its own form of naming whom it vouches for. What is remembered may
 * be cut short. GitHub lets each repository choose its claims: all of these are one form. Null for clusters and ARNs.
 */
function formOf(remembered: string): string | null {
  const form = /^([a-z_-]+)[:~]/i.exec(remembered)?.[1] ?? null;
  if (form === null || form === 'arn' || form === 'system') return null;
  return claimsOfGitHub.test(form) ? 'repo' : form;
}

const claimsOfGitHub =
  /^(?:repo(?:sitory)?|context|environment|(?:job_)?workflow|runner|actor|enterprise|(?:base_|head_)?ref|event|run|sha)(?:_|$)/;

/** A role behind the company's own sign-in is there for all whom that lets in, and people come and go. */
function isBySaml({ context }: Observation): boolean {
  return context.session?.parent?.federation?.kind === 'saml';
}

/** When a workload is moved to another service, AWS itself opens its role for that one, and the workload goes on with its work. */
function isByService({ network }: Observation, peer: string): boolean {
  const isInside = network?.aws === true || network?.kind === 'endpoint' || network?.kind === 'private';
  return isInside && peer.endsWith('.amazonaws.com');
}

/** A moved workload does not let somebody in, raise its own rights, or blind those who watch. */
function makesWay(observation: Observation): boolean {
  const tactic = tacticOf(observation.use);
  return tactic !== null && ways.has(tactic) && isGraveFirst(observation);
}

const ways: ReadonlySet<Tactic> = new Set(['persistence', 'privilege-escalation', 'defence-impairment']);

/** Less than a witness, beside a deed too. */
const mostOfOpen = 2;

/** The record of the session's making may come late or never; then the source identity alone tells who it is. */
function isKnownByMaker({ use, habits, day }: Observation, peer: string): boolean {
  if (peer !== use.sourceIdentity) return false;
  const name = forWhom(peer);
  return valuesBefore(habits, 'peer', day).some((one) =>
    isShortened(one) ? alike(name, leftOf(one)) : one.startsWith(name),
  );
}

/** The person behind it is known, and at their own desk with their own tools: another duty, not other hands. */
function isColleague(observation: Observation): boolean {
  const { hands, network, client } = observation;
  if (hands === null || network === null) return false;
  const isAtDesk = network.house === true || isUsual(observation, 'network', network.id);
  return isAtDesk && isUsual(observation, 'client', client);
}

function personOf(credential: Credential): string | null {
  return credential.kind === 'role' ? credential.person : null;
}

/** As far as both go. */
function alike(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** Repositories are renamed and split within one house; one of another house has no business with the role. */
function isOfAnotherHouse({ habits, day }: Observation, peer: string): boolean {
  const known = valuesBefore(habits, 'peer', day).filter((one) => one.startsWith('repo:'));
  return known.length > 0 && !known.some((one) => isOfHouse(houseOf(peer), one));
}

/** A house with a long name is remembered by its beginning. */
function isOfHouse(house: string, remembered: string): boolean {
  const left = isShortened(remembered) ? leftOf(remembered) : null;
  return left === null || /[/@]/.test(left) ? house === houseOf(remembered) : house.startsWith(houseOf(left));
}

/** `repo:acme/shop` → `acme`; some providers add a number that stays when a name changes: `repo:acme@12/shop@34`. */
function houseOf(repository: string): string {
  return (/^repo:([^/@]*)/.exec(repository)?.[1] ?? '').toLowerCase();
}
