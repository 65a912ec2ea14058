import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Arn, Region } from '../../core/model/brand.ts';
import { day, hour } from '../../core/model/instant.ts';
import { restore, upkeep } from '../../core/outcome/release.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { respond } from '../../core/respond.ts';
import type { Secret } from '../../simulator/aws/state/account.ts';
import { account, decision, facts, now } from '../core/plan/decisions.ts';
import { type Stage, stage } from './stage.ts';

const region = 'eu-central-1' as Region;
const rotator = `arn:aws:lambda:${region}:${account}:function:rotate`;
const token = 'Rescind-rotation-1f2e'.padEnd(32, '-');
const created = 'first'.padEnd(32, '0');

let scene: Stage;
let secrets: SecretsManagerClient;
let arn: Arn;

beforeEach(async () => {
  scene = await stage();
  secrets = await scene.clients.secrets(account, region);
  const made = await secrets.send(
    new CreateSecretCommand({ Name: 'keys/bot', SecretString: 'one', ClientRequestToken: created }),
  );
  arn = made.ARN as Arn;
});

/** As its owner sets it up, long ago. */
async function setUp(): Promise<void> {
  await secrets.send(new RotateSecretCommand({ SecretId: arn, RotationLambdaARN: rotator, RotateImmediately: false }));
  scene.aws.journal.length = 0;
}

function deed(unlessSince: number | null = null): Decision {
  const rotation = { secret: arn, unlessSince };
  return decision({ action: 'rotate', verdict: 'stale', families: ['stale'], reversible: false, rotation });
}

function secret(): Secret {
  const found = scene.aws.account(account).state.latest.secrets.get(arn);
  if (found === undefined) throw new Error('the secret was made above');
  return found;
}

const stages = async () => (await secrets.send(new DescribeSecretCommand({ SecretId: arn }))).VersionIdsToStages;
const asked = () => scene.aws.journal.filter(({ operation }) => operation === 'RotateSecret');

describe('a secret with a rotation', () => {
  beforeEach(setUp);

  it('is rotated in its own Region, once, however often the decision comes', async () => {
    const { outcome, notice } = await respond(deed(), facts(), scene.ports);
    expect(outcome).toEqual({ kind: 'done' });
    expect((await respond(deed(), facts(), scene.ports)).outcome).toEqual({ kind: 'done' });
    expect(await stages()).toEqual({ [token]: ['AWSCURRENT'], [created]: ['AWSPREVIOUS'] });
    expect(asked().map((call) => [call.region, call.effect])).toEqual([[region, 'done']]);
    expect(notice.headline).toContain('stale, rotated');
    expect(notice.whatWasDone).toEqual([
      'Secret keys/bot in eu-central-1 is rotated with the rotation that its owner set up. (done)',
    ]);
    expect(notice.whatToDo.join(' ')).toContain('cannot be undone');
  });

  it('makes one new version though the answer was lost', async () => {
    let losses = 1;
    scene.aws.faults = ({ operation }) =>
      operation === 'RotateSecret' && losses-- > 0 ? 'apply-then-lose-answer' : 'pass';
    expect((await respond(deed(), facts(), scene.ports)).outcome).toEqual({ kind: 'done' });
    expect(Object.keys((await stages()) ?? {})).toEqual([created, token]);
  });

  it('says honestly that it cannot be undone, and touches nothing', async () => {
    const { outcomeId } = await respond(deed(), facts(), scene.ports);
    const before = structuredClone(secret());
    expect(await restore(outcomeId, 'owner', scene.ports)).toEqual([
      {
        containmentId: 'o_1f2e.rotate-secret',
        outcome: { kind: 'skipped', reason: 'a rotation cannot be undone' },
      },
    ]);
    expect(secret()).toEqual(before);
  });

  it('is over once it is done: nobody minds the next rotation', async () => {
    await respond(deed(), facts(), scene.ports);
    expect(await scene.ports.store.open()).toEqual([]);
    await secrets.send(new RotateSecretCommand({ SecretId: arn }));
    expect(await upkeep(scene.ports)).toEqual([]);
  });

  it('is under way while the new version is pending, and done when that is in force', async () => {
    secret().rotationWork = 'half';
    const { outcome } = await respond(deed(), facts(), scene.ports);
    expect(outcome).toMatchObject({
      kind: 'failed',
      lasting: 'transient',
      error: expect.stringContaining('has started'),
    });
    expect(await stages()).toMatchObject({ [created]: ['AWSCURRENT'], [token]: ['AWSPENDING'] });
    const move = { SecretId: arn, MoveToVersionId: token };
    await secrets.send(
      new UpdateSecretVersionStageCommand({ ...move, VersionStage: 'AWSCURRENT', RemoveFromVersionId: created }),
    );
    expect((await upkeep(scene.ports)).map((release) => release.outcome)).toEqual([{ kind: 'done' }]);
    expect(asked()).toHaveLength(1);
  });

  it('waits for somebody else’s half-finished rotation, and tries again a day later', async () => {
    secret().rotationWork = 'half';
    const theirs = 'theirs'.padEnd(32, '0');
    await secrets.send(new RotateSecretCommand({ SecretId: arn, ClientRequestToken: theirs }));
    scene.aws.journal.length = 0;
    const { outcome } = await respond(deed(), facts(), scene.ports);
    expect(outcome).toMatchObject({ kind: 'irrevocable', error: expect.stringContaining('has not finished') });
    expect(asked()).toEqual([]);
    secret().versions.delete(theirs);
    secret().rotationWork = 'whole';
    scene.time.at += day;
    expect((await upkeep(scene.ports)).map((release) => release.outcome)).toEqual([{ kind: 'done' }]);
  });
});

