import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type Answer, type Call, type Need, type Operations, read, write } from '../operation.ts';
import { optionalText, type Parameters, requiredText } from '../parameters.ts';
import { escaped } from '../protocol/query.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type { LogBucket } from '../state/deployed.ts';
import { type Listing, listingOf } from './listing.ts';

/** The objects of an account's buckets, to be listed, read and written on condition, at addresses of the form `/bucket/key`. */
export const objectOperations: Operations = {
  ListObjectsV2: read(ofBucket('s3:ListBucket'), ({ caller, parameters }) => {
    const { objects, buckets } = caller.account.deployed;
    const bucket = requiredText(parameters, 'Bucket');
    const paths = [...objects.keys()].filter((path) => path.startsWith(`${bucket}/`));
    // A bucket is there once anything is put in it; `bucket/` alone stands for an empty one.
    if (paths.length === 0 && !buckets.has(bucket)) throw noBucket();
    const keys = paths.map((path) => path.slice(bucket.length + 1)).filter((key) => key !== '');
    const listing = listingOf(keys, parameters);
    const contents = listing.keys.map((key) => {
      const text = objects.get(`${bucket}/${key}`) ?? '';
      return { Key: key, Size: Buffer.byteLength(text), ETag: tagOf(text) };
    });
    return { ...listing, bucket, contents, asked: parameters };
  }),
  GetObject: read(ofObject('s3:GetObject'), ({ caller, parameters }) => {
    const path = `${parameters.Bucket}/${parameters.Key}`;
    const text = caller.account.deployed.objects.get(path);
    if (text === undefined) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
    return { Body: text, ETag: tagOf(text) };
  }),
  PutObject: write(ofObject('s3:PutObject'), ({ caller, parameters }) => {
    const { objects } = caller.account.deployed;
    const path = `${parameters.Bucket}/${parameters.Key}`;
    const there = objects.get(path);
    const isMet =
      (parameters.IfNoneMatch !== '*' || there === undefined) &&
      (parameters.IfMatch === undefined || (there !== undefined && parameters.IfMatch === tagOf(there)));
    if (!isMet) throw new AwsError('PreconditionFailed', 412, 'At least one of the pre-conditions did not hold');
    const text = String(parameters.Body ?? '');
    objects.set(path, text);
    return { ETag: tagOf(text) };
  }),
  GetBucketLocation: read(ofBucket('s3:GetBucketLocation'), ({ caller, parameters }) => {
    const { buckets } = caller.account.deployed;
    return { Body: place(buckets.get(requiredText(parameters, 'Bucket'))) };
  }),
  GetBucketEncryption: read(ofBucket('s3:GetEncryptionConfiguration'), ({ caller, parameters }) => {
    const bucket = caller.account.deployed.buckets.get(requiredText(parameters, 'Bucket'));
    if (bucket === undefined) throw noBucket();
    const { key } = bucket;
    const how =
      key === undefined
        ? '<SSEAlgorithm>AES256</SSEAlgorithm>'
        : `<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID>`;
    const byDefault = `<ApplyServerSideEncryptionByDefault>${how}</ApplyServerSideEncryptionByDefault>`;
    return { Body: `<ServerSideEncryptionConfiguration><Rule>${byDefault}</Rule></ServerSideEncryptionConfiguration>` };
  }),
  GetBucketNotificationConfiguration: read(ofBucket('s3:GetBucketNotification'), ({ caller, parameters }) => {
    const bucket = caller.account.deployed.buckets.get(requiredText(parameters, 'Bucket'));
    if (bucket === undefined) throw noBucket();
    return { Body: bucket.notifications };
  }),
  PutBucketNotificationConfiguration: write(ofBucket('s3:PutBucketNotification'), ({ caller, parameters }) => {
    const bucket = caller.account.deployed.buckets.get(requiredText(parameters, 'Bucket'));
    if (bucket === undefined) throw noBucket();
    const notifications = requiredText(parameters, 'Body');
    // S3 sends each destination a try, unless told not to; what stands behind one is not simulated, so that none answers.
    if (/<(Queue|Topic|CloudFunction)>/.test(notifications) && parameters.SkipDestinationValidation !== 'true') {
      throw new AwsError('InvalidArgument', 400, 'Unable to validate the following destination configurations');
    }
    bucket.notifications = notifications;
    return { Body: '' };
  }),
};

function ofBucket(action: string): (call: Call) => Need {
  return (call) => s3Need(`${call.parameters.Bucket}`, action, call);
}

