import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CancelRotateSecretCommand, PutSecretValueCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import { minute } from '../../../core/model/instant.ts';
import { account } from '../../core/plan/decisions.ts';
import { elsewhere, region, type Scene, scene, steps, token } from './scene.ts';

let here: Scene;

beforeEach(async () => {
  here = await scene();
});

const later = 'later'.padEnd(32, '0');

/** Both keys are on, the secret holds the new one with its secret half, and nothing is left of the way there. */
function seeRotated({ keys, labelled, first }: Scene): void {
  const [old, made, ...more] = keys();
  expect(more).toEqual([]);
  expect([old?.id, old?.status, made?.status]).toEqual([first, 'Active', 'Active']);
  expect(labelled()).toEqual({
    AWSCURRENT: { AWS_ACCESS_KEY_ID: made?.id, AWS_SECRET_ACCESS_KEY: made?.secret, region },
    AWSPREVIOUS: expect.objectContaining({ AWS_ACCESS_KEY_ID: first }),
  });
}

describe('a rotation', () => {
  it('puts a new key beside the old one, in the same form, and leaves both on', async () => {
    await here.rotate();
    seeRotated(here);
  });

  it('changes nothing more, however often its steps come again', async () => {
    await here.rotate();
    const before = structuredClone([here.keys(), here.secretState()]);
    for (const step of [...steps, ...steps]) await here.step(step);
    expect([here.keys(), here.secretState()]).toEqual(before);
  });

  it('waits for AWS to know the new key', async () => {
    here.aws.lag = 9_000;
    await here.rotate();
    seeRotated(here);
  });

  // Before each call: it never reached AWS. After it: AWS did it, and nobody heard.
  it.each(['before', 'after'] as const)('comes to the same when it dies %s any of its calls', async (when) => {
    await here.rotate();
    const calls = here.aws.journal.length - startOf(here);
    expect(calls).toBeGreaterThan(15);
    for (let dies = 0; dies < calls; dies++) {
      const fresh = await scene();
      let calls = 0;
      fresh.aws.faults = ({ accessKeyId }) => {
        if (accessKeyId === fresh.aws.administrator(account).accessKeyId || calls++ !== dies) return 'pass';
        return when === 'after' ? 'apply-then-lose-answer' : { fail: 'InternalFailure', status: 500 };
      };
      await fresh.rotate();
      expect(calls).toBeGreaterThan(dies);
      seeRotated(fresh);
    }
  });
});

it('asks for half a minute by itself whether AWS knows the new key, before the step fails', async () => {
  await here.owner.send(new RotateSecretCommand({ SecretId: here.arn, ClientRequestToken: token }));
  for (const step of ['createSecret', 'setSecret'] as const) await here.step(step);
  const known = here.time.at + 30_000;
  here.aws.faults = ({ operation }) =>
    operation === 'GetCallerIdentity' && here.time.at < known ? { fail: 'InvalidClientTokenId', status: 403 } : 'pass';
  await here.step('testSecret');
  expect(here.time.at).toBeGreaterThanOrEqual(known);
});

it('called for twice at once, makes one key, though the first takes half a minute for it', async () => {
  await here.owner.send(new RotateSecretCommand({ SecretId: here.arn, ClientRequestToken: token }));
  const keeping = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  let isFirst = true;
  here.aws.faults = async ({ operation, parameters }): Promise<'pass'> => {
    if (operation !== 'PutSecretValue' || parameters.ClientRequestToken !== token || !isFirst) return 'pass';
    isFirst = false;
    keeping.resolve();
    await go.promise;
    return 'pass';
  };
  const first = here.step('createSecret');
  await keeping.promise;
  const kept = here.time.at + 30_000;
  here.meanwhile.happens = async () => {
    if (here.time.at < kept) return;
    go.resolve();
    await first;
  };
  await here.step('createSecret');
  for (const step of steps) await here.step(step);
  seeRotated(here);
  const asked = here.aws.journal.slice(startOf(here)).filter(({ operation }) => operation === 'CreateAccessKey');
  expect(asked).toHaveLength(1);
});

