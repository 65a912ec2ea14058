import type { CredentialKind } from '../../core/model/credential.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { BoundaryDocument } from '../../core/plan/documents/boundary.ts';
import type { Facts, SessionFacts } from '../../core/plan/facts.ts';
import { account } from '../core/plan/decisions.ts';
import {
  anywhereArn,
  connection,
  elsewhere,
  gitHub,
  inOffice,
  type KindScene,
  okta,
  person,
  personRole,
  region,
  roleNamed,
  user,
} from './kind-scene.ts';

/** One row of docs/actions.md: an answer to one kind of credential, and what proves it. */
export interface KindStory {
  readonly title: string;
  readonly action: 'pin' | 'quarantine' | 'revoke-sessions' | 'disable' | 'rotate';
  /** What the decision is about; `principal` where it differs from the credential. */
  readonly about: (scene: KindScene) => { readonly credential: string; readonly principal?: string };
  readonly facts?: (scene: KindScene) => Promise<Partial<Facts>>;
  readonly signals?: Decision['signals'];
  /** Ways that are open before, and shut while it is contained; each is asked anew. */
  readonly shuts: (scene: KindScene) => readonly (() => boolean)[];
  /** Ways of honest work, open throughout. */
  readonly spares: (scene: KindScene) => readonly (() => boolean)[];
  /** True where AWS offers nothing that this program may do: words, and no measure. */
  readonly onlyTold?: true;
}

const nothing = () => [];
const always = (value: Partial<Facts>) => async () => value;
const ofUser = (id: (scene: KindScene) => string) => (scene: KindScene) => ({ credential: id(scene), principal: user });
const bot = ofUser(() => user);
const session = (given: Partial<SessionFacts>) => ({ name: 'run-7', sourceIdentity: null, issuedTo: null, ...given });

/** A row of an inventory that switches on and off. */
function isOn(scene: KindScene, kind: 'sshKeys' | 'certificates'): boolean {
  return scene.state.inventory[kind].get('bot')?.[0]?.status === 'Active';
}

/** A machine's one session, at home and in a thief's hands. */
function machine(kind: 'instance' | 'function' | 'task', name: string): KindStory {
  return {
    title: `the session of ${kind === 'instance' ? 'an' : 'a'} ${kind}`,
    action: 'revoke-sessions',
    about: () => ({ credential: roleNamed('Worker') }),
    facts: always({ session: session({ name, issuedTo: { kind, id: name } }) }),
    shuts: (scene) => {
      const taken = scene.sessionOf('Worker', name);
      return [() => scene.may(taken, elsewhere)];
    },
    spares: (scene) => {
      const [own, other] = [scene.sessionOf('Worker', name), scene.sessionOf('Worker', 'another')];
      return [() => scene.may(own, inOffice), () => scene.may(other, elsewhere)];
    },
  };
}

const keepsWhatItUses: BoundaryDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'ServicesInUse', Effect: 'Allow', Action: ['s3:*'], Resource: '*' }],
};

/** Evidence that is no sign of a session that was carried away. */
const grave: Decision['signals'] = [{ id: 'S17', bits: 8, group: 'action', evidence: 'It made itself a way back in.' }];

const access: readonly KindStory[] = (['pin', 'quarantine', 'revoke-sessions', 'disable'] as const).map((action) => ({
  title: 'an access key',
  action,
  about: ofUser(({ key }) => key),
  shuts: (scene) => {
    const minted = scene.userSession();
    const ways = {
      pin: [() => scene.may(scene.key, elsewhere), () => scene.may(minted, elsewhere)],
      quarantine: [() => scene.may(scene.key, elsewhere, 'iam:CreateUser')],
      'revoke-sessions': [() => scene.may(minted, elsewhere), () => scene.may(scene.userSession(), elsewhere)],
      disable: [() => scene.may(scene.key, elsewhere), () => scene.may(minted, elsewhere)],
    };
    return ways[action];
  },
  spares: (scene) => {
    const ways = {
      pin: [() => scene.may(scene.key, inOffice)],
      quarantine: [() => scene.may(scene.key, inOffice)],
      'revoke-sessions': [() => scene.may(scene.key, inOffice)],
      disable: [],
    };
    return ways[action];
  },
}));

