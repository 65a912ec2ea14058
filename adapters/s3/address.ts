export interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** A bucket's name, or its access point's. */
const bucketForm = /^(?:[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[\w-]*:s3:[\w-]*:\d{12}:accesspoint\/[a-z0-9.-]+)$/;

/** `s3://bucket` or `s3://bucket/prefix`; null for what names no bucket. The ARN of an access point has a slash of its own. */
export function s3PlaceIn(uri: string): S3Place | null {
  const [, bucket = '', prefix = ''] = /^s3:\/\/((?:arn:[^/]*\/)?[^/]*)(?:\/(.*))?$/s.exec(uri) ?? [];
  return bucketForm.test(bucket) ? { bucket, prefix } : null;
}
