import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventDetails } from '../../../contract/events.ts';
import { knownDays } from '../../../core/context/habits/familiarity.ts';
import { nothingDeclared } from '../../../core/context/recorded-context.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { day, dayOf, hour } from '../../../core/model/instant.ts';
import { memberKey } from '../../../core/observe/note-keys.ts';
import type { Choice } from '../../../core/plan/approval.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { amendAnswers } from '../../../functions/answers.ts';
import { readLeases } from '../../../functions/leases.ts';
import { answerDecision } from '../../../functions/respond/answer-decision.ts';
import { announcedAs } from '../../../functions/respond/by-button.ts';
import { grant, grantSettled } from '../../../functions/respond/grant.ts';
import { keepUp } from '../../../functions/respond/look-after.ts';
import { sighting } from '../../core/context/sightings.ts';
import { account } from '../../core/plan/decisions.ts';
import { eachInAScene, enforcing, type Scene } from './scene.ts';

let scene: Scene;
eachInAScene('a', (made) => {
  scene = made;
});

const told = (type: keyof typeof eventDetails) =>
  scene.bus.entries
    .filter(({ DetailType }) => DetailType === type)
    .map(({ Detail }) => v.parse(eventDetails[type], JSON.parse(Detail)) as Record<string, unknown>);
const ledger = async () => (await scene.work.ledger.entries()).map(({ kind, by }) => `${kind} ${by}`);

