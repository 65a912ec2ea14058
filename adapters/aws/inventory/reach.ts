import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { arnPart } from '../../../core/intake/fields.ts';
import type { AccountId } from '../../../core/model/brand.ts';
import { tallied } from '../call-tally.ts';

/** What the SDK would find by itself; `AWS_ENDPOINT_URL` is honoured by the SDK. */
export type SdkOptions = Pick<IAMClientConfig, 'region' | 'credentials' | 'requestHandler' | 'profile'>;

export interface Caller {
  readonly accountId: AccountId;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** Who calls, and what accounts there are beside theirs. */
export interface Reach {
  readonly organizations: OrganizationsClient;
  caller(): Promise<Caller>;
  close(): void;
}

// IAM throttles by account and tells nobody its limits: the SDK slows down when it is told to, and speeds up again.
const patience = { retryMode: 'adaptive', maxAttempts: 10 } as const;

export function patiently(sdk: SdkOptions) {
  return { region: 'us-east-1', ...sdk, ...patience };
}

export function openReach(sdk: SdkOptions = {}): Reach & { readonly sts: STSClient } {
  const config = patiently(sdk);
  const sts = tallied(new STSClient(config));
  const organizations = tallied(new OrganizationsClient(config));
  let known: Promise<Caller> | null = null;

  async function whoami(): Promise<Caller> {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { accountId: Account as AccountId, arn: Arn, partition: arnPart(Arn, 1) };
  }

  return {
    sts,
    organizations,
    caller() {
      known ??= whoami();
      return known;
    },
    close() {
      sts.destroy();
      organizations.destroy();
    },
  };
}
