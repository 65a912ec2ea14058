import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts';

/** The credentials in STS's answer, with their end; throws where it holds none. */
export function sessionCredentials({ Credentials }: AssumeRoleCommandOutput, role: string) {
  if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined) {
    throw new Error(`STS returned no credentials for ${role}`);
  }
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration !== undefined && { expiration: Credentials.Expiration }),
  };
}