describe('is left as it is, and a person is told,', () => {
  it.each([
    ['where no rotation is set up', async () => {}, 'no rotation'],
    [
      'where rotation is switched off, since asking would switch it on',
      async () => {
        await setUp();
        await secrets.send(new CancelRotateSecretCommand({ SecretId: arn }));
      },
      'switched off',
    ],
    [
      'where a service keeps it',
      async () => {
        await setUp();
        secret().owningService = 'rds';
      },
      'managed by rds',
    ],
    [
      'where it waits to be deleted',
      async () => {
        await setUp();
        await secrets.send(new DeleteSecretCommand({ SecretId: arn }));
      },
      'deleted on 2026-11-24',
    ],
    [
      'where it was rotated since the old credential was made',
      async () => {
        await setUp();
        await secrets.send(new RotateSecretCommand({ SecretId: arn }));
      },
      'already rotated on 2026-11-24',
    ],
  ])('%s', async (_, prepare, says) => {
    await prepare();
    scene.aws.journal.length = 0;
    const before = structuredClone(secret());
    const { outcome, notice } = await respond(deed(now - hour), facts(), scene.ports);
    expect(outcome).toMatchObject({ kind: 'failed', lasting: 'terminal', error: expect.stringContaining(says) });
    expect(notice.headline).toContain('not rotated');
    expect(asked()).toEqual([]);
    expect(secret()).toEqual(before);
  });

  it('where there is no such secret', async () => {
    scene.aws.account(account).state.latest.secrets.delete(arn);
    expect((await respond(deed(), facts(), scene.ports)).outcome).toEqual({
      kind: 'skipped',
      reason: 'it no longer exists',
    });
  });

  it.each([
    ['another account’s secret', 'arn:aws:secretsmanager:us-east-1:999999999999:secret:db-abc123'],
    ['what is no secret', 'arn:aws:iam::111111111111:user/bot'],
  ])('for %s', async (_, other) => {
    const rotation = { secret: other as Arn, unlessSince: null };
    const { plan } = await respond(decision({ action: 'rotate', rotation }), facts(), scene.ports);
    expect(plan.measures).toEqual([]);
    expect(plan.sentences[0]).toContain('its owner has to rotate it');
  });
});
