import { escalationPaths } from './escalation-paths.ts';
import { type Grants, reachOf, resourcesOf } from './grants.ts';

/** One harm that the holder could do, and the grant that lets it. */
export interface Capability {
  readonly name: string;
  /** 0 to 1. */
  readonly value: number;
  readonly why: string;
}

/** How much a thief would hold: 0 nothing, 1 the account. */
export interface BlastRadius {
  readonly value: number;
  readonly capabilities: readonly Capability[];
}

/** Harms for which one of several actions is enough, each worth its value times the reach of the action. */
const harms = [
  {
    name: 'modify-identities',
    value: 0.8,
    actions: [
      'iam:CreateUser',
      'iam:CreateRole',
      'iam:DeleteUser',
      'iam:UpdateUser',
      'iam:UpdateAccessKey',
      'iam:DeleteAccessKey',
      'iam:DeactivateMFADevice',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DetachRolePolicy',
      'iam:DetachUserPolicy',
      'iam:CreateServiceSpecificCredential',
      'sso:CreateAccountAssignment',
    ],
  },
  {
    name: 'read-secrets',
    value: 0.6,
    actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
  },
  {
    name: 'delete-data',
    value: 0.5,
    actions: [
      's3:DeleteObject',
      's3:DeleteBucket',
      's3:PutLifecycleConfiguration',
      'dynamodb:DeleteTable',
      'rds:DeleteDBInstance',
      'rds:DeleteDBCluster',
      'rds:DeleteDBSnapshot',
      'ec2:DeleteVolume',
      'ec2:DeleteSnapshot',
      'elasticfilesystem:DeleteFileSystem',
      'backup:DeleteRecoveryPoint',
      'backup:DeleteBackupVault',
      'kms:ScheduleKeyDeletion',
      'redshift:DeleteCluster',
    ],
  },
  {
    name: 'share-data',
    value: 0.5,
    actions: [
      's3:PutBucketPolicy',
      's3:PutBucketAcl',
      'ec2:ModifySnapshotAttribute',
      'ec2:ModifyImageAttribute',
      'rds:ModifyDBSnapshotAttribute',
      'rds:ModifyDBClusterSnapshotAttribute',
      'kms:PutKeyPolicy',
      'kms:CreateGrant',
      'ecr:SetRepositoryPolicy',
      'ram:CreateResourceShare',
      'redshift:AuthorizeSnapshotAccess',
    ],
  },
  {
    name: 'spend-money',
    value: 0.4,
    actions: [
      'ec2:RunInstances',
      'ec2:RequestSpotFleet',
      'ec2:CreateFleet',
      'bedrock:InvokeModel',
      'bedrock:InvokeModelWithResponseStream',
      'sagemaker:CreateTrainingJob',
      'sagemaker:CreateEndpoint',
      'batch:SubmitJob',
      'ecs:RunTask',
    ],
  },
] as const;

const writesObjects = 0.15;
/** Per account whose roles can be assumed, and the most that they amount to together. */
const perAccount = 0.1;
const mostAccounts = 0.6;

/** Capabilities add up like independent chances: `1 - Π(1 - value)`. */
export function blastRadius(grants: Grants): BlastRadius {
  const known = radii.get(grants);
  if (known !== undefined) return known;
  const radius = radiusOf(grants, () => true);
  radii.set(grants, radius);
  return radius;
}

// Several signals ask it of the same standing.
const radii = new WeakMap<Grants, BlastRadius>();

/** The radius that would be left if only the actions were kept that it `keeps`. */
export function radiusOf(grants: Grants, keeps: (action: string) => boolean): BlastRadius {
  const reach = (action: string) => (keeps(action) ? reachOf(grants, action) : 0);
  const capabilities = [
    administrator(reach),
    escalation(reach),
    ...harms.map(({ name, value, actions }) =>
      strongest(
        name,
        actions.map((action) => [action, value * reach(action)]),
      ),
    ),
    assumesRoles(grants, keeps),
    strongest('write-objects', [['s3:PutObject', reach('s3:PutObject') > 0 ? writesObjects : 0]]),
  ].filter(({ value }) => value > 0);
  const spared = capabilities.reduce((rest, { value }) => rest * (1 - value), 1);
  return { value: 1 - spared, capabilities: capabilities.toSorted((a, b) => b.value - a.value) };
}

type ReachOf = (action: string) => number;

/** An action that no service has is allowed only where everything is. */
function administrator(reach: ReachOf): Capability {
  const everything = Math.min(reach('any-service:AnyAction'), reach('iam:PutRolePolicy'));
  return { name: 'administrator', value: everything, why: 'every action' };
}

function escalation(reach: ReachOf): Capability {
  return strongest(
    'escalation',
    escalationPaths.map(({ name, actions, value }) => [name, value * Math.min(...actions.map(reach))]),
  );
}

function assumesRoles(grants: Grants, keeps: (action: string) => boolean): Capability {
  const resources = keeps('sts:AssumeRole') ? resourcesOf(grants, 'sts:AssumeRole') : [];
  const accounts = new Set(resources.map((resource) => resource.split(':')[4] ?? '*'));
  const any = [...accounts].some((account) => account === '' || /[*?]/.test(account));
  const value = any ? mostAccounts : Math.min(mostAccounts, perAccount * accounts.size);
  return {
    name: 'assume-roles',
    value,
    why: any ? 'sts:AssumeRole in any account' : `sts:AssumeRole in ${accounts.size} accounts`,
  };
}

function strongest(name: string, ways: readonly (readonly [why: string, value: number])[]): Capability {
  const [why, value] = ways.reduce((best, way) => (way[1] > best[1] ? way : best), ['', 0]);
  return { name, value, why };
}
