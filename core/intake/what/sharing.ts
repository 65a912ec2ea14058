import type { AccountId } from '../../model/brand.ts';
import { type Fields, fieldsOf, isFields, manyOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';
import { accountNamed, guestsIn } from './guests.ts';

const nobody: readonly string[] = [];
const policyLimit = 100_000;

/**
 * The accounts other than `owner` that a call opens something to; `all` for everybody.
 * Sorted, so that the same policy in another order is the same target.
 */
export function sharedWith(action: string, request: Request, owner: AccountId): readonly string[] {
  const invited = invitedBy(action, request);
  if (invited.length === 0) return nobody;
  const accounts = new Set<string>();
  for (const guest of invited) {
    const account = accountNamed(guest);
    if (account !== null && account !== owner) accounts.add(account);
  }
  return accounts.size === 0 ? nobody : [...accounts].sort();
}

function invitedBy(action: string, request: Request): readonly unknown[] {
  switch (action) {
    case 'ec2:ModifySnapshotAttribute':
      return permissionsAdded(request.createVolumePermission);
    case 'ec2:ModifyImageAttribute':
      return permissionsAdded(request.launchPermission);
    case 'rds:ModifyDBSnapshotAttribute':
    case 'rds:ModifyDBClusterSnapshotAttribute':
      return manyOf(request.valuesToAdd);
    case 'redshift:AuthorizeSnapshotAccess':
      return [request.accountWithRestoreAccess];
    case 'ssm:ModifyDocumentPermission':
      return manyOf(request.accountIdsToAdd);
    case 'sns:AddPermission':
      return manyOf(request.aWSAccountId);
    case 'sqs:AddPermission':
      return manyOf(request.aWSAccountIds ?? request.AWSAccountIds);
    case 'lambda:AddPermission':
      return guestsIn(statementOf(request));
    case 'lambda:AddLayerVersionPermission':
      // Everybody of an organisation that it names.
      return request.organizationId === undefined ? [request.principal] : nobody;
    case 'kms:CreateGrant':
      return [request.granteePrincipal];
    case 'redshift:AuthorizeDataShare':
      return [request.consumerIdentifier];
    case 'ec2:CreateVpcPeeringConnection':
      return [request.peerOwnerId];
    case 'ec2:ModifyVpcEndpointServicePermissions':
      return principalsAdded(request.ModifyVpcEndpointServicePermissionsRequest);
    case 'events:PutPermission':
      if (request.policy !== undefined) return guestsOf(request.policy);
      // Everybody of an organisation that it names.
      return request.condition === undefined ? [request.principal] : nobody;
    // Data goes there by itself from then on, or at once.
    case 'logs:PutSubscriptionFilter':
      return ownerOf(request.destinationArn);
    case 'sns:Subscribe':
      return ownerOf(request.endpoint);
    case 'backup:StartCopyJob':
      return ownerOf(request.destinationBackupVaultArn);
    case 'dynamodb:ExportTableToPointInTime':
      return [request.s3BucketOwner];
    // The bucket says nothing of its owner, but only the owner of the key can read what is exported.
    case 'rds:StartExportTask':
      return ownerOf(request.kmsKeyId);
    case 's3:PutBucketReplication':
      return manyOf(fieldsOf(request.ReplicationConfiguration).Rule).map(
        (rule) => fieldsOf(fieldsOf(rule).Destination).Account,
      );
    case 's3:PutBucketAcl':
    case 's3:PutObjectAcl':
      return isPublicAcl(request) ? ['all'] : nobody;
    case 'ram:CreateResourceShare':
    case 'ram:AssociateResourceShare':
      return manyOf(request.principals);
    case 'iam:UpdateAssumeRolePolicy':
      return guestsOf(request.policyDocument);
    case 'iam:CreateRole':
      return guestsOf(request.assumeRolePolicyDocument);
    case 'sns:SetTopicAttributes':
    case 'sqs:SetQueueAttributes':
      return guestsOf(policyAmong(request));
    default:
      return putsPolicy.test(action) ? guestsOf(policyOf(request)) : nobody;
  }
}

/**
 * The statement that Lambda writes into a function's policy. Everybody may come by the function's URL, as to a web page, and by something of
 * the account's own; whose an organisation is, is not known here.
 */
function statementOf(request: Request): Fields {
  const { principal, functionUrlAuthType, invokedViaFunctionUrl, principalOrgID, sourceAccount, sourceArn } = request;
  const strings = {
    'aws:PrincipalOrgID': principalOrgID,
    'aws:SourceAccount': sourceAccount,
    'lambda:FunctionUrlAuthType': functionUrlAuthType,
  };
  return {
    Effect: 'Allow',
    Principal: accountNamed(principal) === null ? { Service: principal } : principal,
    Action: 'lambda:InvokeFunction',
    Condition: {
      StringEquals: told(strings),
      // A bucket's name says nothing of its owner, who may be anybody.
      ArnLike: accountNamed(sourceArn) === null ? {} : { 'aws:SourceArn': sourceArn },
      Bool: told({ 'lambda:InvokedViaFunctionUrl': invokedViaFunctionUrl }),
    },
  };
}

function told(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

/** Every other service's call to set a resource policy. Not IAM’s, which name no guests, nor Organizations’, which name one’s own accounts. */
const putsPolicy = /^(?!iam:|organizations:)[\w-]+:(?:Put|Set|(?:Create|Update)EmailIdentity)\w*Policy$/;

function policyOf(request: Request): unknown {
  const { bucketPolicy, policy, policyText, policyInJson, resourcePolicy, policyDocument } = request;
  return bucketPolicy ?? policy ?? policyText ?? policyInJson ?? resourcePolicy ?? policyDocument;
}

/** A topic’s or queue’s policy is one of its attributes; undefined where others are set. */
export function policyAmong({ attributeName, attributeValue, attributes }: Request): unknown {
  return attributeName === 'Policy' ? attributeValue : fieldsOf(attributes).Policy;
}

function permissionsAdded(permission: unknown): readonly unknown[] {
  const items = fieldsOf(fieldsOf(permission).add).items;
  return manyOf(items).map((item) => fieldsOf(item).userId ?? fieldsOf(item).group);
}

function principalsAdded(request: unknown): readonly unknown[] {
  return manyOf(fieldsOf(request).AddAllowedPrincipals).map((one) => (isFields(one) ? one.content : one));
}

/** The ARN, for its account; nobody where it is none, but a mail or web address. */
function ownerOf(arn: unknown): readonly unknown[] {
  return typeof arn === 'string' && arn.startsWith('arn:') ? [arn] : nobody;
}

/** Open to everybody, or to everybody with an account anywhere. Others are named by ids that do not tell their accounts. */
function isPublicAcl(request: Request): boolean {
  const grants = manyOf(fieldsOf(fieldsOf(request.AccessControlPolicy).AccessControlList).Grant);
  return (
    cannedAcls(request).some(
      (acl) => acl === 'public-read' || acl === 'public-read-write' || acl === 'authenticated-read',
    ) || grants.some((grant) => everybody.has(fieldsOf(fieldsOf(grant).Grantee).URI))
  );
}

const everybody: ReadonlySet<unknown> = new Set(
  ['AllUsers', 'AuthenticatedUsers'].map((group) => `http://acs.amazonaws.com/groups/global/${group}`),
);

/** The access list that a call to S3 chooses by its name. */
export function cannedAcls(request: Request): readonly unknown[] {
  return manyOf(request['x-amz-acl']);
}

/** Whom a policy, as an object or as text, lets in. */
function guestsOf(policy: unknown): readonly unknown[] {
  return statementsIn(policyIn(policy)).flatMap(guestsIn);
}

/** A policy as an object or as text. Fails toward: no statement, so that nothing is shared. */
export function policyIn(policy: unknown): Fields {
  return typeof policy === 'string' ? parsePolicy(policy) : fieldsOf(policy);
}

export function statementsIn(document: Fields): readonly Fields[] {
  return manyOf(document.Statement).map(fieldsOf);
}

function parsePolicy(text: string): Fields {
  if (text.length > policyLimit) return {};
  try {
    return fieldsOf(JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text));
  } catch {
    return {};
  }
}
