import { Stack } from 'aws-cdk-lib';
import {
  ArnPrincipal,
  CompositePrincipal,
  Effect,
  type IPrincipal,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  type ActingRole,
  impliedPermissions,
  inspectPermissions,
  measurePermissions,
  memberPermissions,
  memberRoles,
  ownRolePrefix,
  sealedOnly,
  sessionPermissions,
} from '../contract/permissions.ts';
import { fenceName, sealDocument, sealName, sealPath } from '../contract/seal.ts';
import { accepted } from './accepted.ts';

export interface MemberRolesProps {
  /** The one role that may take those that act: the administrator account's function that responds. */
  readonly responderArn: string;
  /** The administrator account's functions that sweep, and that make the heartbeat. */
  readonly sweeperArn: string;
  readonly heartbeatArn: string;
  /** Null where the account stands alone. */
  readonly organizationId: string | null;
  /** Who else may sweep the account, read-only: a role or user of the administrator account. Null for nobody. */
  readonly inspectorArn: string | null;
  /** False: no role that writes inline policies, and so no pin and no deny on single sessions. */
  readonly inlineDenies: boolean;
}

/** The roles of each account that is watched, and the seal that they put on. */
export class MemberRoles extends Construct {
  readonly #trust: { readonly principal: ArnPrincipal; readonly conditions: Record<string, unknown> };

  constructor(scope: Construct, id: string, props: MemberRolesProps) {
    super(scope, id);
    const { responderArn, sweeperArn, heartbeatArn, organizationId, inspectorArn, inlineDenies } = props;
    const conditions = organizationId === null ? {} : { StringEquals: { 'aws:PrincipalOrgID': organizationId } };
    this.#trust = { principal: new ArnPrincipal(responderArn), conditions };
    new ManagedPolicy(this, 'Seal', {
      managedPolicyName: sealName,
      path: sealPath,
      description:
        'Rescind attaches it to users and roles that must not change identities or the trail for the time being',
      document: PolicyDocument.fromJson(sealDocument),
    });
    this.#contain();
    if (inlineDenies) this.#scope();
    this.#rotate();
    const inspectors = [sweeperArn, ...(inspectorArn === null ? [] : [inspectorArn])];
    this.#inspect(new CompositePrincipal(...inspectors.map((one) => new ArnPrincipal(one).withConditions(conditions))));
    new Role(this, 'Alive', {
      roleName: memberRoles.alive,
      description: 'Rescind makes calls with it that need no permission, to check that they are heard',
      assumedBy: new ArnPrincipal(heartbeatArn).withConditions(conditions),
    });
  }

