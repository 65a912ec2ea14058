import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stackPropsIn } from '../../bin/app-context.ts';
import flags from '../../cdk.json' with { type: 'json' };
import { compileCache, waited } from '../cli/command-line.ts';

const bundles = mkdtempSync(join(tmpdir(), 'rescind-app-'));
afterAll(() => rmSync(bundles, { recursive: true }));

const asked = (context: Readonly<Record<string, string>>) =>
  stackPropsIn((name) => context[name], bundles, 'eu-west-1');

const many = <T>(make: (at: number) => T) => Array.from({ length: 200 }, (_, at) => make(at));
const secretOf = (at: number) => `arn:aws:secretsmanager:eu-west-1:111111111111:secret:keys/bot${at}-AbCdEf`;

const bound = (...secrets: string[]) => JSON.stringify(secrets.map((secret) => ({ secret, user: 'bot' })));

it('takes what is sound', () => {
  expect(asked({})).toMatchObject({
    organization: null,
    trailBucket: null,
    backfillDays: 30,
    watchRegion: 'us-east-1',
  });
  expect(asked({ regions: 'eu-west-1' })).toMatchObject({ organization: null });
  expect([asked({}), asked({ concurrency: '1000' })]).toMatchObject([{ concurrency: 10 }, { concurrency: 1_000 }]);
  expect(asked({ watch: 'none' })).toMatchObject({ watchRegion: null });
  expect(asked({ watch: 'eu-north-1' })).toMatchObject({ watchRegion: 'eu-north-1' });
  for (const home of ['us-east-1', 'us-gov-west-1', 'cn-north-1']) {
    expect(stackPropsIn(() => undefined, bundles, home)).toMatchObject({
      watchRegion: { 'us-east-1': 'us-west-2', 'us-gov-west-1': 'us-gov-east-1', 'cn-north-1': 'cn-northwest-1' }[home],
    });
  }
  expect(asked({ organization: 'o-abcdefghij', units: 'r-abcd', delegated: 'true' })).toMatchObject({
    organization: { units: ['r-abcd'], regions: ['us-east-1', 'eu-west-1'], callAs: 'DELEGATED_ADMIN' },
    watchesItself: true,
  });
  const gov = { organization: 'o-abcdefghij', units: 'r-abcd' } as Readonly<Record<string, string>>;
  expect(stackPropsIn((name) => gov[name], bundles, 'us-gov-east-1')).toMatchObject({
    organization: { regions: ['us-gov-west-1', 'us-gov-east-1'] },
  });
  const delegated = { organization: 'o-abcdefghij', units: 'r-abcd', delegated: 'true', management: '222222222222' };
  expect(asked(delegated)).toMatchObject({ organization: { management: '222222222222' } });
  expect(asked({ organization: 'o-abcdefghij', units: 'r-abcd', ownAccount: 'no' })).toMatchObject({
    watchesItself: false,
  });
  const trailKey = 'arn:aws:kms:eu-west-1:111111111111:key/1';
  expect(asked({ trailBucket: 'logs', trailKey })).toMatchObject({ trailBucket: 'logs', trailKey });
  expect(asked({ trailBucket: 'logs' })).not.toHaveProperty('trailKey');
  const twice = { organization: 'o-abcdefghij', units: 'r-abcd,r-abcd' };
  expect(asked(twice)).toMatchObject({ organization: { units: ['r-abcd'] } });
  for (const given of [{ delegated: 'true', trailBucket: 'logs' }, { trailBucket: 'new' }]) {
    const { trailBucket } = given;
    expect(asked({ organization: 'o-abcdefghij', units: 'r-abcd', ...given })).toMatchObject({ trailBucket });
  }
});

