import { impliedPermissions, measurePermissions, revocationPermissions } from '../contract/permissions.ts';
import { isReversible, type MeasureKind } from '../core/plan/measure.ts';
import { remains } from '../core/plan/remains.ts';

interface Described {
  readonly title: string;
  /** Rungs of the ladder that it carries out. */
  readonly rungs: string;
  readonly does: string;
  readonly undo: string;
}

const measures: Readonly<Record<MeasureKind, Described>> = {
  seal: {
    title: 'Seal',
    rungs: 'quarantine and disable, where the deployment put the seal into the account',
    does: 'The managed policy `rescind/Seal`, which stands in every account beforehand, is attached before anything else: it denies changes to identities, the organisation and the trail, so that a thief cannot undo the measures that follow. With the guard ([deployment](deploy.md#the-guard)) nobody in the account can take it off.',
    undo: 'It is detached, unless it was there before.',
  },
  pin: {
    title: 'Pin',
    rungs: 'pin',
    does: 'An inline policy `Rescind-Pin-<case>` denies the user or role everything outside its established networks. An agent that does at its own desk what it is not for is denied everything outside its purpose instead: what its owner declared, else the services it is established with.',
    undo: 'That one policy is deleted.',
  },
  quarantine: {
    title: 'Quarantine',
    rungs: 'quarantine; revoke-sessions for a machine whose networks are unknown',
    does: 'An inline policy `Rescind-Quarantine-<case>` denies sensitive actions: what takes power, hides, reads secrets, spends, shares or destroys. For a user or role without an established network it denies everything, a machine’s role apart.',
    undo: 'That one policy is deleted.',
  },
  'revoke-sessions': {
    title: 'Revoke sessions',
    rungs: 'revoke-sessions; disable',
    does: 'An inline policy `Rescind-Revoke-<case>` denies sessions issued until now: all of a role or user, the one session in question, or a machine’s session outside the machine’s networks.',
    undo: 'That one policy is deleted.',
  },
  'key-status': {
    title: 'Switch the key off',
    rungs: 'disable',
    does: 'The access key is set to `Inactive`, after its user’s sessions have been revoked.',
    undo: 'The key gets the status back that it had before.',
  },
  'retire-key': {
    title: 'Retire the replaced key',
    rungs: 'rotate, for an access key, once its secret was rotated ([rotation](rotation.md))',
    does: 'The old access key is set to `Inactive`, but only once its successor is in use and it has been silent for twice its usual gap, by CloudTrail and by IAM’s last-used date both. Until then its owner hears once a week what it waits for, and which programs still use it. Its deletion is left to a person.',
    undo: 'The key gets the status back that it had before.',
  },
  'revoke-token': {
    title: 'Revoke the token',
    rungs:
      'disable, for an OAuth or API token that a registered source reports ([tokens](tokens.md)); by itself only where its owner declared `automatic`, else once a person approves',
    does: 'The server that issued it is asked to revoke it (RFC 7009), or the owner’s own handler hears `RevocationRequested`. Where the server offers introspection (RFC 7662), its word is awaited that the token is dead; without it, that it took the request.',
    undo: 'None: the decision says `reversible: false`.',
  },
  'rotate-secret': {
    title: 'Rotate the secret',
    rungs: 'rotate, where `rotation.secret` is declared in `credentials.json`, or the credential is itself a secret',
    does: 'The rotation that the owner set up is started once, under a version id made from the decision. Nothing is asked for where rotation is not set up or switched off, where a service keeps the secret, where it was deleted, where an earlier rotation is half finished, or where the secret was rotated after the old credential had been made.',
    undo: 'None: the service may have dropped the old version. The decision says `reversible: false`, and `restore` says so too.',
  },
  'deny-sign-in': {
    title: 'Deny what a sign-in opens',
    rungs: 'disable, of a console password',
    does: 'An inline policy `Rescind-SignIn-<case>` denies the user everything in any temporary session, those to come included. Access keys go on. The password is not deleted, because that could not be undone.',
    undo: 'That one policy is deleted.',
  },
  'deny-service': {
    title: 'Deny what a credential is good for',
    rungs:
      'disable, quarantine or revoke-sessions, of a bearer token or an SSH key of which nobody sees which one it is',
    does: 'An inline policy `Rescind-Service-<case>` denies the user every call with a bearer token (Bedrock API keys, short-term ones too), or Git over SSH, and nothing else.',
    undo: 'That one policy is deleted.',
  },
  'service-credential-status': {
    title: 'Switch a service-specific credential off',
    rungs: 'disable',
    does: 'The credential (Bedrock, CodeCommit, Keyspaces, CloudWatch Logs) is set to `Inactive`.',
    undo: 'The credential gets the status back that it had before.',
  },
  'ssh-key-status': {
    title: 'Switch an SSH key off',
    rungs: 'disable',
    does: 'The public key is set to `Inactive`.',
    undo: 'The key gets the status back that it had before.',
  },
  'certificate-status': {
    title: 'Switch a signing certificate off',
    rungs: 'disable',
    does: 'The certificate is set to `Inactive`.',
    undo: 'The certificate gets the status back that it had before.',
  },
  'secret-deny': {
    title: 'Keep a secret from being read',
    rungs: 'pin, quarantine and disable of a secret, by a person’s order alone',
    does: 'One statement `RescindDeny<case>` in the secret’s resource policy denies `secretsmanager:GetSecretValue` to everybody, with a pin to whoever reads it from outside the established networks. No role of Rescind’s is given these permissions: who may write a secret’s policy may let anybody read it.',
    undo: 'That one statement is taken out, or the policy deleted where there was none.',
  },
  'trust-deny': {
    title: 'Shut the door on one',
    rungs:
      'disable, and revoke-sessions where the evidence is not of a session that was carried away, of a role’s session by OpenID Connect, SAML or a certificate',
    does: 'One statement `RescindDeny<case>` in the role’s trust policy keeps one subject, person or certificate out. It comes before the cut-off, so that nobody comes in after it. The rest of the policy is left as its owner writes it.',
    undo: 'That one statement is taken out; if nobody else has changed the policy since, it is again what it was to the letter.',
  },
  'roles-anywhere-status': {
    title: 'Switch a door of Roles Anywhere off',
    rungs: 'disable',
    does: 'A profile or trust anchor is disabled, or a revocation list that its owner has imported is enabled. It stops every certificate that comes by it, honest ones included: for one certificate, contain the session that it opened.',
    undo: 'It is enabled, or disabled, again, as it was before.',
  },
  'deauthorize-connection': {
    title: 'Deauthorise a connection',
    rungs: 'disable, by a person’s order alone',
    does: 'EventBridge forgets the credential that it presents.',
    undo: 'None: the credential is gone, and its owner has to enter one anew. The decision says `reversible: false`.',
  },
  'permissions-boundary': {
    title: 'Keep to what is used',
    rungs:
      'pin, of a user or role that holds more than it uses, where the policy says `overprivileged.boundary: apply`, by a person’s `rescind sweep --apply`',
    does: 'A managed policy `rescind/Rescind-Boundary-<case>` is made and put on as the permissions boundary of a user or role that has none ([sweep](sweep.md#a-smaller-size)). A boundary of its owner’s is never replaced. The function that responds by itself is not given these permissions: who may write boundaries may take them off.',
    undo: 'The boundary is taken off and its policy deleted; if somebody has put on another since, that one stays.',
  },
  'permission-set-deny': {
    title: 'Deny one person a permission set',
    rungs:
      'every action on a person’s session from Identity Center, by a person’s order from the account that administers it',
    does: 'One statement `RescindDeny<case>` in the permission set’s inline policy denies everything to one person’s id, and the set is provisioned to every account that has it. The function that responds by itself is not given these permissions: who may write a permission set’s policy may give anybody anything. It says what a person can do instead.',
    undo: 'That one statement is taken out, or the inline policy deleted where there was none, and the set is provisioned again.',
  },
};

