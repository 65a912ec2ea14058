import { expect, test } from 'vitest';
import { Sessions } from '../../../core/context/sessions/sessions.ts';
import { credentialsMeant } from '../../../core/fleet/credentials-meant.ts';
import { testimony } from '../../../core/intake/testimony.ts';
import { account, envelope } from '../intake/sample.ts';

/** Whom a finding of GuardDuty's means, where no record has shown them. */
function meantIn(region: string, details: object) {
  const detail = {
    accountId: account,
    type: 'Recon:IAMUser/TorIPCaller',
    severity: 5,
    resource: { accessKeyDetails: details },
  };
  const told = testimony(envelope(detail, { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', region }));
  if (told?.kind !== 'finding') throw new Error('no finding');
  return credentialsMeant(told, new Map(), new Sessions()).map(({ kind, id, principal }) => [kind, id, principal]);
}

test.each([
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('a stranger that a notice names in %s is in the partition %s', (region, partition) => {
  const arn = (name: string) => `arn:${partition}:iam::${account}:${name}`;
  const key = 'AKIAEXAMPLEKEY000001';
  expect(meantIn(region, { accessKeyId: key, userName: 'ada', userType: 'IAMUser' })).toEqual([
    ['access-key', key, arn('user/ada')],
  ]);
  expect(meantIn(region, { accessKeyId: 'ASIAX', userName: 'Ops', userType: 'AssumedRole' })).toEqual([
    ['role', arn('role/Ops'), arn('role/Ops')],
  ]);
  expect(meantIn(region, { userName: 'Root', userType: 'Root' })).toEqual([['root', arn('root'), arn('root')]]);
});
