import type { AccountId } from '../../model/brand.ts';
import type { Target } from '../credential-use.ts';
import { accessKeyOf, accountOf, arnPart, fieldsOf, isFields, textOf, untrusted, wordsOf } from '../fields.ts';
import { timeOf } from '../time.ts';
import { type Request, type Response, requestOf, responseOf, type TrailRecord } from '../trail-record.ts';
import { isBlinding, watchesEverywhere } from './blinding.ts';
import { dataReadBy } from './data.ts';
import { asksExternalId } from './door.ts';
import { isEmptying } from './emptying.ts';
import { hasIdentitiesMade } from './identities.ts';
import { isMild } from './mild.ts';
import { resourceNamesOf } from './resource-names.ts';
import { sharedWith } from './sharing.ts';
import { isUnguarding } from './unguarding.ts';

const nameLength = 128;
const resourceLength = 512;
/** IAM takes no longer policy, not counting spaces. */
const documentLength = 40_000;
const nobody: readonly string[] = [];

/** Reads only what is named here: nothing else of a request or response goes on. Each call has a target of its own. */
export function targetOf(record: TrailRecord, service: string, action: string, owner: AccountId): Target {
  const request = requestOf(record);
  // A request for one's own key names nobody; only the response names both.
  if (service === 'iam') return iamTarget(request, responseOf(record), action, owner);
  if (!isFields(record.requestParameters)) return targetFrom({ mild: isMild(action, null) || undefined });
  return targetFrom({
    resource: resourceOf(request, service),
    sharedWith: sharedWith(action, request, owner),
    lockedWith: lockOf(action, request, owner) ?? undefined,
    mild: isMild(action, request) || undefined,
    folders: foldersIn(action, request),
    data: dataReadBy(action, request) ?? undefined,
    codeOf: othersCode(action, request, owner),
    blinding: isBlinding(action, request) || undefined,
    unguarding: isUnguarding(action, request) || undefined,
    emptying: isEmptying(action, request, timeOf(record.eventTime)) || undefined,
    everywhere: watchesEverywhere(action, request) || undefined,
    hasIdentitiesMade: hasIdentitiesMade(action, request) || undefined,
  });
}

/** All fields, in one order: every judged use is asked for most of them, and objects of one form are the fastest to read. */
function targetFrom(known: Partial<Target>): Target {
  return {
    principalName: known.principalName ?? null,
    policyArn: known.policyArn ?? null,
    resource: known.resource ?? null,
    sharedWith: known.sharedWith ?? nobody,
    accessKeyId: known.accessKeyId ?? null,
    document: known.document,
    lockedWith: known.lockedWith,
    mild: known.mild,
    asksExternalId: known.asksExternalId,
    folders: known.folders,
    data: known.data,
    codeOf: known.codeOf,
    blinding: known.blinding,
    unguarding: known.unguarding,
    emptying: known.emptying,
    everywhere: known.everywhere,
    hasIdentitiesMade: known.hasIdentitiesMade,
  };
}

function foldersIn(action: string, { names, path, recursive }: Request): Target['folders'] {
  if (action === 'ssm:GetParameters') return foldersOf(wordsOf(names));
  return action === 'ssm:GetParametersByPath' && path === '/' && recursive === true ? 'all' : undefined;
}

function foldersOf(names: readonly string[]): number {
  return new Set(names.map((name) => name.slice(0, name.lastIndexOf('/') + 1))).size;
}

/** The other accounts whose layers run in every call of a function from now on, sorted; undefined for none. */
function othersCode(action: string, { layers }: Request, owner: AccountId): Target['codeOf'] {
  if (action !== 'lambda:UpdateFunctionConfiguration') return undefined;
  const accounts = wordsOf(layers).flatMap((layer) => accountOf(arnPart(layer, 4)) ?? []);
  const others = [...new Set(accounts)].filter((account) => account !== owner).sort();
  return others.length > 0 ? others : undefined;
}

/** A key that nobody but the caller has. */
export const ownKey = 'its own key';

/** Who alone can open what an S3 call writes, or what is written from then on; null for the account itself, and for calls that only read. */
function lockOf(action: string, request: Request, owner: AccountId): string | null {
  if (action === 's3:PutBucketEncryption') return otherKeyOf(keyForAll(request), owner);
  if (!writesObject.test(action)) return null;
  if (request['x-amz-server-side-encryption-customer-algorithm'] !== undefined) return ownKey;
  return otherKeyOf(request['x-amz-server-side-encryption-aws-kms-key-id'], owner);
}

function otherKeyOf(key: unknown, owner: AccountId): string | null {
  const account = keyOwner.exec(textOf(key) ?? '')?.[1];
  return account === undefined || account === owner ? null : account;
}

/** A bucket has one rule, with or without a list around it. */
function keyForAll({ ServerSideEncryptionConfiguration }: Request): unknown {
  const [rule] = [fieldsOf(ServerSideEncryptionConfiguration).Rule].flat();
  return fieldsOf(fieldsOf(rule).ApplyServerSideEncryptionByDefault).KMSMasterKeyID;
}

const writesObject = /^s3:(?:PutObject|CopyObject|CreateMultipartUpload|UploadPart|UploadPartCopy)$/;
const keyOwner = /^arn:[\w-]+:kms:[\w-]+:(\d{12}):/;

function resourceOf(request: Request, service: string): Target['resource'] {
  for (const name of resourceNamesOf(service)) {
    const value = request[name];
    const found = untrusted(Array.isArray(value) ? value[0] : value, resourceLength);
    if (found !== null) return found;
  }
  return null;
}

function iamTarget(request: Request, response: Response, action: string, owner: AccountId): Target {
  const made = fieldsOf(response.accessKey);
  const special = fieldsOf(response.serviceSpecificCredential);
  const name = request.userName ?? request.roleName ?? request.groupName ?? made.userName;
  // The user who joins is changed, and the group is what they get.
  const joined = action === 'iam:AddUserToGroup' ? request.groupName : undefined;
  return targetFrom({
    principalName: untrusted(name, nameLength),
    policyArn: untrusted(request.policyArn, resourceLength),
    resource: untrusted(request.policyName ?? request.instanceProfileName ?? joined, resourceLength),
    sharedWith: sharedWith(action, request, owner),
    accessKeyId:
      accessKeyOf(made.accessKeyId) ??
      accessKeyOf(request.accessKeyId) ??
      accessKeyOf(special.serviceSpecificCredentialId) ??
      accessKeyOf(request.serviceSpecificCredentialId),
    document: untrusted(request.policyDocument, documentLength) ?? undefined,
    mild: isMild(action, request) || undefined,
    asksExternalId: asksExternalId(action, request, owner) || undefined,
  });
}