/** What taking a measure back does, in a sentence. */
export function undoOf(kind: MeasureKind): string {
  return measures[kind].undo;
}

/** docs/actions.md: what is done on AWS, with which calls, what undoes it, and what it does not stop. */
export function actionsPage(table: string): string {
  const sections = (Object.keys(measures) as MeasureKind[]).map(section);
  return `<!-- Written by \`npm run build:docs\` from the measures, their permissions and what remains. Do not edit. -->

# Actions

What Rescind changes on AWS, one measure at one place each.

Every measure is stored, with what was there before, ahead of its first call; \`rescind restore\` undoes exactly what was
recorded. A place that somebody else has changed since is left alone, and named.

${table}

${sections.join('\n')}`;
}

function section(kind: MeasureKind): string {
  const { title, rungs, does, undo } = measures[kind];
  const own: readonly string[] = kind === 'revoke-token' ? revocationPermissions : measurePermissions[kind];
  const calls = [...own, ...own.flatMap(implied)];
  return `## ${title}

${does}

- Answers: ${rungs}
- Reversible: ${isReversible(kind) ? 'yes' : 'no'}. ${undo}
- Needs: ${calls.map((call) => `\`${call}\``).join(', ')}
- Goes on regardless:
${remains[kind].map((sentence) => `  - ${sentence}\n`).join('')}`;
}

function implied(action: string): readonly string[] {
  return (impliedPermissions as Readonly<Record<string, readonly string[]>>)[action] ?? [];
}
