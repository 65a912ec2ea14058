import { describe, expect, it, test } from 'vitest';
import { bundledNetworks } from '../../adapters/networks/bundled.ts';
import { day, formatInstant, hour, minute } from '../../core/model/instant.ts';
import { isDisruptive } from '../../core/plan/ladder.ts';
import { account, stranger, user } from '../core/intake/sample.ts';
import { call, honest, office, rented, runners, start, userNamed, watched } from './watch.ts';

/** What thieves are known to do, as CloudTrail would write it, by a credential with three weeks of other habits. */

type Fields = Record<string, unknown>;
type Step = readonly [action: string, request?: Fields, changes?: Fields];

const strike = start + 21 * day;
const pipeline = user;
const networks = bundledNetworks();
const history = honest(pipeline, runners);

const openTo = (principal: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: '*' }] });
const secret = (name: string): Fields => ({
  secretId: `arn:aws:secretsmanager:eu-central-1:${account}:secret:${name}`,
});

/** One grave thing each, as few calls as it takes. */
const deeds: Readonly<Record<string, readonly Step[]>> = {
  'a password for another user': [['iam:CreateLoginProfile', { userName: 'backup' }]],
  'a key for another user': [['iam:CreateAccessKey', { userName: 'backup' }]],
  'a role opened to a stranger': [
    ['iam:UpdateAssumeRolePolicy', { roleName: 'Admin', policyDocument: openTo(stranger) }],
  ],
  'a snapshot shared outwards': [
    ['ec2:CreateSnapshot'],
    [
      'ec2:ModifySnapshotAttribute',
      { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId: stranger }] } } },
    ],
  ],
  'a database shared outwards': [
    ['rds:ModifyDBSnapshotAttribute', { dBSnapshotIdentifier: 'ledger', valuesToAdd: [stranger] }],
  ],
  'a bucket opened to everybody': [
    ['s3:PutBucketPolicy', { bucketName: 'ledger', bucketPolicy: JSON.parse(openTo('*')) }],
  ],
  'a function that anybody may call': [
    ['lambda:CreateFunctionUrlConfig', { functionName: 'f', authType: 'NONE' }],
    ['lambda:AddPermission20150331v2', { functionName: 'f', principal: '*' }],
  ],
  'a trust anchor of one’s own': [['rolesanywhere:CreateTrustAnchor'], ['rolesanywhere:CreateProfile']],
  'a key’s policy rewritten, and the key disposed of': [
    ['kms:PutKeyPolicy', { keyId: 'k', policy: openTo(stranger) }],
    ['kms:ScheduleKeyDeletion', { keyId: 'k' }],
  ],
  'a trail that records less': [['cloudtrail:PutEventSelectors', { trailName: 'all' }]],
  'a detector switched off': [['guardduty:UpdateDetector', { detectorId: 'd', enable: false }]],
  'members that nobody watches any more': [['guardduty:DisassociateMembers', { detectorId: 'd' }]],
  'an account that leaves': [['organizations:LeaveOrganization', {}, { errorCode: 'AccessDenied' }]],
  'a session that outlives its key': [['sts:GetFederationToken', { name: 'x' }]],
  'a console for a program’s key': [['signin:GetSigninToken', {}, { eventType: 'AwsConsoleSignIn' }]],
  'a command on every machine': [['ssm:SendCommand', { documentName: 'AWS-RunShellScript' }]],
  'mail in somebody’s name': [['ses:GetSendQuota'], ['ses:VerifyEmailIdentity']],
  'models on somebody’s bill': [['bedrock:ListFoundationModels'], ['bedrock:InvokeModel', { modelId: 'm' }]],
};
const eachDeed = Object.entries(deeds);

function played(who: unknown, steps: readonly Step[], from: string, at = strike, more: Fields = {}): Fields[] {
  return steps.map(([action, requestParameters = {}, changes = {}], i) =>
    call(who, at + i * 20_000, action, from, { requestParameters, ...more, ...changes }),
  );
}

const decisionsOf = (past: readonly Fields[], hostile: readonly Fields[]) =>
  watched([...past, ...hostile], [], networks).decisions.filter(({ at }) => at >= strike - day);
const disrupted = (past: readonly Fields[], hostile: readonly Fields[]) =>
  decisionsOf(past, hostile).filter(({ action }) => isDisruptive(action));