function ofObject(action: string): (call: Call) => Need {
  return (call) => s3Need(`${call.parameters.Bucket}/${call.parameters.Key}`, action, call);
}

/** Only an account's own buckets are simulated. */
function s3Need(path: string, action: string, { caller, parameters }: Call): Need {
  const owner = caller.account.id;
  const { ExpectedBucketOwner = owner } = parameters;
  if (ExpectedBucketOwner !== owner) throw new AwsError('AccessDenied', 403, 'Access Denied');
  const context = [
    ['aws:ResourceAccount', owner],
    ['s3:ResourceAccount', owner],
  ] as const;
  return { resource: `arn:aws:s3:::${path}`, actions: [action], context };
}

function noBucket(): AwsError {
  return new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
}

function place(bucket: LogBucket | undefined): string {
  if (bucket === undefined) throw noBucket();
  const name = bucket.region === 'us-east-1' ? '' : bucket.region;
  return `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${name}</LocationConstraint>`;
}

function tagOf(text: string): string {
  return `"${createHash('md5').update(text).digest('hex')}"`;
}

/** The SDK names the operation in the address. */
export function decodeObjectRequest({ path, headers, body }: WireRequest) {
  const url = new URL(path, 'http://s3');
  const [, Bucket = '', ...key] = decodeURIComponent(url.pathname).split('/');
  const Key = key.join('/');
  const owner = headers['x-amz-expected-bucket-owner'];
  const skipped = headers['x-amz-skip-destination-validation'];
  const beside = {
    ...(owner !== undefined && { ExpectedBucketOwner: owner }),
    ...(skipped !== undefined && { SkipDestinationValidation: skipped }),
  };
  if (url.searchParams.get('x-id') === 'PutObject') {
    const { 'if-match': IfMatch, 'if-none-match': IfNoneMatch } = headers;
    const condition = { ...(IfMatch !== undefined && { IfMatch }), ...(IfNoneMatch !== undefined && { IfNoneMatch }) };
    return { operation: 'PutObject', parameters: { Bucket, Key, Body: body, ...condition } };
  }
  return {
    operation: operationOf(url.searchParams, Key, body),
    parameters: { Bucket, Key, Body: body, ...beside, ...listed(url.searchParams) },
  };
}

function listed(asked: URLSearchParams) {
  return {
    Prefix: asked.get('prefix'),
    Delimiter: asked.get('delimiter'),
    MaxKeys: asked.get('max-keys'),
    ContinuationToken: asked.get('continuation-token'),
    StartAfter: asked.get('start-after'),
  };
}

function operationOf(asked: URLSearchParams, key: string, body: string): string {
  if (asked.has('location')) return 'GetBucketLocation';
  if (asked.has('encryption')) return 'GetBucketEncryption';
  if (asked.has('notification')) return `${body === '' ? 'Get' : 'Put'}BucketNotificationConfiguration`;
  return key === '' ? 'ListObjectsV2' : 'GetObject';
}

export function objectAnswer(operation: string, answer: Answer): WireResponse {
  if (operation !== 'ListObjectsV2') {
    return { status: 200, headers: { etag: String(answer.ETag) }, body: String(answer.Body ?? '') };
  }
  return xml(200, listingXml(answer as unknown as Listed));
}

interface Listed extends Listing {
  readonly bucket: string;
  readonly contents: readonly { readonly Key: string; readonly Size: number; readonly ETag: string }[];
  readonly asked: Parameters;
}

/** What was asked for is said again, as S3 does. */
function listingXml({ bucket, contents, commonPrefixes, next, most, asked }: Listed): string {
  const said = ['Prefix', 'Delimiter', 'ContinuationToken', 'StartAfter'].map((name) => {
    const text = optionalText(asked, name);
    return text === null ? '' : `<${name}>${escaped(text)}</${name}>`;
  });
  const files = contents.map(
    ({ Key, Size, ETag }) =>
      `<Contents><Key>${escaped(Key)}</Key><Size>${Size}</Size><ETag>${escaped(ETag)}</ETag></Contents>`,
  );
  const folders = commonPrefixes.map((one) => `<CommonPrefixes><Prefix>${escaped(one)}</Prefix></CommonPrefixes>`);
  const counts = `<KeyCount>${files.length + folders.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${next !== null}</IsTruncated>`;
  const token = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult><Name>${bucket}</Name>${said.join('')}${counts}${token}${files.join('')}${folders.join('')}</ListBucketResult>`;
}

export function objectError({ code, status, message }: AwsError): WireResponse {
  return xml(status, `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`);
}

function xml(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