describe('a powerful credential', () => {
  beforeEach(() => {
    scene.radius.value = 0.9;
  });

  it('is left alone until two people agree, once', async () => {
    const id = await scene.decided();
    expect(await answerDecision(id, scene.work)).toBe('skipped');
    expect(scene.keyStatus()).toBe('Active');
    const [asked] = told('ApprovalRequested');
    expect(asked).toMatchObject({
      id,
      persons: 2,
      expires: new Date(scene.time.at + day).toISOString().replace('.000', ''),
    });
    expect(told('ActionTaken')[0]?.choices).toEqual(['approve', 'refuse']);
    expect(JSON.stringify(told('ActionTaken')[0])).toContain(`rescind approve ${id}`);

    // Rung again, it is the same question, and nothing is done.
    scene.time.at += hour;
    await answerDecision(id, scene.work);
    expect(told('ApprovalRequested')[1]).toEqual(asked);
    expect(scene.keyStatus()).toBe('Active');

    await scene.settle(id, 'approve', ['ada', 'ben']);
    await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await ledger()).toContain('answered ada and ben');
    expect(told('DecisionAnswered')).toMatchObject([{ id, choice: 'approve', by: ['ada', 'ben'] }]);

    // Approved once, it is done once: what was taken back stays so.
    await grant({ wish: 'answer', id, choice: 'undo', by: ['ada'] }, scene.work);
    await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work);
    expect(scene.keyStatus()).toBe('Active');
  });

  it.each<[Choice, string]>([
    ['stranger', 'Inactive'],
    ['rotate', 'Inactive'],
    ['extend', 'Active'],
  ])('that people approved, before anything was done, and then said %s of, ends %s', async (besides, status) => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    await scene.settle(id, 'approve', ['ada', 'ben']);
    await scene.settle(id, besides, ['ada']);
    await answerDecision(id, scene.work);
    expect(scene.keyStatus()).toBe(status);
  });

  it('is pinned meanwhile, once, and rid of the pin when more than that is approved', async () => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    expect(inline()).toEqual(['Rescind-Pin-1f2e-pin']);
    const [taken] = told('ActionTaken');
    expect(taken).toMatchObject({ outcome: 'skipped', choices: ['approve', 'refuse'], canWait: false });
    expect(taken?.actions).toContainEqual(
      expect.objectContaining({ containmentId: 'o_1f2e-pin.pin', outcome: 'done' }),
    );
    const notice = JSON.stringify(taken?.notice);
    expect(notice).toContain('compromised, pinned meanwhile');
    expect(notice).toContain('Pinned meanwhile; disabling waits for two people.');
    expect(notice).toContain('rescind restore o_1f2e');

    await answerDecision(id, scene.work);
    expect(pins()).toBe(1);
    expect(JSON.stringify(told('ActionTaken')[1]?.notice)).toContain('pinned meanwhile');

    await scene.settle(id, 'approve', ['ada', 'ben']);
    await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work);
    expect([scene.keyStatus(), inline()]).toEqual(['Inactive', ['Rescind-Revoke-1f2e']]);
    expect(told('ActionRestored')).toMatchObject([{ containmentId: 'o_1f2e-pin.pin', by: 'approval' }]);
    await answerDecision(id, scene.work);
    await keepUp(scene.work);
    expect([inline(), pins()]).toEqual([['Rescind-Revoke-1f2e'], 1]);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['an undo', (id) => grant({ wish: 'answer', id, choice: 'undo', by: ['ada', 'ben'] }, scene.work)],
    ['its owner', (id) => grant({ wish: 'answer', id, choice: 'mine', by: ['ada', 'ben'] }, scene.work)],
  ])('is rid of the pin by %s, as of all that is done, and not pinned anew', async (_, undo) => {
    const before = scene.snapshot();
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    expect(inline()).toHaveLength(1);
    await undo(id);
    expect(scene.snapshot()).toEqual(before);
    await answerDecision(id, scene.work);
    expect(scene.snapshot()).toEqual(before);
    expect(JSON.stringify(told('ActionTaken').at(-1)?.notice)).not.toContain('pinned meanwhile');
  });

  it('keeps the pin where somebody refuses more, and says so, until it is taken back by whoever may', async () => {
    const before = scene.snapshot();
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    expect(JSON.stringify(told('ActionTaken')[0]?.notice)).toContain('If you refuse, the pin stays on.');
    await scene.settle(id, 'refuse', ['ada']);
    await grant({ wish: 'answer', id, choice: 'refuse', by: ['ada'] }, scene.work);
    expect([scene.keyStatus(), inline()]).toEqual(['Active', ['Rescind-Pin-1f2e-pin']]);
    const refused = told('ActionTaken')[1];
    expect(refused).toMatchObject({ outcome: 'already-so', choices: expect.arrayContaining(['undo']) });
    expect(JSON.stringify(refused?.notice)).toContain('Disabling was refused by ada; the pin stays on.');
    expect(JSON.stringify(refused?.notice)).toContain('rescind restore o_1f2e');
    await grant({ wish: 'answer', id, choice: 'undo', by: ['ada', 'ben'] }, scene.work);
    expect(scene.snapshot()).toEqual(before);
  });

  it('where it could not be pinned, a refusal is all there is to say', async () => {
    const id = await scene.decided({}, { established: noNetworks });
    await answerDecision(id, scene.work);
    await grant({ wish: 'answer', id, choice: 'refuse', by: ['ada'] }, scene.work);
    expect(told('ActionTaken')).toHaveLength(1);
  });

  it('is not had by a message that says people settled it, where it is not on record that they did', async () => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    const before = scene.snapshot();
    const forged = { wish: 'answer', id, choice: 'undo', by: ['ada', 'ben'] } as const;
    expect(await grantSettled({ ...forged, by: [...forged.by] }, scene.work)).toEqual({ notSettled: 1 });
    await scene.settle(id, 'undo', ['ada', 'cleo']);
    expect(await grantSettled({ ...forged, by: [...forged.by] }, scene.work)).toEqual({ notSettled: 1 });
    expect([scene.snapshot(), told('DecisionAnswered')]).toEqual([before, []]);
    expect(await grantSettled({ ...forged, by: ['ada', 'cleo'] }, scene.work)).toMatchObject({ done: 1 });
    expect(inline()).toEqual([]);
  });

  it('keeps the pin beside a quarantine that is approved, and both go together', async () => {
    const before = scene.snapshot();
    const id = await scene.decided({ action: 'quarantine' });
    await answerDecision(id, scene.work);
    await scene.settle(id, 'approve', ['ada', 'ben']);
    await grant({ wish: 'answer', id, choice: 'approve', by: ['ada', 'ben'] }, scene.work);
    expect(inline().toSorted()).toEqual(['Rescind-Pin-1f2e-pin', 'Rescind-Quarantine-1f2e']);
    await grant({ wish: 'answer', id, choice: 'undo', by: ['ada', 'ben'] }, scene.work);
    expect(scene.snapshot()).toEqual(before);
  });

  it.each<[string, () => Promise<string>]>([
    ['no network is known', () => scene.decided({}, { established: noNetworks })],
    [
      'it is exempt',
      async () => {
        protectKey();
        return scene.decided();
      },
    ],
    [
      'the limits have no room for a pin either',
      async () => {
        allowNothing();
        return scene.decided();
      },
    ],
    [
      'the pin would take the room of what is asked about',
      async () => {
        const Resource = `arn:aws:s3:::${'x'.repeat(1580)}`;
        const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource };
        const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
        await scene.iam.send(new PutUserPolicyCommand({ UserName: 'bot', PolicyName: 'own', PolicyDocument }));
        return scene.decided({ action: 'quarantine' });
      },
    ],
  ])('is not pinned where %s', async (_, given) => {
    await answerDecision(await given(), scene.work);
    expect(inline().filter((name) => name.startsWith('Rescind'))).toEqual([]);
    expect(JSON.stringify(told('ActionTaken')[0]?.notice)).not.toContain('pinned meanwhile');
  });

  const inline = () => [...(scene.snapshot()?.inline.keys() ?? [])];
  const pins = () =>
    scene.journal().filter(({ operation, effect }) => operation === 'PutUserPolicy' && effect === 'done').length -
    (scene.keyStatus() === 'Inactive' ? 1 : 0);
  const protectKey = () => {
    scene.settings.given = { policy: { ...enforcing, protect: [scene.key] }, exemptions: [] };
  };
  const allowNothing = () => {
    const limits = { ...enforcing.limits, disruptivePerAccountPerHour: 0 };
    scene.settings.given = { policy: { ...enforcing, limits }, exemptions: [] };
  };

  it.each<[string, () => Promise<unknown>]>([
    ['somebody refused', () => scene.settle('d_1f2e', 'refuse', ['ada'])],
    ['nobody answered in time', async () => (scene.time.at += 2 * day)],
  ])('is left alone where %s', async (_, happens) => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    await happens();
    await answerDecision(id, scene.work);
    expect(scene.keyStatus()).toBe('Active');
    expect(told('ActionTaken').at(-1)?.choices).not.toContain('approve');
  });

  it('is asked for anew under another policy', async () => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    scene.time.at += hour;
    scene.settings.given = { policy: { ...enforcing, version: '2' }, exemptions: [] };
    await answerDecision(id, scene.work);
    expect(told('ApprovalRequested').map(({ policyVersion }) => policyVersion)).toEqual(['1', '2']);
  });

  it('is pinned without asking, since a pin lets honest work go on', async () => {
    await answerDecision(await scene.decided({ action: 'pin' }), scene.work);
    expect(scene.snapshot()?.inline.size).toBe(1);
    expect(told('ApprovalRequested')).toEqual([]);
  });
});

