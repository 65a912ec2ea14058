import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { sessionCredentials } from './session-credentials.ts';

/** As short as STS allows. */
const sessionSeconds = 900;

/**
 * Makes the one call that needs no permission, in an account and a Region, by a role of ours: whoever hears of it knows
 * that the way from there is open. Throws where the role cannot be taken.
 */
export async function beat(
  { roleArn, region }: { readonly roleArn: string; readonly region: string },
  sdk: Pick<STSClientConfig, 'requestHandler' | 'credentials'> = {},
): Promise<void> {
  const sts = new STSClient({ ...sdk, region });
  const RoleSessionName = 'rescind-heartbeat';
  const answer = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName, DurationSeconds: sessionSeconds }),
  );
  const there = new STSClient({ ...sdk, region, credentials: sessionCredentials(answer, roleArn) });
  try {
    await there.send(new GetCallerIdentityCommand({}));
  } finally {
    sts.destroy();
    there.destroy();
  }
}