function door(
  title: string,
  role: 'Deploy' | 'Staff' | 'Plant',
  given: Partial<SessionFacts>,
  ask: (scene: KindScene, who: string) => boolean,
): KindStory {
  return {
    title,
    action: 'revoke-sessions',
    signals: grave,
    about: () => ({ credential: roleNamed(role) }),
    facts: always({ session: session(given) }),
    shuts: (scene) => {
      const open = scene.sessionOf(role, given.name ?? 'run-7', {
        ...(given.sourceIdentity != null && { sourceIdentity: given.sourceIdentity }),
      });
      return [() => scene.may(open), () => ask(scene, 'mallory')];
    },
    spares: (scene) => {
      const sibling = scene.sessionOf(role, 'run-8');
      return [() => scene.may(sibling), () => ask(scene, 'alice')];
    },
  };
}

const federated: readonly KindStory[] = [
  door(
    'a session by OpenID Connect',
    'Deploy',
    { federation: { kind: 'oidc', provider: gitHub, subject: 'mallory' } },
    ({ aws }, who) =>
      aws.mayFederate({
        accountId: account,
        roleName: 'Deploy',
        by: `Federated:${gitHub}`,
        action: 'sts:AssumeRoleWithWebIdentity',
        claims: { 'token.actions.githubusercontent.com:sub': who },
      }),
  ),
  door(
    'a session by SAML',
    'Staff',
    { name: 'mallory', federation: { kind: 'saml', provider: okta, subject: null } },
    ({ aws }, who) =>
      aws.mayFederate({
        accountId: account,
        roleName: 'Staff',
        by: `Federated:${okta}`,
        action: 'sts:AssumeRoleWithSAML',
        claims: { 'saml:sub': 'another-every-time', 'sts:RoleSessionName': who },
      }),
  ),
  door(
    'a session by a certificate (Roles Anywhere)',
    'Plant',
    { sourceIdentity: 'mallory', federation: { kind: 'certificate', commonName: 'mallory' } },
    ({ aws }, who) =>
      aws.mayFederate({
        accountId: account,
        roleName: 'Plant',
        by: 'Service:rolesanywhere.amazonaws.com',
        action: 'sts:AssumeRole',
        claims: { 'aws:PrincipalTag/x509Subject/CN': who },
      }),
  ),
];

const roles: readonly KindStory[] = [
  {
    title: 'one session of a role',
    action: 'revoke-sessions',
    about: () => ({ credential: roleNamed('Worker') }),
    facts: always({ session: session({}) }),
    shuts: (scene) => {
      const taken = scene.sessionOf('Worker', 'run-7');
      return [() => scene.may(taken)];
    },
    spares: (scene) => {
      const sibling = scene.sessionOf('Worker', 'run-8');
      return [() => scene.may(sibling)];
    },
  },
  {
    title: 'all sessions of a role',
    action: 'revoke-sessions',
    about: () => ({ credential: roleNamed('Worker') }),
    shuts: (scene) => {
      const [one, other] = [scene.sessionOf('Worker', 'run-7'), scene.sessionOf('Worker', 'run-8')];
      return [() => scene.may(one), () => scene.may(other)];
    },
    spares: (scene) => {
      const elseRole = scene.sessionOf('Staff', 'run-7');
      return [() => scene.may(elseRole)];
    },
  },
  machine('instance', 'i-0abc1234'),
  machine('function', 'nightly-report'),
  machine('task', '0123456789abcdef0123456789abcdef'),
  ...federated,
  {
    title: 'a person’s session from Identity Center, ordered where it is administered',
    action: 'revoke-sessions',
    about: () => ({ credential: personRole }),
    facts: async (scene) => ({ session: session({ name: person }), identityCenter: await scene.personAccess() }),
    shuts: (scene) => {
      const name = 'AWSReservedSSO_Admin_0123456789abcdef';
      const open = () => scene.sessionOf(name, person, { context: { 'identitystore:UserId': 'person-1' } });
      const taken = open();
      return [() => scene.may(taken), () => scene.may(open())];
    },
    spares: (scene) => {
      const name = 'AWSReservedSSO_Admin_0123456789abcdef';
      const bob = scene.sessionOf(name, 'bob@example.com', { context: { 'identitystore:UserId': 'person-2' } });
      return [() => scene.may(bob), () => scene.may(scene.key)];
    },
  },
  {
    title: 'a person’s session from Identity Center, seen from a member account',
    action: 'revoke-sessions',
    onlyTold: true,
    about: () => ({ credential: personRole }),
    facts: always({ session: session({ name: person }) }),
    shuts: nothing,
    spares: nothing,
  },
];

