import type { Revocation } from '../../context/recorded-context.ts';
import type { AccessKeyId, Arn } from '../../model/brand.ts';
import type { Instant } from '../../model/instant.ts';
import type { DenyDocument } from '../documents/deny-document.ts';
import type { AnywhereStatus } from './anywhere-status.ts';
import type { BoundaryOn } from './boundary-measure.ts';
import type { ConnectionEnd } from './connection-end.ts';
import type { CredentialStatus } from './credential-status.ts';
import type { PermissionSetDeny } from './permission-set-deny.ts';
import type { SecretDeny } from './secret-deny.ts';
import type { SecretTarget, Target, TokenTarget } from './target.ts';
import type { TrustDeny } from './trust-deny.ts';

export interface Described {
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** What goes on regardless, one sentence each. */
  readonly doesNotStop: readonly string[];
  /** When it lifts itself; null for never. */
  readonly expiresAt: Instant | null;
}

/** An access key switched off. */
export interface KeyStatus extends Described {
  readonly kind: 'key-status';
  readonly target: Target;
  readonly accessKeyId: AccessKeyId;
}

/** An inline policy of its own name, one per case, so that undo is exact. */
export interface InlineDeny extends Described {
  readonly kind: 'pin' | 'quarantine' | 'revoke-sessions' | 'deny-sign-in' | 'deny-service';
  readonly target: Target;
  /** `Rescind-Pin-<case>` */
  readonly policyName: string;
  readonly document: DenyDocument;
}

/** The account's standing deny policy attached: nobody in the account can take it off, so it comes before all else. */
export interface Seal extends Described {
  readonly kind: 'seal';
  readonly target: Target;
  readonly policyArn: Arn;
}

/** A secret rotated once by the rotation that its owner set up. It goes one way: nothing brings the old version back. */
export interface SecretRotation extends Described {
  readonly kind: 'rotate-secret';
  readonly target: SecretTarget;
  /** Id of the version that it makes: AWS knows a repeated request by it. */
  readonly token: string;
  /** A rotation after this instant has done it already. */
  readonly unlessSince: Instant | null;
}

/** The access key that a rotation replaced, switched off once its successor is in use and it has long been silent. */
export interface KeyRetirement extends Described {
  readonly kind: 'retire-key';
  readonly target: Target;
  readonly accessKeyId: AccessKeyId;
  /** When the rotation was asked for: its successor is no older. */
  readonly since: Instant;
}

/** A token revoked at whoever issued it. It goes one way, too. */
export interface TokenRevocation extends Described {
  readonly kind: 'revoke-token';
  readonly target: TokenTarget;
  readonly how: Revocation;
  /** `o_<case>`: a request that comes again is known by it. */
  readonly request: string;
}

/**
 * One change, on AWS but for a token's: the smallest thing that is put on by itself, and but for what goes one way taken
 * back by itself.
 */
export type Measure =
  | KeyStatus
  | InlineDeny
  | Seal
  | SecretRotation
  | KeyRetirement
  | TokenRevocation
  | CredentialStatus
  | TrustDeny
  | AnywhereStatus
  | ConnectionEnd
  | PermissionSetDeny
  | SecretDeny
  | BoundaryOn;

export type MeasureKind = Measure['kind'];

/** The one place on AWS that it touches, by name: unique within an account, for measures of several decisions the same. */
export function placeOf(measure: Measure): string {
  switch (measure.kind) {
    case 'key-status':
    case 'retire-key':
      return measure.accessKeyId;
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
      return measure.credentialId;
    case 'rotate-secret':
    case 'revoke-token':
      return measure.target.name;
    case 'seal':
    case 'permissions-boundary':
      return `${measure.target.name}/${measure.policyArn}`;
    case 'roles-anywhere-status':
    case 'deauthorize-connection':
      return measure.target.arn;
    case 'trust-deny':
    case 'permission-set-deny':
    case 'secret-deny':
      return `${measure.target.name}/${measure.sid}`;
    default:
      return `${measure.target.name}/${measure.policyName}`;
  }
}

const policyLabel = {
  pin: 'Pin',
  quarantine: 'Quarantine',
  'revoke-sessions': 'Revoke',
  'deny-sign-in': 'SignIn',
  'deny-service': 'Service',
} as const;

export function policyNameOf(kind: InlineDeny['kind'], decisionId: string): string {
  return `Rescind-${policyLabel[kind]}-${caseOf(decisionId)}`;
}

/** `d_1f2e` → `1f2e`: what a decision, its policies and its outcomes have in common. */
export function caseOf(decisionId: string): string {
  return decisionId.replace(/^d_/, '');
}

/** `Rescind-rotation-<case>`, in the 32 to 64 letters, digits and hyphens that Secrets Manager asks for. */
export function rotationTokenOf(decisionId: string): string {
  const letters = caseOf(decisionId).replaceAll(/[^A-Za-z0-9-]/g, '-');
  return `Rescind-rotation-${letters}`.padEnd(32, '-').slice(0, 64);
}

/** Whether measures of several decisions can be of the same place, so that each finds what the others did. */
export function isShared(kind: MeasureKind): boolean {
  return isSwitch(kind) && isReversible(kind);
}

/** Whether its user or role can mend nothing while it stands: the end of a session, or a pin, leaves that open. */
export function bindsWhole({ kind, target }: Measure): boolean {
  if (kind === 'quarantine' || kind === 'seal') return true;
  return target.kind === 'user' && (kind === 'key-status' || kind === 'revoke-sessions' || kind === 'deny-sign-in');
}

export function isReversible(kind: MeasureKind): boolean {
  return kind !== 'rotate-secret' && kind !== 'deauthorize-connection' && kind !== 'revoke-token';
}

/** Whether it switches one credential off, which taking it back would switch on. */
export function switchesOff(kind: MeasureKind): boolean {
  return (
    kind === 'key-status' ||
    kind === 'service-credential-status' ||
    kind === 'ssh-key-status' ||
    kind === 'certificate-status'
  );
}

/** A place that holds a word, whoever wrote it: what was there before need not be nothing. */
export function isSwitch(kind: MeasureKind): boolean {
  switch (kind) {
    case 'key-status':
    case 'retire-key':
    case 'revoke-token':
    case 'service-credential-status':
    case 'ssh-key-status':
    case 'certificate-status':
    case 'roles-anywhere-status':
    case 'deauthorize-connection':
    case 'rotate-secret':
    case 'seal':
      return true;
    case 'pin':
    case 'quarantine':
    case 'revoke-sessions':
    case 'deny-sign-in':
    case 'deny-service':
    case 'trust-deny':
    case 'permission-set-deny':
    case 'secret-deny':
    case 'permissions-boundary':
      return false;
  }
}
