import { AwsError } from '../aws-error.ts';
import { type Answer, type Operations, read } from '../operation.ts';
import { requiredText } from '../parameters.ts';
import { escaped } from '../protocol/query.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';

/** The objects of an account's buckets, to be listed and read, at addresses of the form `/bucket/key`. */
export const objectOperations: Operations = {
  ListObjectsV2: read(
    ({ parameters }) => ({ resource: `arn:aws:s3:::${parameters.Bucket}`, actions: ['s3:ListBucket'] }),
    ({ caller, parameters }) => {
      const bucket = requiredText(parameters, 'Bucket');
      const all = [...caller.account.deployed.objects];
      const keys = all.filter(([path]) => path.startsWith(`${bucket}/`));
      if (keys.length === 0) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist');
      // A bucket is there once anything is put in it; `bucket/` alone stands for an empty one.
      const contents = keys.map(([path, text]) => ({ Key: path.slice(bucket.length + 1), Size: text.length }));
      return { Contents: contents.filter(({ Key }) => Key !== '') };
    },
  ),
  GetObject: read(
    ({ parameters }) => ({
      resource: `arn:aws:s3:::${parameters.Bucket}/${parameters.Key}`,
      actions: ['s3:GetObject'],
    }),
    ({ caller, parameters }) => {
      const path = `${parameters.Bucket}/${parameters.Key}`;
      const text = caller.account.deployed.objects.get(path);
      if (text === undefined) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
      return { Body: text };
    },
  ),
};

export function decodeObjectRequest({ path }: WireRequest) {
  const url = new URL(path, 'http://s3');
  const [, Bucket = '', ...key] = decodeURIComponent(url.pathname).split('/');
  const Key = key.join('/');
  return { operation: Key === '' ? 'ListObjectsV2' : 'GetObject', parameters: { Bucket, Key } };
}

export function objectAnswer(operation: string, answer: Answer): WireResponse {
  if (operation === 'GetObject') return { status: 200, headers: {}, body: String(answer.Body) };
  const contents = (answer.Contents as { readonly Key: string; readonly Size: number }[]).map(
    ({ Key, Size }) => `<Contents><Key>${escaped(Key)}</Key><Size>${Size}</Size><ETag>"${Size}"</ETag></Contents>`,
  );
  return xml(200, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
}

export function objectError({ code, status, message }: AwsError): WireResponse {
  return xml(status, `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`);
}

function xml(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