/** Where in the journal the rotation function's first call is. */
function startOf({ aws }: Scene): number {
  return aws.journal.findIndex(({ caller }) => caller?.includes('rescind-rotate'));
}

describe('a second key', () => {
  it('that the secret never held is left alone, and named', async () => {
    await here.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    const before = structuredClone(here.keys());
    await expect(here.rotate()).rejects.toThrow(/second key, AKIA….*its owner has to/);
    expect(here.keys()).toEqual(before);
  });

  it('made by a person just after an attempt died, and used, is left alone', async () => {
    here.aws.faults = ({ operation }) =>
      operation === 'CreateAccessKey' ? { fail: 'InternalFailure', status: 500 } : 'pass';
    await expect(here.rotate()).rejects.toThrow();
    here.aws.faults = () => 'pass';
    const { AccessKey } = await here.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    const use = { accessKeyId: AccessKey?.AccessKeyId ?? '', action: 's3:ListAllMyBuckets', resource: '*' };
    here.aws.attempt({ ...use, from: { ip: '192.0.2.10' } });
    const made = here.keys()[1];
    if (made !== undefined) made.lastUsed ??= { at: here.time.at, region, service: 's3' };
    await expect(here.step('createSecret')).rejects.toThrow('second key');
    expect(here.keys()).toHaveLength(2);
  });

  it('made by a person just before an attempt, which IAM did not show it yet, is left alone', async () => {
    await here.owner.send(new RotateSecretCommand({ SecretId: here.arn, ClientRequestToken: token }));
    here.time.at += 10 * minute;
    here.aws.lag = 6_000;
    await here.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    here.time.at += 5_000;
    await expect(here.step('createSecret')).rejects.toThrow('AccessKeysPerUser');
    here.time.at += 10_000;
    await expect(here.step('createSecret')).rejects.toThrow('second key');
    expect(here.keys()).toHaveLength(2);
  });

  it('made long after an attempt died is nobody’s leftover', async () => {
    here.aws.faults = ({ operation }) =>
      operation === 'CreateAccessKey' ? { fail: 'InternalFailure', status: 500 } : 'pass';
    await expect(here.rotate()).rejects.toThrow();
    here.aws.faults = () => 'pass';
    here.time.at += 20 * minute;
    await here.iam.send(new CreateAccessKeyCommand({ UserName: 'bot' }));
    await expect(here.step('createSecret')).rejects.toThrow('second key');
    expect(here.keys()).toHaveLength(2);
  });

  describe('that the last rotation replaced', () => {
    const old = () => ({ UserName: 'bot', AccessKeyId: here.first });

    it('is not touched while it is on', async () => {
      here = await scene({ deleteOld: true });
      await here.rotate();
      await expect(here.rotate(later)).rejects.toThrow('is still on');
      expect(here.keys()).toHaveLength(2);
    });

    it('is off, and a person has to delete it', async () => {
      await here.rotate();
      await here.iam.send(new UpdateAccessKeyCommand({ ...old(), Status: 'Inactive' }));
      await expect(here.rotate(later)).rejects.toThrow('takes up the user’s second key: delete it');
      expect(here.keys()).toHaveLength(2);
      await here.iam.send(new DeleteAccessKeyCommand(old()));
      await here.rotate(later);
      expect(here.labelled().AWSCURRENT.AWS_ACCESS_KEY_ID).toBe(here.keys()[1]?.id);
    });

    it('is off, and deleted where that was agreed to', async () => {
      here = await scene({ deleteOld: true });
      await here.rotate();
      await here.iam.send(new UpdateAccessKeyCommand({ ...old(), Status: 'Inactive' }));
      await here.rotate(later);
      expect(here.keys().map(({ id }) => id)).not.toContain(here.first);
      expect(here.keys()).toHaveLength(2);
    });
  });
});

