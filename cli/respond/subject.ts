import type { PrincipalFacts } from '../../adapters/aws/principal-facts.ts';
import type { AccountId, Arn } from '../../core/model/brand.ts';
import type { CredentialKind } from '../../core/model/credential.ts';
import type { SessionFacts } from '../../core/plan/facts.ts';
import type { PersonAccess } from '../../core/plan/measures/permission-set-deny.ts';
import { UsageError } from '../exit.ts';
import type { OwnAws } from './aws.ts';
import type { UserCredentialKind } from './user-credential-kinds.ts';

/** Whom an order is about, as AWS knows them now. */
export interface Subject {
  readonly kind: CredentialKind;
  readonly id: string;
  readonly principal: Arn;
  /** Null for what is neither a user’s nor a role’s. */
  readonly found: PrincipalFacts | null;
  readonly session: SessionFacts | null;
  readonly sessionKey: string | null;
  /** The caller would contain themselves. */
  readonly isOwn: boolean;
  /** Of a secret, unless it is to be rotated. */
  readonly secretPolicy?: { readonly text: string | null };
  /** A person's session from Identity Center, in whatever account. */
  readonly person?: { readonly accountId: AccountId; readonly access: PersonAccess | null };
}

export interface ResolveOptions {
  readonly action: string;
  readonly user?: string;
  readonly kind?: UserCredentialKind;
}

export function noSuch(name: string, found: PrincipalFacts | null): UsageError {
  return new UsageError(
    `There is no ${name}.`,
    found === null ? 'Check the name; it may have been deleted.' : `Did you mean ${found.arn}?`,
  );
}

export function mustBeOwn(name: string, accountId: string, { caller }: OwnAws): void {
  if (accountId === caller.accountId) return;
  throw new UsageError(
    `${name} belongs to account ${accountId}, your credentials to account ${caller.accountId}.`,
    `Use a profile of account ${accountId}: --profile NAME.`,
  );
}