describe('from a rented server, with the owner’s own program', () => {
  it.each(eachDeed)('%s is answered at the deed itself', (_, steps) => {
    const hostile = played(pipeline, steps, rented);
    const [first] = disrupted(history, hostile);
    expect(first?.credential).toBe('AKIAEXAMPLEKEY000001');
    expect(hostile.map(({ eventID }) => eventID)).toContain(first?.eventId);
    expect(first?.signals.filter(({ group }) => group === 'origin')).not.toEqual([]);
  });
});

describe('from the owner’s own desk', () => {
  it.each(eachDeed)('%s is told of at least', (_, steps) => {
    expect(decisionsOf(history, played(pipeline, steps, runners))).not.toEqual([]);
  });
});

describe('the same by those whose duty it is', () => {
  it.each(eachDeed.filter(([name]) => !/stranger|outwards|everybody|anybody|rewritten/.test(name)))(
    '%s is nobody’s business',
    (_, steps) => {
      const duty = Array.from({ length: 15 }, (_, n) =>
        played(pipeline, steps, runners, start + n * day + hour),
      ).flat();
      expect(decisionsOf([...history, ...duty], played(pipeline, steps, runners))).toEqual([]);
    },
  );

  it('a share with a partner of long standing is one, with anybody else it is told', () => {
    const share = (userId: string): Step => [
      'ec2:ModifySnapshotAttribute',
      { snapshotId: 'snap-1', createVolumePermission: { add: { items: [{ userId }] } } },
    ];
    const partner = Array.from({ length: 20 }, (_, n) =>
      played(pipeline, [share('444455556666')], runners, start + n * day + hour),
    ).flat();
    expect(decisionsOf([...history, ...partner], played(pipeline, [share('444455556666')], runners))).toEqual([]);
    expect(decisionsOf([...history, ...partner], played(pipeline, [share(stranger)], runners))).not.toEqual([]);
  });

  it('and from a rented server with another program it is a thief’s, habit or not', () => {
    const made: Step = ['iam:CreateAccessKey', { userName: 'backup' }];
    const duty = Array.from({ length: 15 }, (_, n) => played(pipeline, [made], runners, start + n * day + hour)).flat();
    const tools = { userAgent: 'aws-cli/2.17.3 md/awscrt#0.20 ua/2.0 os/linux lang/python#3.11' };
    expect(disrupted([...history, ...duty], played(pipeline, [made], rented, strike, tools))).not.toEqual([]);
  });
});

describe('whoever chases a thief', () => {
  const ada = userNamed('ada', 'AKIAADALAPTOP0000001');
  const past = [
    ...honest(ada, office),
    ...Array.from({ length: 21 }, (_, n) =>
      played(ada, [['iam:ListUsers'], ['ec2:DescribeInstances']], office, start + n * day + hour),
    ).flat(),
  ];
  const denyAll = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
  const allowAll = denyAll.replace('Deny', 'Allow');
  const chase = (status: string, policyDocument: string): Step[] => [
    ['iam:UpdateAccessKey', { userName: 'bot', accessKeyId: 'AKIABOTBOTBOTBOT0001', status }],
    ['iam:PutUserPolicy', { userName: 'bot', policyName: 'p', policyDocument }],
    ['ec2:ModifyInstanceAttribute', { instanceId: 'i-1', groupSet: { items: [{ groupId: 'sg-1' }] } }],
  ];
  // Another line of the same town: the phone, at night.
  const phone = '95.90.64.97';

  it('takes away, and is let alone', () => {
    expect(disrupted(past, played(ada, chase('Inactive', denyAll), phone, strike + 15 * hour))).toEqual([]);
  });

  it('is not to be confused with who gives', () => {
    expect(disrupted(past, played(ada, chase('Active', allowAll), phone, strike + 15 * hour))).not.toEqual([]);
  });
});

test('secrets that a service never opened, one every two hours from a rented server, are two things that are odd', () => {
  const app = userNamed('orders', 'AKIAORDERSAPP0000001');
  const usual = Array.from({ length: 21 }, (_, n) =>
    call(app, start + n * day, 'secretsmanager:GetSecretValue', runners, { requestParameters: secret('own-AbCdEf') }),
  );
  const slow = (from: string) =>
    Array.from({ length: 5 }, (_, n) =>
      call(app, strike + n * 2 * hour, 'secretsmanager:GetSecretValue', from, {
        requestParameters: secret(`s${n}-AbCdEf`),
      }),
    );
  const [first] = disrupted(usual, slow(rented));
  expect(first?.at).toBe(strike);
  // At home a release brings new secrets.
  expect(disrupted(usual, slow(runners))).toEqual([]);
});