/** AWS knows nothing of it; test/functions/respond/tokens.test.ts has what is done at the server that issued it. */
function token(title: string): KindStory {
  return {
    title,
    action: 'disable',
    onlyTold: true,
    about: () => ({ credential: 'gateway:ref:grant-17', principal: 'client:gateway/billing' }),
    shuts: nothing,
    spares: nothing,
  };
}

/** Every kind has its stories: a new kind without one does not compile. */
export const kindStories: Readonly<Record<CredentialKind, readonly KindStory[]>> = {
  'access-key': [
    ...access,
    {
      title: 'an access key of a user that holds more than it uses',
      action: 'pin',
      about: ofUser(({ key }) => key),
      facts: always({ boundary: keepsWhatItUses }),
      shuts: (scene) => [() => scene.may(scene.key, inOffice, 'iam:CreateUser')],
      spares: (scene) => [() => scene.may(scene.key, inOffice)],
    },
    {
      title: 'an access key with a declared secret',
      action: 'rotate',
      about: ofUser(({ key }) => key),
      shuts: ({ state, secret }) => [() => state.secrets.get(secret)?.versions.size === 1],
      spares: (scene) => [() => scene.may(scene.key)],
    },
  ],
  role: roles,
  'oauth-token': [token('an OAuth token that nobody approved to revoke')],
  'api-token': [token('an API token that nobody approved to revoke')],
  'session-token': [
    {
      title: 'a session of a user’s own (GetSessionToken)',
      action: 'revoke-sessions',
      about: bot,
      shuts: (scene) => {
        const taken = scene.userSession();
        return [() => scene.may(taken), () => scene.may(scene.userSession())];
      },
      spares: (scene) => [() => scene.may(scene.key, inOffice)],
    },
    {
      title: 'a federated user’s session (GetFederationToken)',
      action: 'revoke-sessions',
      about: bot,
      shuts: (scene) => {
        const taken = scene.userSession('federated-user');
        return [() => scene.may(taken)];
      },
      spares: (scene) => [() => scene.may(scene.key, inOffice)],
    },
  ],
  'console-password': [
    {
      title: 'a console password',
      action: 'disable',
      about: bot,
      shuts: (scene) => {
        const signedIn = scene.userSession();
        return [() => scene.may(signedIn), () => scene.may(scene.userSession(), inOffice)];
      },
      spares: (scene) => [() => scene.may(scene.key)],
    },
  ],
  root: [
    {
      title: 'the root user',
      action: 'disable',
      onlyTold: true,
      about: () => ({ credential: `arn:aws:iam::${account}:root` }),
      shuts: nothing,
      spares: nothing,
    },
  ],
  'service-specific': [
    {
      title: 'a service-specific credential, Bedrock API keys too',
      action: 'disable',
      about: ofUser(({ serviceCredential }) => `${user}/${serviceCredential}`),
      shuts: ({ state }) => [() => state.users.get('bot')?.serviceCredentials[0]?.status === 'Active'],
      spares: (scene) => [() => scene.may(scene.key), () => isOn(scene, 'sshKeys')],
    },
    {
      title: 'a bearer token, when nobody sees which one',
      action: 'disable',
      about: bot,
      shuts: (scene) => [() => scene.may(scene.key, elsewhere, 'bedrock:CallWithBearerToken')],
      spares: (scene) => [() => scene.may(scene.key), () => scene.may(scene.key, inOffice, 'bedrock:InvokeModel')],
    },
  ],
  'ssh-key': [
    {
      title: 'an SSH key',
      action: 'disable',
      about: ofUser(() => `${user}/APKAEXAMPLE123456789`),
      shuts: (scene) => [() => isOn(scene, 'sshKeys')],
      spares: (scene) => [() => scene.may(scene.key), () => isOn(scene, 'certificates')],
    },
    {
      title: 'Git over SSH, when nobody sees which key',
      action: 'disable',
      about: bot,
      shuts: (scene) => [() => scene.may(scene.key, elsewhere, 'codecommit:GitPush')],
      spares: (scene) => [() => scene.may(scene.key)],
    },
  ],
  'signing-certificate': [
    {
      title: 'a signing certificate',
      action: 'disable',
      about: ofUser(() => `${user}/TA7SMP42TDN5Z26OBPJE7EXAMPLE`),
      shuts: (scene) => [() => isOn(scene, 'certificates')],
      spares: (scene) => [() => scene.may(scene.key), () => isOn(scene, 'sshKeys')],
    },
  ],
  secret: [
    {
      title: 'a secret with a rotation of its own',
      action: 'rotate',
      about: ({ secret }) => ({ credential: secret }),
      shuts: ({ state, secret }) => [() => state.secrets.get(secret)?.versions.size === 1],
      spares: (scene) => [() => scene.may(scene.key)],
    },
    ...(['pin', 'disable'] as const).map(
      (action): KindStory => ({
        title: 'a secret, by a person’s order',
        action,
        about: ({ secret }) => ({ credential: secret }),
        facts: async ({ state, secret }) => ({ secretPolicy: { text: state.secrets.get(secret)?.policy ?? null } }),
        shuts: (scene) => [() => scene.mayRead(scene.key, elsewhere)],
        spares: (scene) => [
          () => scene.may(scene.key),
          ...(action === 'pin' ? [() => scene.mayRead(scene.key, inOffice)] : []),
        ],
      }),
    ),
    {
      title: 'a secret without one',
      action: 'disable',
      onlyTold: true,
      about: ({ secret }) => ({ credential: secret }),
      shuts: nothing,
      spares: nothing,
    },
  ],
  parameter: [
    {
      title: 'a parameter in Parameter Store',
      action: 'disable',
      onlyTold: true,
      about: () => ({ credential: `arn:aws:ssm:${region}:${account}:parameter/crm/token` }),
      shuts: nothing,
      spares: nothing,
    },
  ],
  'identity-provider': [
    {
      title: 'an identity provider',
      action: 'disable',
      onlyTold: true,
      about: () => ({ credential: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` }),
      shuts: nothing,
      spares: nothing,
    },
  ],
  'roles-anywhere': (['profile', 'trust-anchor'] as const)
    .map(
      (kind): KindStory => ({
        title: `a ${kind.replace('-', ' ')} of Roles Anywhere`,
        action: 'disable',
        about: () => ({ credential: anywhereArn(kind) }),
        shuts: ({ state }) => [() => state.beside.anywhere.get(anywhereArn(kind))?.enabled === true],
        spares: (scene) => [() => scene.may(scene.key)],
      }),
    )
    .concat({
      title: 'a prepared list of revoked certificates of Roles Anywhere',
      action: 'disable',
      about: () => ({ credential: anywhereArn('crl') }),
      shuts: ({ state }) => [() => state.beside.anywhere.get(anywhereArn('crl'))?.enabled === false],
      spares: ({ state }) => [() => state.beside.anywhere.get(anywhereArn('profile'))?.enabled === true],
    }),
  'event-connection': [
    {
      title: 'an EventBridge connection, by a person’s order',
      action: 'disable',
      about: () => ({ credential: connection }),
      shuts: ({ state }) => [() => state.beside.connections.get(connection)?.state === 'AUTHORIZED'],
      spares: (scene) => [() => scene.may(scene.key)],
    },
  ],
};

export function decisionAbout(kind: CredentialKind, story: KindStory, scene: KindScene): Partial<Decision> {
  const { credential, principal = credential } = story.about(scene);
  const rotation = story.action === 'rotate' ? { secret: scene.secret, unlessSince: null } : null;
  return { kind, credential, principal, action: story.action, signals: story.signals ?? [], rotation };
}