describe('what is taken back', () => {
  const undone = async (hoursLater: number, ...said: readonly Choice[]) => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    const { decision } = await announcedAs(id, scene.work);
    const others = [{ at: decision.at - 1, session: null }];
    const note = { signals: [{ id: 'S09' }], state: { taken: [...others, { at: decision.at, session: null }] } };
    const key = memberKey(`access-key ${scene.key}`);
    await scene.work.memory.commit({ key, text: JSON.stringify(note), expectedVersion: null, until: null });
    await amendAnswers(id, scene.work.notes, (before) => {
      const all = said.map((choice) => ({ choice, by: 'ada', at: decision.at, ref: choice }));
      return { answers: { ...before, said: all }, value: null };
    });
    scene.time.at = decision.at + hoursLater * hour;
    await grant({ wish: 'answer', id, choice: 'undo', by: ['ada'] }, scene.work);
    const left = JSON.parse((await scene.work.memory.load(key))?.text ?? '');
    return { left, note, others };
  };

  it('does not stand against what the credential made then, leaves nothing owed, and drops nothing else', async () => {
    const { left, note, others } = await undone(20);
    expect(left).toEqual({ ...note, state: { taken: others, owed: null } });
  });

  it.each<[string, number, ...Choice[]]>([
    ['days later, when all is over', 30],
    ['after it was said to be a stranger’s doing', 1, 'stranger'],
    ['after it was approved', 1, 'approve'],
  ])('stands against it all the same: %s', async (_, hoursLater, ...said) => {
    const { left, note } = await undone(hoursLater, ...said);
    expect(left).toEqual(note);
  });
});

