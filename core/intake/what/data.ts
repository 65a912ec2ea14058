import { textOf } from '../fields.ts';
import type { Request } from '../trail-record.ts';

/** Calls that hand out data by the piece, and the parameter that names where it is kept. */
const reads: Readonly<Record<string, keyof Request>> = {
  'dynamodb:GetItem': 'tableName',
  'dynamodb:Query': 'tableName',
  'dynamodb:Scan': 'tableName',
  'ecr:BatchGetImage': 'repositoryName',
  's3:GetObject': 'bucketName',
  's3:ListObjectVersions': 'bucketName',
  's3:ListObjects': 'bucketName',
  's3:SelectObjectContent': 'bucketName',
  's3express:GetObject': 'bucketName',
  's3express:ListObjects': 'bucketName',
};

/**
 * The data set that a call reads: a table, a repository, or a bucket with the first folder of what was read or looked through, for
 * instance `invoices/tenant-#`. Numbers and ids are left out, since days and customers are counted by them. Null for what reads none.
 */
export function dataReadBy(action: string, request: Request): string | null {
  const name = reads[action];
  const place = name === undefined ? null : textOf(request[name]);
  if (place === null || name !== 'bucketName') return place?.replace(/^arn:.*\//, '') ?? null;
  return `${place}/${folderOf(request.key ?? request.prefix)}`;
}

function folderOf(path: unknown): string {
  if (typeof path !== 'string') return '';
  return path.slice(0, Math.min(longest, Math.max(0, path.indexOf('/')))).replace(counted, '#');
}

/** The caller chooses the path, and might make it any length. */
const longest = 128;
const counted = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=[a-f]*\d)[\da-f]{8,}|\d+/gi;
