import type { Result } from '../model/result.ts';
import type { Decision } from './decision.ts';
import { inlineQuota } from './documents/deny-document.ts';
import type { Facts } from './facts.ts';
import { anywhereOff } from './measures/anywhere-status.ts';
import { connectionEnd } from './measures/connection-end.ts';
import { credentialIdIn, credentialOff } from './measures/credential-status.ts';
import type { Measure } from './measures/measure.ts';
import { permissionSetDeny, permissionSetOf } from './measures/permission-set-deny.ts';
import { secretDeny } from './measures/secret-deny.ts';
import { serviceDeny } from './measures/service-deny.ts';
import { signInDeny } from './measures/sign-in-deny.ts';
import { type Target, targetOf } from './measures/target.ts';
import { tokenEnd } from './measures/token-end.ts';

/** What one kind of credential has for an answer: measures, or only words for a person. */
export type KindAnswer =
  | { readonly kind: 'measures'; readonly steps: readonly Result<Measure, string>[] }
  | { readonly kind: 'words'; readonly sentences: readonly string[] };

/**
 * The answer that belongs to the decision's kind of credential alone; null where it is one that every user and role has:
 * pin, quarantine, revoke, or an access key switched off. `rotate` and `notify` are answered before.
 */
export function answerOfKind(decision: Decision, facts: Facts): KindAnswer | null {
  switch (decision.kind) {
    case 'access-key':
    case 'session-token':
      return null;
    case 'secret': {
      const unread = secretDeny(decision, facts);
      return unread === null ? null : measures(unread);
    }
    case 'role':
      return personAnswer(decision, facts);
    case 'console-password':
      return decision.action === 'disable' ? onUser(decision, facts, signInDeny) : null;
    case 'service-specific':
      return serviceAnswer(decision, facts);
    case 'ssh-key':
      if (decision.action !== 'disable') return null;
      return credentialIdIn(decision) === null
        ? onUser(decision, facts, (one, target, room) => serviceDeny(one, target, 'ssh-key', room))
        : onUser(decision, facts, (one, target) => credentialOff(one, target, 'ssh-key'));
    case 'signing-certificate':
      if (decision.action !== 'disable') return null;
      return onUser(decision, facts, (one, target) => credentialOff(one, target, 'signing-certificate'));
    case 'root':
      return words(...rootWords(decision));
    case 'roles-anywhere':
      return decision.action === 'disable' ? measures(anywhereOff(decision)) : words(anywhereWords);
    case 'event-connection':
      return decision.action === 'disable' ? measures(connectionEnd(decision)) : words(connectionWords);
    case 'parameter':
      return words(...parameterWords);
    case 'identity-provider':
      return words(providerWords);
    case 'oauth-token':
    case 'api-token': {
      const end = tokenEnd(decision, facts);
      return end.ok ? measures(end) : words(end.error);
    }
  }
}

/** Nobody sees which key a call with a bearer token carried: then the whole way is shut. */
function serviceAnswer(decision: Decision, facts: Facts): KindAnswer | null {
  if (credentialIdIn(decision) === null && decision.action !== 'pin') {
    return onUser(decision, facts, (one, target, room) => serviceDeny(one, target, 'service-specific', room));
  }
  if (decision.action !== 'disable') return null;
  return onUser(decision, facts, (one, target) => credentialOff(one, target, 'service-specific'));
}

/** Nobody but AWS may change a role of Identity Center, but the permission set that it is made of can be changed. */
function personAnswer(decision: Decision, facts: Facts): KindAnswer | null {
  const set = permissionSetOf(decision.credential);
  if (set === null) return null;
  if (facts.identityCenter != null) return measures(permissionSetDeny(decision, facts.identityCenter));
  const who = facts.session?.name ?? 'the person';
  return words(
    `Identity Center owns this role and refuses every change to it, and its permission set ${set} cannot be changed for ${who} from this account.`,
    `In the account that administers Identity Center, disable ${who}, or order this action from there; a service control policy on identitystore:UserId stops them in member accounts.`,
    'A session that is already open lasts as long as the permission set says, whatever is done to the person.',
  );
}

function rootWords({ accountId }: Decision): string[] {
  return [
    'Page whoever looks after the root user: no identity policy applies to it, and Rescind must not switch off its keys. A person has to act.',
    `In a member account, a service control policy on account ${accountId} that denies everything where aws:PrincipalArn is arn:aws:iam::${accountId}:root stops it at once, and can be undone. In the management account nothing stops it.`,
    `With central root access, the organisation can delete its keys, password and MFA permanently: aws sts assume-root --target-principal ${accountId} --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials --duration-seconds 900. It cannot be undone.`,
    'If you have neither, sign in as root, change the password and delete the access keys.',
  ];
}

const anywhereWords =
  'A profile, trust anchor or revocation list of Roles Anywhere can only be switched on or off: order it to be disabled, or contain the role of its sessions.';

const connectionWords =
  'AWS offers nothing for this connection that could be undone: deauthorising it makes it forget its credential permanently. A person may order that, and the credential’s issuer can revoke it.';

const parameterWords = [
  'AWS cannot switch off a value in Parameter Store: whoever read it still has it, and old versions stay readable until they are deleted.',
  'Contain the credential that the value is, and declare it as `holds` for the parameter, so that Rescind finds it.',
];

const providerWords =
  'AWS can delete a provider but not switch it off: contain the roles that trust it, or remove it from their trust policies.';

function onUser(
  decision: Decision,
  facts: Facts,
  step: (decision: Decision, target: Target, room: number) => Result<Measure, string>,
): KindAnswer {
  const target = targetOf(decision, facts);
  if (!target.ok) return words(target.error);
  return measures(step(decision, target.value, inlineQuota[target.value.kind] - facts.inlineCharacters));
}

function measures(...steps: readonly Result<Measure, string>[]): KindAnswer {
  return { kind: 'measures', steps };
}

function words(...sentences: readonly string[]): KindAnswer {
  return { kind: 'words', sentences };
}