test('a machine’s key in somebody’s hands on a line at home is pinned, whatever it is used for', () => {
  const machines = '3.120.10.10';
  const past = honest(pipeline, machines);
  const steps: Step[] = [['s3:ListBuckets'], ['s3:GetBucketLocation']];
  const byHand = { userAgent: 'aws-cli/2.17.3 md/awscrt#0.20 ua/2.0 os/macos lang/python#3.11' };
  const answers = (from: string, more: Fields) =>
    disrupted(past, played(pipeline, steps, from, strike, more)).map(({ action }) => action);
  expect(answers(office, byHand)).toEqual(['pin']);
  // Neither of the two alone.
  expect(answers(office, {})).toEqual([]);
  expect(answers(machines, byHand)).toEqual([]);
});

test('a program that maps out who there is and what is secret has lost its way, though nothing is refused', () => {
  const looks: Step[] = [['iam:ListUsers'], ['iam:ListRoles'], ['secretsmanager:ListSecrets'], ['s3:ListBuckets']];
  expect(disrupted(history, played(pipeline, looks, runners))).not.toEqual([]);
  const stock: Step[] = [
    ['lambda:ListFunctions'],
    ['rds:DescribeDBInstances'],
    ['dynamodb:ListTables'],
    ['kms:ListKeys'],
  ];
  expect(disrupted(history, played(pipeline, stock, runners))).toEqual([]);
});

