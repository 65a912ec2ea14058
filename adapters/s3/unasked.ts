export const noCredentials = 'needs AWS credentials, and none were found';
export const noRegion = 'needs a Region: set AWS_REGION';

/** Whether it was not S3 that refused, but this machine that could not ask. */
export function isUnasked(reason: string): boolean {
  return reason === noCredentials || reason === noRegion;
}
