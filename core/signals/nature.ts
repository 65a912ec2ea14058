import type { DeclaredContext } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';

/** People travel and work odd hours; machines move only when somebody moves them; agents are machines that choose. */
export type Nature = 'person' | 'machine' | 'agent';

const personKinds = new Set(['dev', 'developer', 'admin', 'human', 'person', 'user', 'break-glass', 'breakglass']);
const agentKinds = new Set(['agent', 'ai-agent']);

/** By its owner's word. */
export function isPersonKind(kind: string | null): boolean {
  return kind !== null && personKinds.has(kind.toLowerCase());
}

/** What the record proves comes first, then the owner's word, then whether it is driven by hand as a rule. */
export function natureOf(use: CredentialUse, declared: DeclaredContext | null, byHand: () => boolean): Nature {
  if (use.console || use.credential.kind === 'console-password') return 'person';
  if (use.credential.kind === 'role' && use.credential.person !== null) return 'person';
  const kind = declared?.kind?.toLowerCase() ?? null;
  if (kind !== null && agentKinds.has(kind)) return 'agent';
  if (use.issuedTo !== null) return 'machine';
  if (kind !== null) return isPersonKind(kind) ? 'person' : 'machine';
  return byHand() ? 'person' : 'machine';
}