describe('“this was me”', () => {
  it('restores what was there before, and teaches where it was', async () => {
    const before = scene.snapshot();
    const lesson = sighting(dayOf(scene.time.at), { network: 'AS64500' });
    const id = await scene.decided({}, { lesson });
    await answerDecision(id, scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    const key = memberKey(`access-key ${scene.key}`);
    const note = { signals: [{ id: 'S09' }], state: { rung: 'disable' } };
    await scene.work.memory.commit({ key, text: JSON.stringify(note), expectedVersion: null, until: null });

    await grant({ wish: 'answer', id, choice: 'mine', by: ['ada'] }, scene.work);
    expect(scene.snapshot()).toEqual(before);
    const learned = await scene.work.contexts.load(`access-key ${scene.key}`);
    const today = dayOf(scene.time.at);
    expect(learned && knownDays(learned.baseline, 'network', 'AS64500', today).trusted).toBe(3);
    expect(JSON.parse((await scene.work.memory.load(key))?.text ?? '')).toMatchObject({
      signals: [],
      state: { rung: null },
    });
    expect(await ledger()).toContain('answered ada');
  });

  it('“not me” changes nothing and is on record', async () => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    await grant({ wish: 'answer', id, choice: 'stranger', by: ['ada'] }, scene.work);
    expect(scene.keyStatus()).toBe('Inactive');
    expect(await ledger()).toContain('answered ada');
  });

  it('to a decision that nobody made is an error', async () => {
    await expect(grant({ wish: 'answer', id: 'd_none', choice: 'mine', by: ['ada'] }, scene.work)).rejects.toThrow();
    expect(await ledger()).toEqual([]);
  });
});

describe('a reason that owners say was wrong again and again', () => {
  const signals = [{ id: 'S09', bits: 14, group: 'origin', evidence: 'New.' }];

  it('does not act by itself any more, and the ledger says so', async () => {
    const counts: Record<string, number>[] = [];
    for (let n = 0; n < 10; n++) {
      const id = await scene.decided({ id: `d_wrong${n}`, mode: 'observe', signals });
      counts.push(await grant({ wish: 'answer', id, choice: 'mine', by: ['ada'] }, scene.work));
    }
    expect(counts.map(({ demoted }) => demoted)).toEqual([...Array(9).fill(0), 1]);
    const sentences = (await scene.work.ledger.entries()).map(({ sentence }) => sentence);
    expect(sentences).toContainEqual(expect.stringMatching(/^S09 no longer acts by itself: it was right in 0 of 10/));

    const next = await scene.decided({ id: 'd_next', signals });
    expect(await answerDecision(next, scene.work)).toBe('skipped');
    expect(scene.keyStatus()).toBe('Active');

    let again: Record<string, number> = {};
    for (let n = 0; again.promoted !== 1 && n < 9; n++) {
      const id = await scene.decided({ id: `d_right${n}`, mode: 'observe', signals });
      again = await grant({ wish: 'answer', id, choice: 'stranger', by: ['ada'] }, scene.work);
    }
    expect((await scene.work.ledger.latest(1))[0]?.sentence).toMatch(
      /^S09 may act by itself from now on: it was right/,
    );
    expect(JSON.stringify(told('ActionTaken').at(-1))).toContain('its reasons are not trusted yet: S09');
  });
});

