import type { CredentialUse } from '../../core/intake/credential-use.ts';
import type { Acted, Exposed, Found, Minted, TakenBack } from '../../core/intake/testimony.ts';
import type { AccessKeyId, Untrusted } from '../../core/model/brand.ts';
import { accountId, noon } from './use.ts';

const told = { at: noon, eventId: 'told', accountId };
const notified = { ...told, partition: 'aws' };
const userName = 'backup' as Untrusted;

export function exposed(by: Exposed['by']): Exposed {
  const accessKeyIds = by === 'aws' ? ['AKIAIOSFODNN7EXAMPLE' as AccessKeyId] : [];
  const notice = by === 'principal' ? 'AWSCompromisedKeyQuarantineV3' : 'AWS_RISK_CREDENTIALS_EXPOSED';
  return { kind: 'exposed', ...notified, accessKeyIds, userName: by === 'aws' ? null : userName, by, notice };
}

export function finding(type: string, severity: number): Found {
  return {
    kind: 'finding',
    by: 'GuardDuty',
    ...notified,
    type,
    severity,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
    holder: 'user',
    userName,
  };
}

export const minted: Minted = {
  kind: 'mint',
  ...told,
  parent: { accessKeyId: null, principalArn: null, federatedSubject: null, service: 'ec2.amazonaws.com', tags: [] },
  child: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE' as AccessKeyId, sessionArn: null, role: null, expiresAt: null },
};

/** How the session behind a use came to be. */
export function mintFor(parent: Partial<Minted['parent']>, { accessKeyId, at }: CredentialUse): Minted {
  if (accessKeyId === null) throw new Error('nobody mints what has no key');
  return {
    ...minted,
    at,
    parent: { ...minted.parent, service: null, ...parent },
    child: { ...minted.child, accessKeyId },
  };
}

export const takenBack: TakenBack = {
  kind: 'taken-back',
  ...told,
  credential: 'arn:aws:iam::111122223333:role/deploy',
};

export const acted: Acted = {
  kind: 'acted',
  ...told,
  credential: 'arn:aws:iam::444455556666:role/OrganizationAccountAccessRole',
  action: 'iam:ListUsers',
  denied: false,
};
