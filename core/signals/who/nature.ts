import { handDriven } from '../../context/client.ts';
import type { Baseline } from '../../context/habits/baseline.ts';
import { activeDaysBefore, daysToSettle, isHabit, knownDays, settledBefore } from '../../context/habits/familiarity.ts';
import type { SessionRecord } from '../../context/sessions/session-record.ts';
import type { Federation } from '../../intake/who/federation.ts';
import { isPersonsRole } from '../../model/credential.ts';
import type { Observation } from '../observation.ts';
import { worksAtDesk } from './desk.ts';

/** People travel and work odd hours; machines move only when somebody moves them; agents are machines that choose. */
export type Nature = 'person' | 'machine' | 'agent';

/** What the record proves comes first, then the owner's word, then what drives it as a rule. */
export function natureOf({ use, day, client, context }: Omit<Observation, 'nature'>): Nature {
  const { declared, baseline, session } = context;
  const { credential } = use;
  if (use.console || credential.kind === 'console-password' || isPersonsRole(credential)) return 'person';
  const kind = declared?.kind?.toLowerCase() ?? null;
  if (kind !== null && agentKinds.has(kind)) return 'agent';
  const isByHand = () =>
    isSignedIn(session) || (!isStarted(session, baseline, day) && isDrivenByHand(baseline, day, client));
  if (use.issuedTo === null && (kind === null ? isByHand() : isPersonKind(kind))) return 'person';
  return isAgentByHabit(baseline, day) ? 'agent' : 'machine';
}

/** Whether its owner's word for it is one for people. */
export function isPersonKind(kind: string | null): boolean {
  return kind !== null && personKinds.has(kind.toLowerCase());
}

const personKinds = new Set(['dev', 'developer', 'admin', 'human', 'person', 'user', 'break-glass', 'breakglass']);
const agentKinds = new Set(['agent', 'ai-agent']);

/** Companies sign their people in by SAML, and AWS by Identity Center; their machines have other ways. */
export function isSignedIn(session: SessionRecord | null): boolean {
  return session?.parent?.federation?.kind === 'saml' || session?.parent?.person !== undefined;
}

/** Whether a service of AWS or a pipeline's provider starts it: then it is a build or a job, even if its script uses a tool made for people. */
function isStarted(session: SessionRecord | null, own: Baseline, day: number): boolean {
  const isService = (peer: string) => peer.endsWith('.amazonaws.com');
  if (session?.parent != null) return isService(session.parent.peer) || isOfJob(session.parent.federation);
  return settledBefore(own, 'peer', day).some(isService);
}

/** Providers name a job by its way there (`repo:acme/shop:ref:refs/heads/main`), and people by an address or a number. */
export function isOfJob(federation: Federation | undefined): boolean {
  return federation?.kind === 'oidc' && /[:/].*[:/]/.test(federation.subject);
}

/** By its habits, since a thief may drive it with anything. Only without habits does today's program tell. */
function isDrivenByHand(own: Baseline, day: number, client: string): boolean {
  if (activeDaysBefore(own, day) < daysToSettle) return handDriven.includes(client);
  return handDriven.some((program) => isHabit(own, 'client', program, day));
}

/**
 * What calls models on most of its days chooses its own calls, whatever its owner calls it. It is no agent if it does much other work, is
 * driven by hand now and then, or works where people have their desks.
 */
function isAgentByHabit(own: Baseline, day: number): boolean {
  const asked = knownDays(own, 'service', 'bedrock', day).trusted;
  if (asked < daysToSettle || asked * 2 < activeDaysBefore(own, day)) return false;
  if (handDriven.some((program) => knownDays(own, 'client', program, day).ever)) return false;
  if (settledBefore(own, 'service', day).length > mostOfAgent) return false;
  return !worksAtDesk(own, day);
}

/** An agent's tasks take no more services than this; a person's work does. */
const mostOfAgent = 6;
