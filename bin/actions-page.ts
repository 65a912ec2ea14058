import { impliedPermissions, measurePermissions, revocationPermissions } from '../contract/permissions.ts';
import { isReversible, type MeasureKind } from '../core/plan/measures/measure.ts';
import { remains } from '../core/plan/measures/remains.ts';

interface Described {
  readonly title: string;
  /** Rungs of the ladder that it carries out. */
  readonly rungs: string;
  readonly does: string;
  readonly undo: string;
  /** Beside the rows of the table: a file under test/, and the name of a test or group in it. */
  readonly heldBy: readonly (readonly [file: string, name: string])[];
}

const everyKind = [
  'stories/kinds-restore.test.ts',
  'restore after any action on any kind is the identity on the whole account, in whatever order, however slow IAM is',
] as const;

const measures: Readonly<Record<MeasureKind, Described>> = {
  seal: {
    title: 'Seal',
    rungs: 'quarantine and disable, where the deployment put the seal into the account',
    does: 'The managed policy `rescind/Seal`, which was put into every account beforehand, is attached before anything else. It denies changes to identities, the organisation and the trail, so that a thief cannot undo the measures that follow. With the guard ([deployment](deploy.md#the-guard)) nobody in the account can detach it.',
    undo: 'It is detached, unless it was there before.',
    heldBy: [
      ['stories/seal.test.ts', 'a thief who may change identities'],
      ['core/plan/action-plan.test.ts', 'comes before everything that a thief could undo'],
      everyKind,
    ],
  },
  pin: {
    title: 'Pin',
    rungs: 'pin',
    does: 'An inline policy `Rescind-Pin-<case>` denies the user or role everything outside its established networks. An agent or a workload that does, at its usual place, something outside its purpose is denied everything outside that purpose instead. The purpose is what its owner declared, or else the services it is established with, and calls that no trail shows.',
    undo: 'That one policy is deleted.',
    heldBy: [
      [
        'core/plan/policies.test.ts',
        'over random networks: every established address passes, and what no document had to widen to is denied',
      ],
      ['core/plan/documents/purpose-policy.test.ts', 'leaves the work, and takes all else, wherever it is called from'],
      everyKind,
    ],
  },
  quarantine: {
    title: 'Quarantine',
    rungs: 'quarantine; revoke-sessions for a machine whose networks are unknown',
    does: 'An inline policy `Rescind-Quarantine-<case>` denies sensitive actions: those that gain permissions, hide traces, read secrets, spend money, share data or destroy it, that is, every call that a signal calls grave by its name. If the user’s own inline policies leave too little room, the least grave actions are left out, and the plan names them. For a user or role without an established network it denies everything, except for a machine’s role.',
    undo: 'That one policy is deleted.',
    heldBy: [
      ['core/plan/documents/quarantine-policy.test.ts', 'denies every deed that a signal may answer with it'],
      ['core/plan/documents/quarantine-policy.test.ts', 'leaves everyday work'],
      ['stories/containment.test.ts', 'by a quarantine'],
      everyKind,
    ],
  },
  'revoke-sessions': {
    title: 'Revoke sessions',
    rungs: 'revoke-sessions; disable',
    does: 'An inline policy `Rescind-Revoke-<case>` denies sessions issued until now: all of a role or user, the one session in question, or a machine’s session outside the machine’s networks.',
    undo: 'That one policy is deleted.',
    heldBy: [
      ['core/plan/policies.test.ts', 'revoked sessions'],
      [
        'core/plan/policies.test.ts',
        'in question: whatever was opened with it is denied from anywhere, whenever its keys were issued, and nothing else',
      ],
      ['core/plan/action-plan.test.ts', 'the tree of what a credential opened'],
      [
        'stories/second-look.test.ts',
        'moves the cut-off of sessions, so that what was opened meanwhile falls under it too, and takes that back exactly',
      ],
      everyKind,
    ],
  },
  'key-status': {
    title: 'Switch the key off',
    rungs: 'disable',
    does: 'The access key is set to `Inactive`, after its user’s sessions have been revoked.',
    undo: 'The key gets back the status that it had before.',
    heldBy: [
      ['stories/containment.test.ts', 'by disabling a key: its sessions die with it, the owner signs in anew'],
      [
        'stories/second-look.test.ts',
        'finds what was made while IAM spread the containment, and switches off the key that it was to come back with',
      ],
      everyKind,
    ],
  },
  'retire-key': {
    title: 'Retire the replaced key',
    rungs: 'rotate, for an access key, once its secret was rotated ([rotation](rotation.md))',
    does: 'The old access key is set to `Inactive`, but only once its successor is in use and both CloudTrail and IAM’s last-used date show it unused for twice its usual gap. Until then its owner is told once a week what Rescind waits for, and which programs still use it. Deleting it is left to a person.',
    undo: 'The key gets back the status that it had before.',
    heldBy: [
      [
        'functions/respond/hand-over.test.ts',
        'goes off once it was silent for twice its usual gap, and its deletion is proposed',
      ],
      ['functions/respond/hand-over.test.ts', 'is named to the owner, once a week'],
      [
        'stories/kinds-restore.test.ts',
        'restore after a hand-over is the identity, too: the key that a rotation replaced is on again, and the rotation stays',
      ],
    ],
  },
  'revoke-token': {
    title: 'Revoke the token',
    rungs:
      'disable, for an OAuth or API token that a registered source reports ([tokens](tokens.md)); automatically only if its owner declared `automatic`, otherwise once a person approves',
    does: 'The server that issued the token is asked to revoke it (RFC 7009), or the owner’s own handler gets `RevocationRequested`. If the server offers introspection (RFC 7662), Rescind waits until it reports the token as inactive; otherwise, until it accepts the request.',
    undo: 'Not possible: the decision says `reversible: false`.',
    heldBy: [
      ['functions/respond/tokens.test.ts', 'at the server that issued it, and awaited to be dead there'],
      ['functions/respond/tokens.test.ts', 'and does not come back: restore says so, and changes nothing'],
    ],
  },
  'rotate-secret': {
    title: 'Rotate the secret',
    rungs: 'rotate, where `rotation.secret` is declared in `credentials.json`, or the credential is itself a secret',
    does: 'The rotation that the owner set up is started once, under a version id derived from the decision. It is not started if rotation is not set up or is switched off, a service manages the secret, the secret was deleted, an earlier rotation is unfinished, or the secret was rotated after the old credential was created.',
    undo: 'Not possible: the service may have dropped the old version. The decision says `reversible: false`, and `restore` says so too.',
    heldBy: [
      ['stories/rotation.test.ts', 'is rotated in its own Region, once, however often the decision comes'],
      ['stories/rotation.test.ts', 'says honestly that it cannot be undone, and touches nothing'],
      [
        'functions/respond/hand-over.test.ts',
        'from a key that is too old to its deletion, with Rescind’s own function, and no moment without a key that works',
      ],
    ],
  },
  'deny-sign-in': {
    title: 'Deny what a sign-in opens',
    rungs: 'disable, of a console password',
    does: 'An inline policy `Rescind-SignIn-<case>` denies the user everything in any temporary session, present or future. Access keys keep working. The password is not deleted, because that could not be undone.',
    undo: 'That one policy is deleted.',
    heldBy: [
      [
        'core/plan/policies.test.ts',
        'with a password that is switched off opens nothing, now or later, and access keys go on',
      ],
      ['cli/respond/contain-kinds.test.ts', 'a console password is made worthless, not deleted'],
      everyKind,
    ],
  },
  'deny-service': {
    title: 'Deny what a credential is used for',
    rungs:
      'disable, quarantine or revoke-sessions, of a bearer token or an SSH key if the records do not show which one it is',
    does: 'An inline policy `Rescind-Service-<case>` denies the user every call with a bearer token (Bedrock API keys, short-term ones too), or Git over SSH, and nothing else.',
    undo: 'That one policy is deleted.',
    heldBy: [everyKind],
  },
  'service-credential-status': {
    title: 'Switch a service-specific credential off',
    rungs: 'disable',
    does: 'The credential (Bedrock, CodeCommit, Keyspaces, CloudWatch Logs) is set to `Inactive`.',
    undo: 'The credential gets back the status that it had before.',
    heldBy: [
      ['cli/respond/contain-kinds.test.ts', 'a Bedrock API key by its id alone is switched off, and its user goes on'],
      everyKind,
    ],
  },
  'ssh-key-status': {
    title: 'Switch an SSH key off',
    rungs: 'disable',
    does: 'The public key is set to `Inactive`.',
    undo: 'The key gets back the status that it had before.',
    heldBy: [everyKind],
  },
  'certificate-status': {
    title: 'Switch a signing certificate off',
    rungs: 'disable',
    does: 'The certificate is set to `Inactive`.',
    undo: 'The certificate gets back the status that it had before.',
    heldBy: [everyKind],
  },
  'secret-deny': {
    title: 'Keep a secret from being read',
    rungs: 'pin, quarantine and disable of a secret, only by a person’s order',
    does: 'One statement `RescindDeny<case>` in the secret’s resource policy denies `secretsmanager:GetSecretValue` to everybody, or, with a pin, to anyone outside the established networks. None of Rescind’s roles has these permissions, because whoever may write a secret’s policy may let anybody read it.',
    undo: 'That one statement is removed, or the policy is deleted if there was none before.',
    heldBy: [
      [
        'cli/respond/contain-kinds.test.ts',
        'a secret is read by nobody any more, or only from the networks named, and its owner’s own policy stays',
      ],
      everyKind,
    ],
  },
  'trust-deny': {
    title: 'Shut the door on one',
    rungs:
      'disable, and revoke-sessions unless the evidence shows that the session itself was stolen, of a role’s session by OpenID Connect, SAML or a certificate',
    does: 'One statement `RescindDeny<case>` in the role’s trust policy keeps one subject, person or certificate out. It is written before the sessions are revoked, so that no new session follows. The rest of the policy stays as its owner wrote it.',
    undo: 'That one statement is removed; if nobody else has changed the policy since, its text is exactly what it was before.',
    heldBy: [
      [
        'stories/kinds-restore.test.ts',
        'a statement that somebody adds to the trust policy meanwhile stays, and ours goes',
      ],
      ['cli/respond/contain-kinds.test.ts', 'a SAML role’s session: the cut-off, and the door shut on that one person'],
      everyKind,
    ],
  },
  'roles-anywhere-status': {
    title: 'Switch off a door of Roles Anywhere',
    rungs: 'disable',
    does: 'A profile or trust anchor is disabled, or a revocation list that its owner imported is enabled. A disabled profile or trust anchor stops every certificate that uses it, honest ones included: for a single certificate, contain the session that it opened.',
    undo: 'It is enabled or disabled again, as it was before.',
    heldBy: [
      [
        'cli/respond/contain-kinds.test.ts',
        'a profile of Roles Anywhere is disabled and enabled in its Region, over the wire',
      ],
      everyKind,
    ],
  },
  'deauthorize-connection': {
    title: 'Deauthorise a connection',
    rungs: 'disable, only by a person’s order',
    does: 'EventBridge forgets the credential that the connection presents.',
    undo: 'Not possible: the credential is gone, and its owner has to enter it again. The decision says `reversible: false`.',
    heldBy: [
      [
        'cli/respond/contain-kinds.test.ts',
        'an EventBridge connection is deauthorised only with the warning that it goes one way',
      ],
      ['stories/kinds-restore.test.ts', 'a connection that its owner authorised anew is not deauthorised again'],
    ],
  },
  'permissions-boundary': {
    title: 'Keep to what is used',
    rungs:
      'pin, of a user or role with more permissions than it uses, if the policy says `overprivileged.boundary: apply`, by a person’s `rescind sweep --apply`',
    does: 'A managed policy `rescind/Rescind-Boundary-<case>` is created and set as the permissions boundary of a user or role that has none ([sweep](sweep.md#a-smaller-size)). A boundary that its owner set is never replaced. The function that responds automatically does not have these permissions, because whoever may write boundaries may remove them.',
    undo: 'The boundary is removed and its policy deleted; if somebody has set another one since, that one stays.',
    heldBy: [
      ['stories/boundary.test.ts', 'leaves that, takes the rest, and is taken off with its policy'],
      [
        'stories/boundary.test.ts',
        'is not put in the place of its owner’s, which stays also where it comes at the last moment',
      ],
      everyKind,
    ],
  },
  'permission-set-deny': {
    title: 'Deny one person a permission set',
    rungs:
      'every action on a person’s session from Identity Center, by a person’s order from the account that administers it',
    does: 'One statement `RescindDeny<case>` in the permission set’s inline policy denies everything to one person’s id, and the set is provisioned to every account that has it. The function that responds automatically does not have these permissions, because whoever may write a permission set’s policy may give anybody any permission. It says what a person can do instead.',
    undo: 'That one statement is removed, or the inline policy is deleted if there was none before, and the set is provisioned again.',
    heldBy: [
      [
        'cli/respond/contain-kinds.test.ts',
        'a person’s session in another account is stopped from where Identity Center is administered',
      ],
      [
        'stories/kinds-restore.test.ts',
        'a permission set that was changed and not provisioned is provisioned before it counts',
      ],
      everyKind,
    ],
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

Before the first call of a measure, the measure and the earlier state are stored; \`rescind restore\` undoes exactly what was
recorded. A place that somebody else has changed since is left alone and reported.

${table}

${whyNoMore}

${sections.join('\n')}`;
}

/** What AWS would allow beyond a row of the table, and why it is not done. */
const whyNoMore = `## Why no more than that

The answer to each kind is the strongest one that can be undone, and whose permissions cannot be abused to gain more power.

- **A console password.** AWS never reveals a password, so a deleted or replaced one cannot be put back. Requiring a new one at the next
  sign-in (\`PasswordResetRequired\`) can be undone, but does not help: whoever holds the password, including a thief, would choose the
  next one. So the password stays, and everything that a sign-in opens is denied, now and later; that can be undone exactly. The
  owner replaces the password.
- **A certificate of Roles Anywhere.** Only the authority that issued a certificate can sign a list that revokes it, so Rescind
  imports none. A list that its owner imported beforehand is switched on and off. Without one, the session of the one certificate is
  ended and the role’s trust policy denies its serial number. A whole profile or trust anchor is disabled only by a person’s order,
  since that stops every honest certificate as well.
- **An EventBridge connection.** AWS can only make it forget its credential, permanently. So this is never automatic; a person may
  order it, and is told that it cannot be undone.
- **A parameter in Parameter Store.** AWS cannot switch off a value, and no statement can stop everybody from reading one: an
  AWS-managed key’s policy cannot be changed, and whoever may write a customer-managed key’s policy may lock everybody out of the
  key. If its owner declared what it \`holds\`, that credential is contained instead, as its own row says; otherwise a person is told.
- **A secret.** Whoever may write its resource policy may let anybody read it, so no function has that permission: a person orders
  it with their own permissions. Automatically, Rescind starts the rotation that its owner set up.
- **Root.** No identity policy applies to it, and what the organisation can do centrally deletes its credentials. So a person is paged, with
  the commands.
- **A person’s session from Identity Center.** Only AWS can change its role. From the account that administers Identity Center, the person is
  denied the permission set; elsewhere the notice says who can do that.`;

function section(kind: MeasureKind): string {
  const { title, rungs, does, undo, heldBy } = measures[kind];
  const own: readonly string[] = kind === 'revoke-token' ? revocationPermissions : measurePermissions[kind];
  const calls = [...own, ...own.flatMap(implied)];
  return `## ${title}

${does}

- Answers: ${rungs}
- Reversible: ${isReversible(kind) ? 'yes' : 'no'}. ${undo}
- Needs: ${calls.map((call) => `\`${call}\``).join(', ')}
- Does not stop:
${remains[kind].map((sentence) => `  - ${sentence}\n`).join('')}- Tested by:
${heldBy.map(([file, name]) => `  - “${name}”, in [test/${file}](../test/${file})\n`).join('')}`;
}

function implied(action: string): readonly string[] {
  return (impliedPermissions as Readonly<Record<string, readonly string[]>>)[action] ?? [];
}
