import { day } from '../../core/model/instant.ts';
import { hex, uniqueId } from '../organisation/ids.ts';
import { awsIn } from '../organisation/networks.ts';
import { placeIn } from '../organisation/places.ts';
import type { Random } from '../random.ts';
import { userKey } from '../record/identity.ts';
import type { Signer } from '../record/signer.ts';
import type { Access } from './actor.ts';
import type { Casting, Casts } from './part.ts';
import { aRole, assumed, aUser, compute, insidePlaces, keyAccess } from './principals.ts';

/** Work by the clock, our own and our vendors'. */
export const jobs: Casts<'backup' | 'batch' | 'quarterly' | 'auditor' | 'chain' | 'vendor'> = {
  backup: (c) => ({
    access:
      c.number % 2 === 0
        ? compute(c, 'lambda', `backup-${c.stock.service}`, 6)
        : keyAccess(c, `backup-${c.stock.service}`),
    rhythm: { kind: 'clock', everyHours: 24, offsetHours: c.random.between(1, 5), calls: [12, 30] },
    workload: 'backup',
    places: insidePlaces(c, 'ec2'),
    tools: ['boto3'],
  }),
  batch: (c) => ({
    access: keyAccess(c, `batch-${c.stock.service}`),
    rhythm: {
      kind: 'clock',
      everyHours: c.random.pick([6, 12, 24]),
      offsetHours: c.random.between(0, 5),
      calls: [10, 22],
    },
    workload: 'batch',
    places: [[c.account.nat, 1]],
    tools: [c.random.pick(['java', 'boto3'])],
  }),
  quarterly: (c) => ({
    access: keyAccess(c, `quarterly-close-${c.number}`),
    rhythm: { kind: 'never' },
    workload: 'quarterly',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    entry: { purpose: 'quarterly close, four runs a year', lastUsedAt: c.organisation.span.start - 70 * day },
  }),
  auditor: (c) => ({
    access: c.number % 2 === 0 ? assumed(c, 'audit-reader') : keyAccess(c, `compliance-scan-${c.number}`),
    rhythm: { kind: 'clock', everyHours: 24 * 7, offsetHours: c.random.between(20, 140), calls: [90, 160] },
    workload: 'auditor',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
    denied: 0.03,
  }),
  chain: (c) => ({
    access: crossAccount(c),
    rhythm: { kind: 'clock', everyHours: 4, offsetHours: 1, calls: [4, 9] },
    workload: 'reporting',
    places: [[c.account.nat, 1]],
    tools: ['boto3'],
  }),
  vendor: (c) => {
    const vendor = vendorSigner(c.random);
    return {
      access: {
        kind: 'external',
        role: aRole(c, `${c.random.pick(['monitoring', 'finops', 'siem'])}-integration-${hex(c.random, 4)}`),
        vendor,
        sessionName: `collector-${hex(c.random, 6)}`,
        externalId: hex(c.random, 24),
      },
      rhythm: { kind: 'clock', everyHours: c.random.pick([3, 4, 6]), offsetHours: 0, calls: [4, 9] },
      workload: 'vendor',
      places: [[placeIn(awsIn('us-east-1'), c.random, 4), 1]],
      tools: [c.random.pick(['go', 'boto3', 'java'])],
    };
  },
};

function crossAccount(c: Casting): Access {
  const others = c.organisation.accounts.filter((account) => account.id !== c.account.id);
  const user = aUser({ ...c, account: c.random.pick(others) }, `reporting-${c.stock.service}`);
  const parent = userKey(user, uniqueId(c.random, 'AKIA'));
  return {
    kind: 'assumed',
    role: aRole(c, `reporting-reader-${c.number}`),
    parent,
    sessionName: `report-${hex(c.random, 6)}`,
  };
}

function vendorSigner(random: Random): Signer {
  const accountId = `4${random.text('0123456789', 11)}`;
  const id = uniqueId(random, 'AROA');
  const arn = `arn:aws:sts::${accountId}:assumed-role/collector/main`;
  const identity = { type: 'AssumedRole', principalId: `${id}:main`, arn, accountId };
  return { accountId, arn, accessKeyId: null, identity: () => identity, console: false, bearer: false };
}
