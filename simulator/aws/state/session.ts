import { second } from '../../../core/model/instant.ts';
import type { Role, Tag, User } from './account.ts';
import type { World } from './world.ts';

/** A short-lived credential. It lives on its own: nothing done to the key that minted it ends it. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  readonly accountId: string;
  readonly kind: 'role' | 'session-token' | 'federated-user';
  /** Name and unique id of the role or user that it speaks for: a namesake made later is someone else. */
  readonly entityName: string;
  readonly entityId: string;
  /** Role session name or federated user name; empty for GetSessionToken. */
  readonly sessionName: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly sourceIdentity: string | null;
  readonly tags: readonly Tag[];
  readonly mfa: boolean;
  /** JSON texts; null where the session was made without any. */
  readonly policies: readonly string[] | null;
  /** The credential that minted it, where one did. */
  readonly mintedBy: string | null;
  /** Condition keys that AWS put into the session: an instance's VPC, a person's Identity Center id. */
  readonly context: Readonly<Record<string, string>>;
}

export interface SessionWish {
  readonly kind: Session['kind'];
  readonly accountId: string;
  readonly entity: User | Role;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly sourceIdentity?: string | null;
  readonly tags?: readonly Tag[];
  readonly mfa?: boolean;
  readonly policies?: readonly string[] | null;
  readonly mintedBy?: string | null;
  readonly context?: Readonly<Record<string, string>>;
}

export function mintSession(world: World, wish: SessionWish): Session {
  // AWS compares issue times to the second.
  const issuedAt = Math.floor(world.clock.now() / second) * second;
  const session: Session = {
    accessKeyId: world.ids.unique('ASIA'),
    secretAccessKey: world.ids.secret(),
    token: `token-${world.ids.secret()}`,
    accountId: wish.accountId,
    kind: wish.kind,
    entityName: wish.entity.name,
    entityId: wish.entity.id,
    sessionName: wish.sessionName,
    issuedAt,
    expiresAt: issuedAt + wish.durationSeconds * second,
    sourceIdentity: wish.sourceIdentity ?? null,
    tags: wish.tags ?? [],
    mfa: wish.mfa ?? false,
    policies: wish.policies ?? null,
    mintedBy: wish.mintedBy ?? null,
    context: wish.context ?? {},
  };
  world.sessions.set(session.accessKeyId, session);
  return session;
}
