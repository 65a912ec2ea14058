import type { AccountId, Arn } from './brand.ts';

/** Who AWS says acted: the open set of `userIdentity.type`, reduced to what deciding needs. */
export type Principal =
  | { readonly kind: 'root'; readonly arn: Arn; readonly accountId: AccountId }
  | { readonly kind: 'user'; readonly arn: Arn; readonly accountId: AccountId; readonly userName: string }
  | {
      readonly kind: 'role-session';
      readonly arn: Arn;
      readonly accountId: AccountId;
      /** The role's real ARN, with its path, as IAM knows it. */
      readonly role: Arn;
      /** Chosen by whoever assumed the role, unless AWS did: never proof of anything. */
      readonly sessionName: string;
    }
  /** A client of an API that is not of AWS; its name is the source's word. */
  | { readonly kind: 'client'; readonly arn: Arn; readonly accountId: AccountId; readonly name: string }
  | { readonly kind: 'federated-user'; readonly arn: Arn; readonly accountId: AccountId; readonly issuer: Arn };
