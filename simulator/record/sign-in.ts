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

/** What AWS writes in place of a user name that does not exist: it may be a password, typed in the wrong field. */
export const hiddenUserName = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** A console sign-in, or a stranger's failed try at somebody's name: nobody signed it with a key. */
export function logConsoleLogin(
  log: Log,
  random: Random,
  signer: Signer,
  where: Circumstances,
  signIn: SignIn,
): CloudTrailRecord {
  const signed = signer.identity(random);
  const root = signed.type === 'Root';
  const hidden = signed.userName === hiddenUserName;
  const trouble = hidden ? 'No username found in supplied account' : 'Failed authentication';
  return log.add({
    eventVersion: '1.11',
    userIdentity: atTheDoor(signed, signIn.success),
    eventTime: wholeSecond(where.at),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: root ? 'us-east-1' : where.region,
    sourceIPAddress: originAt(where.place, where.at, random).address,
    userAgent: where.agent,
    ...(signIn.success ? {} : { errorMessage: trouble }),
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

function atTheDoor(signed: UserIdentity, success: boolean): UserIdentity {
  const { accessKeyId: _key, sessionContext: _session, ...known } = signed;
  if (success) return known;
  const { arn: _arn, principalId: _principal, ...claimed } = known;
  return {
    ...(claimed.userName === hiddenUserName ? claimed : { ...claimed, principalId: known.principalId ?? '' }),
    accessKeyId: '',
  };
}
