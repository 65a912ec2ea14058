import { uuid } from '../organisation/ids.ts';
import { originAt } from '../organisation/places.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord, UserIdentity } from './cloudtrail-record.ts';
import { wholeSecond } from './identity.ts';
import type { Log } from './log.ts';
import type { Circumstances } from './record.ts';
import type { Signer } from './signer.ts';

export interface SignIn {
  readonly success: boolean;
  readonly mfa: boolean;
}

/** A console sign-in, or a stranger's failed try at somebody's name: nobody signed it with a key. */
export function logConsoleLogin(
  log: Log,
  random: Random,
  signer: Signer,
  where: Circumstances,
  signIn: SignIn,
): CloudTrailRecord {
  const { type, principalId, arn, accountId, userName } = signer.identity(random);
  const userIdentity: UserIdentity = {
    ...(type === undefined ? {} : { type }),
    ...(principalId === undefined ? {} : { principalId }),
    ...(signIn.success && arn !== undefined ? { arn } : {}),
    ...(accountId === undefined ? {} : { accountId }),
    ...(type === 'Root' || userName === undefined ? {} : { userName }),
  };
  return log.add({
    eventVersion: '1.11',
    userIdentity,
    eventTime: wholeSecond(where.at),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: type === 'Root' ? 'us-east-1' : where.region,
    sourceIPAddress: originAt(where.place, random).address,
    userAgent: where.agent,
    ...(signIn.success ? {} : { errorMessage: 'Failed authentication' }),
    requestParameters: null,
    responseElements: { ConsoleLogin: signIn.success ? 'Success' : 'Failure' },
    additionalEventData: {
      LoginTo: `https://console.aws.amazon.com/console/home?state=hashArgs&region=${where.region}`,
      MobileVersion: 'No',
      MFAUsed: signIn.mfa ? 'Yes' : 'No',
    },
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: signer.accountId,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${where.region}.signin.aws.amazon.com`,
    },
  });
}