  /** What it attaches only denies, and nothing else that it does gives anybody anything. */
  #contain(): void {
    const role = this.#acting('contain', 'Rescind switches keys off and attaches its seal; it can grant nothing');
    const actions = memberPermissions.contain;
    const lists = actions.filter((action) => listed.has(action));
    role.addToPolicy(new PolicyStatement({ actions: lists, resources: ['*'] }));
    accepted(
      role,
      'IAM5[Resource::*]',
      'Lists are of the whole account: what was made since a theft is looked for in them.',
    );
    const policy = this.#iam(`policy${sealPath}${sealName}`);
    const administrator = `arn:${Stack.of(this).partition}:iam::aws:policy/AdministratorAccess`;
    const asked = {
      'iam:GetGroup': this.#iam('group/*'),
      'iam:GetPolicy': policy,
      'iam:ListEntitiesForPolicy': administrator,
    };
    for (const [action, resource] of Object.entries(asked))
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
    accepted(
      role,
      'IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:group/*]',
      'It only reads who is in them.',
    );
    const rest = actions.filter((action) => action.startsWith('iam:') && !listed.has(action) && !(action in asked));
    const seal = { conditions: { ArnEquals: { 'iam:PolicyARN': policy } } };
    const statements = [
      ...this.#onPrincipals(rest.filter((action) => !sealedOnly.has(action))),
      ...this.#onPrincipals(
        rest.filter((action) => sealedOnly.has(action)),
        seal,
      ),
    ];
    for (const statement of statements) role.addToPolicy(statement);
    this.#sparePeers(role);
  }

  /** IAM has no condition on what an inline policy says: whoever holds this role could write grants. See the threat model. */
  #scope(): void {
    const own = () => [...this.#onPrincipals(memberPermissions.scope), this.#peersSpared()];
    const fence = new ManagedPolicy(this, 'Fence', {
      managedPolicyName: fenceName,
      path: sealPath,
      description: 'The most that the role that writes inline denies can ever do, even if somebody gives it more',
      statements: own(),
    });
    accepted(fence, ...anybody('role/*'));
    accepted(fence, ...anybody('user/*'));
    const role = this.#acting('scope', 'Rescind writes and deletes its own inline denies', fence);
    for (const statement of own()) role.addToPolicy(statement);
    accepted(role, ...anybody('role/*'));
    accepted(role, ...anybody('user/*'));
  }

  #rotate(): void {
    const role = this.#acting('rotate', 'Rescind starts the rotation of secrets that their owners set up');
    const { partition, account } = Stack.of(this);
    const resources = [`arn:${partition}:secretsmanager:*:${account}:secret:*`];
    role.addToPolicy(new PolicyStatement({ actions: [...measurePermissions['rotate-secret']], resources }));
    // Whoever names another function, or another role, in the same call would have that handed the secret.
    for (const named of rotationChoices) {
      role.addToPolicy(
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['secretsmanager:RotateSecret'],
          resources,
          conditions: { Null: { [named]: 'false' } },
        }),
      );
    }
    role.addToPolicy(
      new PolicyStatement({
        actions: Object.values(impliedPermissions).flat(),
        resources: [`arn:${partition}:lambda:*:${account}:function:*`],
        conditions: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'secretsmanager.amazonaws.com' } },
      }),
    );
    for (const any of ['secretsmanager:*:<AWS::AccountId>:secret:*', 'lambda:*:<AWS::AccountId>:function:*']) {
      accepted(role, `IAM5[Resource::arn:<AWS::Partition>:${any}]`, 'Nobody knows beforehand which secret will leak.');
    }
  }

  #acting(name: ActingRole, description: string, permissionsBoundary?: ManagedPolicy): Role {
    const { principal, conditions } = this.#trust;
    const role = new Role(this, name.charAt(0).toUpperCase() + name.slice(1), {
      roleName: memberRoles[name],
      description,
      assumedBy: principal.withConditions(conditions),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    });
    role.assumeRolePolicy?.addStatements(
      new PolicyStatement({ actions: [...sessionPermissions], principals: [principal], conditions }),
    );
    return role;
  }

  #sparePeers(role: Role): void {
    accepted(role, ...anybody('user/*'));
    accepted(role, ...anybody('role/*'));
    role.addToPolicy(this.#peersSpared());
  }

  #peersSpared(): PolicyStatement {
    const peers = [`role/${ownRolePrefix}*`, 'role/aws-reserved/*', 'role/aws-service-role/*'];
    return new PolicyStatement({
      effect: Effect.DENY,
      actions: ['iam:*'],
      resources: peers.map((name) => this.#iam(name)),
    });
  }

  /** What is asked about a user for any user, and what is asked about a role for any role. */
  #onPrincipals(actions: readonly string[], rest: Pick<PolicyStatementProps, 'conditions'> = {}): PolicyStatement[] {
    const ofRoles = (action: string) => /Role/.test(action);
    const of = { 'user/*': actions.filter((one) => !ofRoles(one)), 'role/*': actions.filter(ofRoles) };
    return Object.entries(of).map(
      ([name, some]) => new PolicyStatement({ actions: some, resources: [this.#iam(name)], ...rest }),
    );
  }

  #iam(name: string): string {
    const { partition, account } = Stack.of(this);
    return `arn:${partition}:iam::${account}:${name}`;
  }

  #inspect(inspector: IPrincipal): void {
    const role = new Role(this, 'Inspect', {
      roleName: memberRoles.inspect,
      description: 'Rescind reads with it which credentials this account has; it cannot change anything',
      assumedBy: inspector,
    });
    const singly = new Set<string>(askedSingly.flatMap(({ actions }) => actions));
    const whole = inspectPermissions.filter((action) => !singly.has(action));
    role.addToPolicy(new PolicyStatement({ actions: whole, resources: ['*'] }));
    accepted(role, 'IAM5[Resource::*]', 'Lists and reports are of the whole account, and every action is a read.');
    const { partition, account } = Stack.of(this);
    for (const { of, actions } of askedSingly) {
      const resources = of.map((name) => `arn:${partition}:${name.replace(anAccount, account)}`);
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources }));
      for (const name of of.filter((one) => one.includes('*'))) {
        const starred = `arn:<AWS::Partition>:${name.replace(anAccount, '<AWS::AccountId>')}`;
        accepted(role, `IAM5[Resource::${starred}]`, 'It reads each that the account lists.');
      }
    }
  }
}

const anAccount = 'ACCOUNT';

type Inspected = (typeof inspectPermissions)[number];

/** Of what a sweep reads, what it asks of one thing at a time. All else AWS tells of the whole account, or of all users at once. */
const askedSingly: readonly { readonly of: readonly string[]; readonly actions: readonly Inspected[] }[] = [
  { of: [`account::${anAccount}:account`], actions: ['account:GetAlternateContact', 'account:ListRegions'] },
  // The organisation's trail is another account's.
  { of: ['cloudtrail:*:*:trail/*'], actions: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'] },
  { of: [`iam::${anAccount}:oidc-provider/*`], actions: ['iam:GetOpenIDConnectProvider'] },
  { of: [`iam::${anAccount}:saml-provider/*`], actions: ['iam:GetSAMLProvider'] },
  {
    of: [`iam::${anAccount}:role/*`, `iam::${anAccount}:user/*`],
    actions: ['iam:GenerateServiceLastAccessedDetails'],
  },
  {
    of: [`iam::${anAccount}:user/*`],
    actions: [
      'iam:GetAccessKeyLastUsed',
      'iam:GetLoginProfile',
      'iam:ListAccessKeys',
      'iam:ListSSHPublicKeys',
      'iam:ListSigningCertificates',
    ],
  },
];

/** Of a check that minds stars: which, and why it is meant. */
function anybody(principals: string): [finding: string, why: string] {
  const resource = `arn:<AWS::Partition>:iam::<AWS::AccountId>:${principals}`;
  return [`IAM5[Resource::${resource}]`, 'Nobody knows beforehand whose credential will be stolen.'];
}

/** What IAM knows no single resource for. */
const listed: ReadonlySet<string> = new Set(['iam:ListPolicies', 'iam:ListRoles', 'iam:ListUsers']);

/** Of a call to rotate, the choice of what does it, which is its owner's alone. */
const rotationChoices = ['secretsmanager:RotationLambdaARN', 'secretsmanager:ExternalSecretRotationRoleArn'] as const;