it.each([
  [{ organization: 'bad' }, /organization=bad is not the id of an organisation/, /describe-organization/],
  [{ organization: 'o-abcdefghij' }, /not said which accounts/, /units=r-/],
  [{ organization: 'o-abcdefghij', units: 'r-abcd', regions: 'eu-west-1,mars' }, /mars is not a Region/, /eu-west-1/],
  [{ inspector: '*' }, /inspector \* is not a role or user of one account/, /role\/NAME/],
  [{ tokenSecrets: 'x' }, /x is not the ARN of a secret/, /AbCdEf/],
  [
    { rotate: bound('arn:aws:secretsmanager:us-east-1:111111111111:secret:k-AbCdEf') },
    /is not in eu-west-1/,
    /deploy where/,
  ],
  [{ organization: 'o-abcdefghij', units: 'all' }, /units=all does not name units/, /ou-/],
  [
    { regions: 'eu-west-1,us-east-1' },
    /only for an organisation; a single account is watched in eu-west-1/,
    /Leave it out/,
  ],
  [{ concurrency: 'many' }, /concurrency=many is not a number of functions/, /get-account-settings/],
  [{ ownAccount: 'no' }, /no account to watch/, /organization=o-/],
  [{ trailBucket: 's3://logs/AWSLogs' }, /not the name of a bucket/, /without s3:/],
  [{ trailBucket: 'logs//AWSLogs' }, /not the name of a bucket/, /PREFIX/],
  [
    { organization: 'o-abcdefghij', units: 'r-abcd', delegated: 'true', trailBucket: 'new' },
    /belongs to its management account/,
    /trailBucket=NAME/,
  ],
  [
    { organization: 'o-abcdefghij', units: 'r-abcd', management: '222222222222' },
    /only for a delegated account/,
    /delegated=true/,
  ],
  [
    { organization: 'o-abcdefghij', units: 'r-abcd', delegated: 'true', management: 'root' },
    /management=root is not the id of an account/,
    /twelve digits/,
  ],
  [
    { trailKey: 'arn:aws:kms:eu-west-1:111111111111:key/1' },
    /an existing bucket, but no bucket is named/,
    /trailBucket=NAME/,
  ],
  [
    { trailBucket: 'logs', trailKey: 'alias/logs' },
    /trailKey=alias\/logs is not the ARN of a key/,
    /not the name of an alias/,
  ],
  [{ watch: 'eu-west-1' }, /is the Region that is to be watched/, /another Region/],
  [{ watch: 'everywhere' }, /is not a Region/, /none/],
  [{ runbook: 'docs/runbook.md' }, /runbook=docs\/runbook\.md is not a link/, /https:/],
  [{ runbook: 'https://wiki.example/runbook#silence' }, /is not a link/, /without a #/],
  [{ backfillDays: 'all' }, /backfillDays=all is not a number of days/, /0 to 365/],
  [
    { rotate: JSON.stringify(many((at) => ({ secret: secretOf(at), user: `bot${at}` }))) },
    /^200 access keys are too many to rotate: only \d\d fit/,
    /docs\/rotation\.md/,
  ],
  [{ tokenSecrets: many(secretOf).join() }, /^200 secrets for tokens are too many: only \d\d fit/, /rescind contain/],
  [
    { organization: 'o-abcdefghij', units: many((at) => `ou-abcd-${at + 10_000_000}`).join() },
    /^200 units are too many: only 1\d\d fit/,
    /the root \(r-…\)/,
  ],
])('%j is one sentence and a remedy', (context, fault, remedy) => {
  expect(asked({ ...context })).toEqual({
    fault: expect.stringMatching(fault),
    remedy: expect.stringMatching(remedy),
  });
});

const app = join(import.meta.dirname, '../../bin/app.ts');

it('with nothing built, no credentials and no Region, one run builds the functions and makes the template on them', () => {
  const [dist, outdir] = [join(bundles, 'dist'), join(bundles, 'cdk.out')];
  const context = { ...flags.context, bundles: dist };
  const env = {
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_OUTDIR: outdir,
    CDK_VALIDATION: 'false',
    TMPDIR: bundles,
    ...compileCache(),
  };
  const { status, stderr } = spawnSync(process.execPath, [app], { env, ...waited });
  expect(status, stderr).toBe(0);
  const { Resources } = JSON.parse(readFileSync(join(outdir, 'Rescind.template.json'), 'utf8')) as {
    Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
  };
  const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  expect(functions.length).toBeGreaterThan(3);
  for (const { Properties } of functions) {
    const asset = join(outdir, `asset.${Properties.Code.S3Key.replace('.zip', '')}`);
    expect(readFileSync(join(asset, 'index.mjs'), 'utf8')).toContain('handler');
  }
});

it('and that is all that is printed, without a stack trace', () => {
  const context = JSON.stringify({ bundles, organization: 'bad' });
  const env = { CDK_CONTEXT_JSON: context, TMPDIR: bundles, ...compileCache() };
  const { status, stderr } = spawnSync(process.execPath, [app], { env, ...waited });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([
    'error: -c organization=bad is not the id of an organisation.',
    '       It looks like o-a1b2c3d4e5: aws organizations describe-organization shows it.',
  ]);
});