describe('sessions', () => {
  const day0 = (n: number) => formatInstant(start + n * day - hour);

  function session(role: string, name: string, key: string, n: number, context: Fields = {}): Fields {
    const issuer = {
      type: 'Role',
      principalId: `AROA${role}`,
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    };
    return {
      type: 'AssumedRole',
      principalId: `AROA${role}:${name}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
      accountId: account,
      accessKeyId: key,
      sessionContext: {
        sessionIssuer: issuer,
        attributes: { creationDate: day0(n), mfaAuthenticated: 'false' },
        ...context,
      },
    };
  }
  const keyOf = (prefix: string, n: number) => `ASIA${prefix}${String(n).padStart(16 - prefix.length, '0')}`;
  const weeks = (who: (n: number) => unknown, from: string, more: Fields = {}) =>
    Array.from({ length: 21 }, (_, n) => n).flatMap((n) =>
      ['s3:ListBuckets', 'ecs:DescribeServices'].map((action, i) =>
        call(who(n), start + n * day + i * minute, action, from, more),
      ),
    );

  describe('of an instance', () => {
    const instance = (n: number) =>
      session('web', 'i-0abcdef1234567890', keyOf('WEB', n), n, { ec2RoleDelivery: '2.0' });
    const past = [
      ...weeks(instance, '3.120.10.10'),
      call(instance(21), strike - hour, 's3:ListBuckets', '3.120.10.10'),
    ];
    const steps: Step[] = [
      ['s3:ListBuckets'],
      ['iam:ListRoles', {}, { errorCode: 'AccessDenied' }],
      ['secretsmanager:GetSecretValue', secret('x')],
    ];

    it.each([
      ['a rented server', rented, {}],
      ['a stranger’s endpoint', '10.0.9.9', { vpcEndpointId: 'vpce-0bad', vpcEndpointAccountId: stranger }],
      ['an address that only looks private', '172.31.4.4', {}],
      ['a machine in another region', '54.160.9.9', {}],
    ])('used from %s is ended at once', (_, from, more) => {
      expect(disrupted(past, played(instance(21), steps, from, strike, more))).not.toEqual([]);
    });

    it('goes on at home', () => {
      expect(disrupted(past, played(instance(21), steps.slice(0, 1), '3.120.10.10'))).toEqual([]);
    });
  });

  describe('of a person', () => {
    const role = 'AWSReservedSSO_Developer_0123456789abcdef';
    const mia = (n: number, key = keyOf('SSO', n)) => session(role, 'mia@example.com', key, n);
    const past = [...weeks(mia, office), call(mia(21), strike - hour, 's3:ListBuckets', office)];
    const steps: Step[] = [['sts:GetCallerIdentity'], ['secretsmanager:ListSecrets'], ['iam:ListUsers']];
    const tools = { userAgent: 'aws-cli/2.17.3 ua/2.0 os/linux' };

    it('is one, under whatever key id it is used elsewhere', () => {
      for (const key of [keyOf('SSO', 21), keyOf('OTHER', 1)]) {
        const [first] = disrupted(past, played(mia(21, key), steps, rented, strike, tools));
        expect(first).toMatchObject({ action: 'revoke-sessions', session: key });
      }
    });
  });

  describe('of a pipeline', () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const vouched = (n: number, sub: string) =>
      session('gha', 'GitHubActions', keyOf('GHA', n), n, {
        webIdFederationData: {
          federatedProvider: provider,
          attributes: { 'token.actions.githubusercontent.com:sub': sub },
        },
      });
    const past = weeks((n) => vouched(n, 'repo:acme/shop:ref:refs/heads/main'), runners);
    const usual: Step[] = [['s3:ListBuckets'], ['ecs:DescribeServices']];

    it('made for a repository of another house is cut off, though it only does the usual', () => {
      const [first] = disrupted(past, played(vouched(21, 'repo:mallory/shop:ref:refs/heads/main'), usual, runners));
      expect(first?.reason).toContain('repo:mallory/shop');
    });

    it('made for another branch, or another repository of the house, is let work', () => {
      for (const sub of ['repo:acme/shop:ref:refs/heads/fix', 'repo:acme/infra:ref:refs/heads/main'])
        expect(disrupted(past, played(vouched(21, sub), usual, runners))).toEqual([]);
    });
  });

  describe('that a stolen key had made in another account', () => {
    const other = '210987654321';
    const child = keyOf('CHILD', 1);
    const arn = `arn:aws:sts::${other}:assumed-role/Deploy/x`;
    const made = {
      requestParameters: { roleArn: `arn:aws:iam::${other}:role/Deploy`, roleSessionName: 'x' },
      responseElements: {
        credentials: { accessKeyId: child, expiration: 'Nov 3, 2026, 10:00:00 AM' },
        assumedRoleUser: { arn },
      },
      sharedEventID: '5a5a0000-0000-4000-8000-000000000001',
    };
    const inside = {
      ...session('Deploy', 'x', child, 21),
      accountId: other,
      arn,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${other}:role/Deploy`, accountId: other, userName: 'Deploy' },
        attributes: { creationDate: formatInstant(strike), mfaAuthenticated: 'false' },
      },
    };
    const callersCopy = call(pipeline, strike, 'sts:AssumeRole', rented, made);
    const hidden = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER00000', accountId: account };
    const ownersCopy = call(hidden, strike, 'sts:AssumeRole', rented, { ...made, recipientAccountId: other });
    const looks: Step[] = [['iam:ListUsers'], ['secretsmanager:ListSecrets'], ['iam:CreateUser', { userName: 'x' }]];
    const deedsThere = played(inside, looks, rented, strike + minute, { recipientAccountId: other });

    it.each([
      ['the caller’s record', [callersCopy, ownersCopy]],
      ['the role owner’s, which hides the key,', [ownersCopy, callersCopy]],
    ])('leads back to the key, though %s comes first', (_, copies) => {
      const theirs = copies.map((copy, i) => ({ ...copy, eventID: `0d1e0000-0000-4000-8000-00000000000${i}` }));
      const { decisions } = watched([...history, ...theirs, ...deedsThere], [], networks);
      const blamed = decisions
        .filter(({ at, action }) => at >= strike && isDisruptive(action))
        .map(({ credential }) => credential);
      expect(blamed).toContain('AKIAEXAMPLEKEY000001');
    });
  });

  test('that outlives a key which is switched off is judged with the user it belongs to', () => {
    const federated = {
      type: 'FederatedUser',
      principalId: `${account}:x`,
      arn: `arn:aws:sts::${account}:federated-user/x`,
      accountId: account,
      accessKeyId: keyOf('FED', 1),
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', arn: user.arn, accountId: account, userName: 'deployer' },
        attributes: { creationDate: formatInstant(strike), mfaAuthenticated: 'false' },
      },
    };
    const hostile = [
      ...played(
        pipeline,
        [
          [
            'sts:GetFederationToken',
            { name: 'x' },
            { responseElements: { credentials: { accessKeyId: keyOf('FED', 1) } } },
          ],
        ],
        rented,
      ),
      ...played(
        federated,
        [['s3:ListBuckets'], ['iam:ListUsers', {}, { errorCode: 'AccessDenied' }]],
        rented,
        strike + hour,
      ),
    ];
    const blamed = disrupted(history, hostile).map(({ kind }) => kind);
    expect(blamed).toEqual(expect.arrayContaining(['access-key', 'session-token']));
  });
});