describe('is refused', () => {
  it('for a secret that holds another user’s key, whatever the secret says', async () => {
    const { AccessKey } = await here.iam.send(new CreateAccessKeyCommand({ UserName: 'boss' }));
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = AccessKey ?? {};
    const SecretString = JSON.stringify({ accessKeyId, secretAccessKey, userName: 'boss' });
    await here.owner.send(new PutSecretValueCommand({ SecretId: here.arn, SecretString }));
    await expect(here.rotate()).rejects.toThrow('does not belong to user bot');
    expect(here.keys()).toHaveLength(1);
  });

  it.each(['no JSON', '{"password":"x"}'])('for a secret without a key: %s', async (SecretString) => {
    await here.owner.send(new PutSecretValueCommand({ SecretId: here.arn, SecretString }));
    await expect(here.rotate()).rejects.toThrow('contains no access key');
    expect(here.keys()).toHaveLength(1);
  });

  it('where the new key was switched off on the way', async () => {
    await here.owner.send(new RotateSecretCommand({ SecretId: here.arn, ClientRequestToken: token }));
    await here.step('createSecret');
    const made = here.keys()[1]?.id ?? '';
    await here.iam.send(new UpdateAccessKeyCommand({ UserName: 'bot', AccessKeyId: made, Status: 'Inactive' }));
    await expect(here.step('setSecret')).rejects.toThrow('is switched off');
    await expect(here.step('testSecret')).rejects.toThrow('does not work yet');
  });

  it.each([
    ['another user', 'boss', account],
    ['the user of that name in another account', 'bot', elsewhere],
  ])('where the new key was put aside for one of %s', async (_, UserName, accountId) => {
    await here.owner.send(new RotateSecretCommand({ SecretId: here.arn, ClientRequestToken: token }));
    for (const step of ['createSecret', 'setSecret'] as const) await here.step(step);
    const iam = here.iamOf(accountId);
    if (accountId !== account) await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const pending = here.secretState().versions.get(token);
    const text = JSON.stringify({ accessKeyId: AccessKey?.AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey });
    Object.assign(pending ?? {}, { text });
    await expect(here.step('testSecret')).rejects.toThrow('does not belong to user bot');
  });

  it('for a version that nobody asked for, and where rotation is switched off', async () => {
    await expect(here.step('createSecret')).rejects.toThrow('Nobody asked for this version');
    await here.owner.send(new CancelRotateSecretCommand({ SecretId: here.arn }));
    await expect(here.step('createSecret')).rejects.toThrow('switched off');
    expect(here.keys()).toHaveLength(1);
  });
});

describe('its role', () => {
  const attempt = (action: string, resource: string) =>
    here.aws.attempt({ accessKeyId: here.credentials.accessKeyId, action, resource, from: { ip: '192.0.2.1' } });

  it.each([
    ['iam:CreateAccessKey', `arn:aws:iam::${account}:user/boss`],
    ['iam:UpdateAccessKey', `arn:aws:iam::${account}:user/bot`],
    ['iam:CreateLoginProfile', `arn:aws:iam::${account}:user/bot`],
    ['iam:PutUserPolicy', `arn:aws:iam::${account}:user/bot`],
    ['iam:AttachUserPolicy', `arn:aws:iam::${account}:user/bot`],
    ['sts:AssumeRole', `arn:aws:iam::${account}:role/Admin`],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${region}:${account}:secret:other-abcdef`],
    ['secretsmanager:PutResourcePolicy', '*'],
    ['lambda:InvokeFunction', '*'],
  ])('may not %s on %s', (action, resource) => {
    expect(attempt(action, resource).allowed).toBe(false);
  });

  it('reads no secret that another function rotates', async () => {
    const before = here.secretState();
    await here.rotate();
    before.rotationLambda = 'arn:aws:lambda:eu-central-1:111111111111:function:other';
    await expect(here.step('createSecret')).rejects.toThrow('not authorized');
  });
});