describe('“still wanted”', () => {
  it('is on the lease that the next sweep reads', async () => {
    const id = await scene.decided({ families: ['stale'], verdict: 'stale', action: 'notify' });
    await grant({ wish: 'answer', id, choice: 'extend', by: ['ada'] }, scene.work);
    const lease = (await readLeases(account, scene.work.memory)).get(`access-key ${scene.key}`);
    expect(lease?.consent).toEqual({ by: 'ada', at: scene.time.at, until: scene.time.at + 90 * day });
    expect(told('DecisionAnswered')).toMatchObject([{ id, choice: 'extend', by: ['ada'] }]);
  });
});

describe('“rotate now”', () => {
  let secret: Arn;
  beforeEach(async () => {
    const requestHandler = scene.aws.requestHandler();
    const secrets = new SecretsManagerClient({
      region: 'us-east-1',
      credentials: scene.aws.administrator(account),
      requestHandler,
    });
    const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'bot/key', SecretString: 'one' }));
    secret = ARN as Arn;
    const RotationLambdaARN = `arn:aws:lambda:us-east-1:${account}:function:rotate`;
    await secrets.send(new RotateSecretCommand({ SecretId: ARN, RotationLambdaARN, RotateImmediately: false }));
  });
  const rotations = () =>
    scene.journal().filter(({ operation, effect }) => operation === 'RotateSecret' && effect === 'done').length - 1;
  const press = (id: string) => grant({ wish: 'answer', id, choice: 'rotate', by: ['ada'] }, scene.work);

  it('is offered where a secret is declared, rotates it once in the name of whoever pressed it, and says so', async () => {
    scene.declared.value = { ...nothingDeclared, rotation: { secret } };
    const id = await scene.decided({ mode: 'observe' });
    await answerDecision(id, scene.work);
    expect(told('ActionTaken')[0]?.choices).toContain('rotate');
    expect(await press(id)).toMatchObject({ done: 1 });
    expect(told('ActionTaken').at(-1)).toMatchObject({
      id: `${id}-rotate`,
      action: 'rotate',
      mode: 'enforce',
      outcome: 'done',
    });
    expect((await scene.work.ledger.entries()).find(({ about }) => about === `${id}-rotate`)?.by).toBe('ada');
    // Delivered again, it is the same order.
    await press(id);
    expect(rotations()).toBe(1);
  });

  it('is not offered, and refused with a reason, where nothing is declared', async () => {
    const id = await scene.decided();
    await answerDecision(id, scene.work);
    expect(told('ActionTaken')[0]?.choices).not.toContain('rotate');
    expect(await press(id)).toMatchObject({ skipped: 1 });
    expect(await sentences()).toContain('Not rotated: no secret is declared whose rotation would replace it.');
    expect(rotations()).toBe(0);
  });

  it('is refused where the credential is protected', async () => {
    scene.declared.value = { ...nothingDeclared, rotation: { secret } };
    scene.settings.given = { policy: { ...enforcing, protect: [scene.key] }, exemptions: [] };
    await press(await scene.decided());
    expect(await sentences()).toContainEqual(expect.stringContaining('must not be changed'));
    expect(rotations()).toBe(0);
  });

  const sentences = async () => (await scene.work.ledger.entries()).map(({ sentence }) => sentence);
});
