import { S3Client } from '@aws-sdk/client-s3';

/** Region and credentials as the SDK finds them; `AWS_ENDPOINT_URL` is honoured. */
export function s3Client(): S3Client {
  return new S3Client({});
}
