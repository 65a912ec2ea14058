import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import type { Signal } from '../../../core/signals/signal.ts';
import { callsIn } from '../../../core/verdict/other-work.ts';
import { score } from '../../../core/verdict/score.ts';
import { doubtAbout, judgeFairly } from '../../../core/verdict/verdict.ts';
import { noon } from '../../cases/use.ts';
import { assessment, proof, quorum, signal } from './signals.ts';

describe('learned evidence', () => {
  it('is compromised with a witness of who and one of what', () => {
    expect(assessment(quorum)).toMatchObject({ verdict: 'compromised', mayContain: true, hard: false });
    expect(assessment(quorum).quorum.toSorted()).toEqual(['action', 'origin']);
  });

  it('is only suspicious where all of it is about what is done: a deploy', () => {
    const deploy = [signal('action', 8), signal('scope', 6), signal('volume', 8), signal('intent', 8)];
    expect(assessment(deploy)).toMatchObject({ verdict: 'suspicious', mayContain: false });
  });

  it('is only suspicious where all of it is about the place: a move', () => {
    expect(assessment([signal('origin', 12), signal('client', 5)])).toMatchObject({ verdict: 'suspicious' });
  });

  it('is only suspicious where who and what are of two days: duties yesterday, and a journey today', () => {
    const yesterday = noon - 20 * hour;
    const place = signal('origin', 8);
    const deed = signal('action', 12, { id: 'S17', at: yesterday });
    expect(assessment([place, deed])).toMatchObject({ verdict: 'suspicious', mayContain: false });
    // What is strange about the place was there when it was done, or goes on from then.
    expect(assessment([place, signal('origin', 6, { key: 'then', at: yesterday }), deed])).toMatchObject({
      verdict: 'compromised',
    });
    expect(assessment([{ ...place, at: yesterday }, deed])).toMatchObject({ verdict: 'compromised' });
    expect(assessment([place, { ...deed, lastAt: noon - 5 * hour }])).toMatchObject({ verdict: 'compromised' });
    // What lies no further apart than the steps of one theft is of one time.
    const hoursAgo = (hours: number) =>
      assessment([place, { ...deed, at: noon - hours * hour, lastAt: noon - hours * hour }]);
    expect([6, 6.1].map((hours) => hoursAgo(hours).mayContain)).toEqual([true, false]);
    // Another program names itself: that it is there with the deed does not bring yesterday’s place back.
    const program = signal('client', 5);
    expect(
      assessment([{ ...place, at: yesterday, lastAt: yesterday }, program, { ...deed, at: noon, lastAt: noon }]),
    ).toMatchObject({
      mayContain: false,
    });
    // That a key woke up holds for longer than an evening.
    const woken = signal('lifecycle', 6, { at: yesterday });
    expect(assessment([woken, signal('action', 12, { id: 'S17' })])).toMatchObject({ verdict: 'compromised' });
    const home = signal('identity', 6, { at: yesterday });
    expect(assessment([home, signal('action', 12, { id: 'S17' })])).toMatchObject({ mayContain: false });
  });

  it('is only suspicious where another place or program came after all was done: the way home', () => {
    const done = signal('action', 12, { id: 'S17', at: noon - 3 * hour, lastAt: noon - 2 * hour });
    const place = signal('origin', 8, { id: 'S09' });
    const then = [done, place, signal('client', 5, { id: 'S64' })];
    const onTheWay = (signals: readonly Signal[]) => assessment(signals.map((one) => ({ ...one, onTheWay: true })));
    expect(onTheWay(then)).toMatchObject({ verdict: 'suspicious', quorum: ['action'] });
    // Whoever is there when it is done, or goes on there, is no other than who did it.
    for (const there of [{ ...place, key: 'there', at: done.lastAt }, signal('scope', 3.5)])
      expect(onTheWay([...then, there]), there.id).toMatchObject({ verdict: 'compromised' });
    expect(onTheWay([...then, signal('scope', 3.4)])).toMatchObject({ verdict: 'suspicious' });
    // That one session is in two places shows whenever the other one is seen.
    const moved = signal('origin', 8, { id: 'S08' });
    expect(onTheWay([done, moved])).toMatchObject({ verdict: 'compromised' });
    // Nor does what a session did say where its opener went.
    const before = { ...place, at: noon - 4 * hour, lastAt: noon - 4 * hour };
    expect(onTheWay([done, before])).toMatchObject({ verdict: 'suspicious' });
    expect(onTheWay([{ ...done, id: 'S54' }, before])).toMatchObject({ verdict: 'compromised' });
    // A rented place is nobody's way home, and machines have none.
    expect(onTheWay([done, { ...place, id: 'S11' }])).toMatchObject({ verdict: 'compromised' });
    expect(assessment(then)).toMatchObject({ verdict: 'compromised' });
  });

  it('stays suspicious on the way home, though what was done fades', () => {
    const done = [signal('action', 3.8, { id: 'S17' }), signal('volume', 3.4), signal('scope', 3.4)];
    const there = { at: noon + minute, lastAt: noon + 5 * hour, onTheWay: true } as const;
    const way = [signal('origin', 8, { id: 'S09', ...there }), signal('client', 3, { id: 'S64', ...there })];
    const hours = [1, 5].map((n) => assessment([...done, ...way], { at: noon + n * hour }));
    expect(hours.map(({ mayContain }) => mayContain)).toEqual([false, false]);
  });

  it('is compromised with three witnesses of who', () => {
    const other = [signal('origin', 8), signal('client', 5), signal('identity', 5)];
    expect(assessment(other)).toMatchObject({ verdict: 'compromised' });
  });

  it('is told of, and no more, where what is done may only be told: new duties at a new desk', () => {
    const duties = [signal('origin', 9), signal('client', 5), signal('scope', 6, { authority: 'notify' })];
    expect(assessment(duties)).toMatchObject({
      verdict: 'suspicious',
      mayContain: false,
      quorum: ['origin', 'client'],
    });
    // It hides no other witness of its group.
    expect(assessment([...duties, signal('scope', 4, { key: 'another' })])).toMatchObject({ verdict: 'compromised' });
  });

  it('needs witnesses that have something to say', () => {
    expect(assessment([signal('origin', 12), signal('action', 1)])).toMatchObject({ mayContain: false });
  });

  it('is benign below the score of a notice', () => {
    expect(assessment([signal('origin', 4), signal('action', 3.5)])).toMatchObject({ verdict: 'benign' });
  });

  it('fades to nothing', () => {
    expect(assessment(quorum, { at: noon + 3 * day })).toMatchObject({ verdict: 'benign', mayContain: false });
  });
});

describe('a credential with little on record', () => {
  it('cannot be judged by habits', () => {
    expect(assessment(quorum, { activeDays: 2 })).toMatchObject({ verdict: 'insufficient-data', mayContain: false });
  });

  it('can be judged by its owner’s word and by facts', () => {
    const told = [signal('origin', 8, { basis: 'word' }), signal('action', 8, { basis: 'fact' })];
    expect(assessment(told, { activeDays: 0 })).toMatchObject({ verdict: 'compromised', mayContain: true });
  });

  it('can be judged by one fact that may pin alone and weighs enough for it: nothing else of it has a say', () => {
    const mapped = (bits: number) => [signal('intent', bits, { id: 'S55', authority: 'pin', basis: 'fact' })];
    expect(assessment(mapped(12), { activeDays: 2 })).toMatchObject({ verdict: 'compromised', mayContain: true });
    expect(assessment(mapped(8), { activeDays: 2 })).toMatchObject({ verdict: 'suspicious' });
  });

  it('can be judged by proof', () => {
    expect(assessment(proof, { activeDays: 0 })).toMatchObject({ verdict: 'compromised', hard: true });
  });
});

describe('a signal that needs no company', () => {
  it('is compromised by itself when it is hard', () => {
    expect(assessment(proof)).toMatchObject({ verdict: 'compromised', hard: true, mayContain: true });
  });

  it('is no longer hard once it has faded', () => {
    expect(assessment(proof, { at: noon + 2 * day })).toMatchObject({ hard: false, mayContain: false });
  });

  it('is hard from ten bits on, and pins alone from five', () => {
    const hard = (bits: number) => assessment([signal('context', bits, { authority: 'hard', basis: 'fact' })]).hard;
    expect([10, 9.9].map(hard)).toEqual([true, false]);
    const pins = (bits: number) => assessment([signal('intent', bits, { authority: 'pin' })]).mayContain;
    expect([5, 4.9].map(pins)).toEqual([true, false]);
  });

  it('is a deed by number, or one after which nobody watches any more, and no other single call', () => {
    const alone = (id: string, bits = 12) => assessment([signal('action', bits, { id, authority: 'pin' })]).mayContain;
    expect(['S42', 'S45', 'S57'].map((id) => alone(id))).toEqual([true, true, true]);
    expect([alone('S19'), alone('S19', 11.9)]).toEqual([true, false]);
    expect(['S16', 'S17', 'S18', 'S20', 'S21'].some((id) => alone(id))).toBe(false);
  });

  it('may pin alone', () => {
    expect(assessment([signal('origin', 12, { authority: 'pin' })])).toMatchObject({
      verdict: 'compromised',
      hard: false,
    });
  });

  it('is not a first grave call, since pipelines grow', () => {
    const call = signal('action', 8, { id: 'S17' });
    expect(assessment([call, signal('scope', 6)])).toMatchObject({ verdict: 'suspicious', mayContain: false });
  });

  it('is a call that leaves little room for an honest story, once something else speaks, too', () => {
    const call = signal('action', 8, { authority: 'pin', id: 'S17' });
    expect(assessment([call, signal('scope', 2), signal('lifecycle', 2)])).toMatchObject({ mayContain: false });
    expect(assessment([call, signal('scope', 6)])).toMatchObject({ verdict: 'compromised', mayContain: true });
  });
});

describe('what an owner wants to hear of alone', () => {
  it('is a key that wakes up, and it disturbs nobody', () => {
    expect(assessment([signal('lifecycle', 6, { id: 'S27' })])).toMatchObject({
      verdict: 'suspicious',
      mayContain: false,
    });
    expect(assessment([signal('lifecycle', 5, { id: 'S27' })])).toMatchObject({ verdict: 'benign' });
    expect(assessment([signal('lifecycle', 6, { id: 'S27', authority: 'notify' })])).toMatchObject({
      verdict: 'benign',
    });
  });

  it('is a deed that is grave without any habit', () => {
    const deed = { id: 'S19', authority: 'pin', basis: 'fact' } as const;
    expect(assessment([signal('action', 7, deed)], { activeDays: 0 }).verdict).toBe('insufficient-data');
    expect(assessment([signal('action', 6, deed)], { activeDays: 0 }).verdict).toBe('benign');
  });
});

describe('half-sure witnesses', () => {
  const what = [signal('action', 6, { id: 'S48' }), signal('volume', 5)];
  const line = signal('origin', 2);

  it('of one sort stand together, where the whole is well beyond what it takes', () => {
    expect(assessment([line, signal('client', 2.5), ...what])).toMatchObject({ verdict: 'compromised' });
    expect(assessment([line, signal('client', 1), ...what])).toMatchObject({ mayContain: false });
    expect(assessment([line, signal('client', 2.5), signal('action', 6)])).toMatchObject({ mayContain: false });
    const place = [signal('origin', 9), signal('client', 3)];
    expect(assessment([...place, signal('action', 2), signal('scope', 2)])).toMatchObject({ verdict: 'compromised' });
  });

  it('take seventy points', () => {
    const together = (volume: number) =>
      assessment([line, signal('client', 2.5), signal('action', 6, { id: 'S48' }), signal('volume', volume)]);
    expect([3.3, 3.5].map((volume) => together(volume).score.value)).toEqual([69, 70]);
    expect([3.3, 3.5].map((volume) => together(volume).mayContain)).toEqual([false, true]);
  });

  it('are believed of the same hours alone: last night’s deed at the desk says nothing of today’s place', () => {
    const client = signal('client', 2.5);
    const earlier = { at: noon - 8 * hour };
    const lastNight = [signal('action', 12, { id: 'S17', ...earlier }), signal('scope', 6, earlier)];
    expect(assessment([line, client, ...lastNight])).toMatchObject({ verdict: 'suspicious', mayContain: false });
    expect(assessment([line, client, ...lastNight.map((one) => ({ ...one, lastAt: noon }))])).toMatchObject({
      mayContain: true,
    });
  });

  it('do not count the hour, whatever is done: whoever is woken at night works from another line', () => {
    const night = signal('identity', 2, { id: 'S31' });
    expect(assessment([line, night, ...what])).toMatchObject({ mayContain: false });
    const deed = [signal('action', 6, { id: 'S17' }), signal('volume', 5)];
    expect(assessment([line, night, ...deed])).toMatchObject({ verdict: 'suspicious', mayContain: false });
    expect(assessment([line, signal('identity', 2), ...deed])).toMatchObject({ verdict: 'compromised' });
  });

  it('are none while habits are young', () => {
    const young = { activeDays: 3 };
    expect(assessment([line, signal('client', 2.5), ...what], young)).toMatchObject({ mayContain: false });
  });
});

describe('what a workload does beside its work', () => {
  const machine = signal('action', 8, { id: 'S21', key: 'ec2:RunInstances' });
  const user = signal('action', 4, { id: 'S17', key: 'iam:CreateUser' });
  const rest = [signal('scope', 4.5), signal('volume', 3.5)];
  const workload = { isWorkload: true };
  const judged = (...signals: readonly Signal[]) => assessment(signals, workload).mayContain;

  it('is enough without a witness of who, where it comes to what switching off takes', () => {
    const told = { verdict: 'compromised', mayContain: true, isBesideItsWork: true, hard: false };
    expect(assessment([machine, user, ...rest], workload)).toMatchObject(told);
    expect(assessment([machine, user, ...rest])).toMatchObject({ verdict: 'suspicious', isBesideItsWork: false });
    expect(judged(machine, user, signal('scope', 4.5), signal('volume', 3))).toBe(false);
    expect(assessment([machine, user, ...rest], { ...workload, activeDays: 3 }).mayContain).toBe(false);
  });

  it('or where so many deeds in a row as weigh the most come to less', () => {
    const plan = (bits: number) => signal('intent', bits, { id: 'S43' });
    const machines = { ...machine, bits: 7 };
    expect([judged(machines, user, plan(8)), judged(machines, user, plan(7.9))]).toEqual([true, false]);
    expect(judged({ ...machine, bits: 5 }, user, plan(8))).toBe(false);
  });

  it.each([
    ['a look', { id: 'S48' }],
    ['one of the same service', { key: 'iam:CreateAccessKey' }],
    ['one of the same kind', { id: 'S17' }],
    ['steps', { id: 'S55', group: 'intent' }],
    ['half a one', { bits: 3.4 }],
    ['a secret read', { id: 'S16', key: 'secretsmanager:GetSecretValue' }],
    ['deletions by the dozen that are hardly any', { id: 'S45', bits: 4 }],
  ] as const)('is no more than a duty where beside a deed there is %s', (_, changes) => {
    expect(judged({ ...user, bits: 12 }, { ...machine, ...changes }, ...rest)).toBe(false);
  });

  const commands = { ...user, id: 'S38', key: 'ssm:SendCommand' };
  const master = { ...user, id: 'S63', key: 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole' };

  it.each([
    ['commands', commands, false],
    ['a master role', master, true],
    ['a policy for a role', { ...user, id: 'S18', key: 'iam:AttachRolePolicy' }, true],
    ['data for a stranger', { ...user, id: 'S20', key: 's3:PutBucketPolicy' }, true],
    ['a job in a role', { ...user, id: 'S18', key: 'glue:CreateJob' }, false],
    ['a function that a service may call', { ...user, key: 'lambda:AddPermission' }, false],
    ['a function that a stranger may call', { ...user, key: 'lambda:AddPermission', basis: 'fact' }, true],
  ] as const)('has a way in, up or out in it: of machines and %s', (_, deed, isWay) => {
    expect(judged(machine, deed, ...rest)).toBe(isWay);
  });

  it.each([
    ['data that it never read', signal('scope', 5, { id: 'S65' }), true],
    ['a first look around', signal('action', 3, { id: 'S48', key: 'look' }), true],
    ['a glance', signal('action', 2, { id: 'S48', key: 'look' }), false],
    ['the role itself, which is new', signal('scope', 6, { id: 'S47' }), false],
    ['a service that is new with it', signal('scope', 6, { id: 'S14' }), false],
    ['several of them', signal('scope', 6, { id: 'S46' }), false],
    ['a Region that is new with it', signal('scope', 6, { id: 'S13' }), false],
    ['a secret that is new with it', signal('action', 6, { id: 'S16', key: 'secretsmanager:GetSecretValue' }), false],
    ['secret after secret', signal('action', 6, { id: 'S42', key: 'secrets' }), true],
    ['more calls than ever', signal('volume', 6, { id: 'S25' }), false],
    ['what may only be told', signal('scope', 6, { id: 'S65', authority: 'notify' }), false],
  ] as const)('or the role that holds everything, beside %s', (_, beside, isEnough) => {
    const reaching = { ...master, bits: 8 };
    expect(judged(reaching, beside, signal('lifecycle', 6, { authority: 'notify' }))).toBe(isEnough);
  });

  it('or what is set to work for it, in three services', () => {
    const job = { ...user, id: 'S18', key: 'glue:CreateJob' };
    const database = { ...user, id: 'S21', key: 'rds:DeleteDBInstance' };
    expect(judged(machine, commands, job, ...rest)).toBe(true);
    expect([judged(machine, job, ...rest), judged(machine, commands, database, ...rest)]).toEqual([false, false]);
  });

  it('is told by its calls: a role that is taken on by that, secrets not at all', () => {
    const secret = { ...user, id: 'S16', key: 'secretsmanager:GetSecretValue' };
    const calls = callsIn([machine, master, secret, ...rest], defaultPolicy, noon);
    expect(calls).toEqual(['ec2:RunInstances', 'sts:AssumeRole']);
  });

  it('is not said of what is contained by witnesses', () => {
    expect(assessment([...quorum, machine, user], workload)).toMatchObject({ isBesideItsWork: false });
  });

  it('is said of all its sessions together', () => {
    const others = [machine, user, ...rest].map((one) => ({ ...one, sessions: ['A'] }));
    const hearing = {
      isKnown: true,
      isByKin: false,
      ofSession: 'B',
      rollout: [],
      oldNews: [],
      isWorkload: () => true,
    };
    const judgement = judgeFairly(score(others, noon), others, hearing, defaultPolicy, noon);
    expect(judgement).toMatchObject({ verdict: 'compromised', mayContain: true, isBesideItsWork: true });
  });
});

describe('another program', () => {
  const deed = signal('action', 8, { id: 'S17' });
  const rest = [deed, signal('scope', 6)];

  it('is no witness by itself, whatever is done: it names itself', () => {
    expect(assessment([signal('client', 5), ...rest])).toMatchObject({ verdict: 'suspicious', mayContain: false });
  });

  it('is one beside three of what, a deed among them, where they come to what switching off takes', () => {
    const more = [...rest, signal('intent', 6)];
    expect(assessment([signal('client', 5), ...more])).toMatchObject({ verdict: 'compromised', mayContain: true });
    expect(assessment(more)).toMatchObject({ mayContain: false });
    const looked = [signal('action', 8, { id: 'S48' }), signal('scope', 6), signal('intent', 6)];
    expect(assessment([signal('client', 5), ...looked])).toMatchObject({ mayContain: false });
    const less = [signal('action', 4, { id: 'S17' }), signal('scope', 3.5), signal('intent', 3.5)];
    expect(assessment([signal('client', 3.5), ...less])).toMatchObject({ mayContain: false });
  });

  it('is one where the owner did not declare it, or where it breaks in for a living', () => {
    expect(assessment([signal('client', 5, { basis: 'word' }), ...rest])).toMatchObject({ verdict: 'compromised' });
    expect(assessment([signal('client', 5, { key: 'aws-cli on kali' }), ...rest])).toMatchObject({
      verdict: 'compromised',
    });
  });

  it('is believed as far as something else says that the hands are others', () => {
    expect(assessment([signal('client', 5), signal('origin', 1), ...rest])).toMatchObject({ mayContain: false });
    expect(assessment([signal('client', 5), signal('origin', 1.5), ...rest])).toMatchObject({ mayContain: true });
    const line = signal('origin', 2, { id: 'S56' });
    expect(assessment([signal('client', 5), line, ...rest])).toMatchObject({ mayContain: false });
    const others = signal('identity', 0.5);
    expect(assessment([signal('client', 5), line, others, ...rest])).toMatchObject({ mayContain: true });
  });
});

describe('news of who is at work', () => {
  const place = signal('origin', 3);

  it.each([
    ...[
      'S16',
      'S17',
      'S18',
      'S19',
      'S20',
      'S21',
      'S22',
      'S38',
      'S42',
      'S43',
      'S44',
      'S45',
      'S54',
      'S55',
      'S57',
      'S63',
      'S66',
    ],
  ])('needs less weight beside %s, which is a deed', (id) => {
    const deed = signal('action', 7, { id });
    expect(assessment([place, deed, signal('volume', 4)])).toMatchObject({ verdict: 'compromised' });
  });

  it('needs less weight beside a deed than beside a look', () => {
    const deed = signal('action', 7, { id: 'S16' });
    const look = signal('action', 7, { id: 'S48' });
    const more = signal('volume', 4);
    expect(assessment([place, deed, more])).toMatchObject({ verdict: 'compromised', mayContain: true });
    expect(assessment([place, look, more])).toMatchObject({ verdict: 'suspicious', mayContain: false });
  });

  it('may come together beside a deed from as little as one witness needs there', () => {
    const halves = [signal('origin', 1.5), signal('identity', 1.2)];
    const deed = signal('action', 7, { id: 'S18' });
    expect(assessment([...halves, deed, signal('scope', 5)])).toMatchObject({ verdict: 'compromised' });
    expect(assessment([...halves, signal('action', 7, { id: 'S48' }), signal('scope', 5)])).toMatchObject({
      mayContain: false,
    });
  });

  it('is never the hour alone, whatever is done', () => {
    const night = signal('identity', 2, { id: 'S31' });
    const deeds = [signal('action', 8, { id: 'S16' }), signal('volume', 8, { id: 'S42' })];
    expect(assessment([night, ...deeds])).toMatchObject({ verdict: 'suspicious', mayContain: false });
  });
});

it('a young credential by whose kind it is judged is not talked about like one with habits, but may be contained', () => {
  const verdictOf = (signals: readonly Signal[], isByKin: boolean) => {
    const hearing = {
      isKnown: true,
      isByKin,
      ofSession: null,
      rollout: [],
      oldNews: [],
      isWorkload: () => false,
    };
    return judgeFairly(score(signals, noon), signals, hearing, defaultPolicy, noon).verdict;
  };
  const place = [signal('origin', 9)];
  expect([verdictOf(place, false), verdictOf(place, true)]).toEqual(['suspicious', 'insufficient-data']);
  expect(verdictOf(quorum, true)).toBe('compromised');
});

describe('what other sessions of a role did', () => {
  const others = [signal('origin', 8, { sessions: ['A'] }), signal('action', 8, { id: 'S17', sessions: ['A'] })];
  const judged = (own: readonly Signal[], ofSession: string | null = 'B', ofOthers = others) => {
    const all = [...ofOthers, ...own];
    const hearing = {
      isKnown: true,
      isByKin: false,
      ofSession,
      rollout: [],
      oldNews: [],
      isWorkload: () => false,
    };
    const { verdict, hard, mayContain } = judgeFairly(score(all, noon), all, hearing, defaultPolicy, noon);
    return [verdict, hard, mayContain];
  };

  it('is not held against one at home', () => {
    const atHome = [signal('scope', 6, { sessions: ['B'] })];
    expect(judged(atHome)).toEqual(['suspicious', false, false]);
    expect(judged(atHome, null)).toEqual(['compromised', false, true]);
  });

  it('is no reason to tell of one in which nothing is odd, unless its own use just raised a part of it', () => {
    const earlier = others.map((one) => ({ ...one, at: noon - hour, lastAt: noon - hour }));
    expect(judged([], 'B', earlier)).toEqual(['benign', false, false]);
    const [place, ...rest] = earlier;
    if (place === undefined) throw new Error('there is a place');
    expect(judged([], 'B', [{ ...place, lastAt: noon }, ...rest])).toEqual(['suspicious', false, false]);
  });

  it('is held against one that is strange as well', () => {
    expect(judged([signal('origin', 2.5, { key: 'there', sessions: ['B'] })])).toEqual(['compromised', false, true]);
    expect(judged([signal('origin', 2.4, { key: 'there', sessions: ['B'] })])).toEqual(['suspicious', false, false]);
  });

  it('leaves what is certain of it, though that alone came to less', () => {
    const outside = signal('scope', 11, { authority: 'hard', basis: 'word', sessions: ['B'] });
    expect(judged([outside])).toEqual(['compromised', true, true]);
  });

  it('leaves what one is taken back for by itself', () => {
    const alone = [signal('action', 12, { id: 'S42', sessions: ['B'], authority: 'pin' })];
    expect(judged(alone)).toEqual(['compromised', false, true]);
    expect(judged([signal('action', 20, { authority: 'hard', basis: 'fact', sessions: ['B'] })])).toEqual([
      'compromised',
      true,
      true,
    ]);
  });
});

describe('doubt that what it opens inherits', () => {
  const about = (...signals: Parameters<typeof doubtAbout>[0]) => doubtAbout(signals, noon, defaultPolicy);

  it('is all there is, where somebody else may hold it', () => {
    expect(about(signal('origin', 6), signal('action', 4))).toBe(10);
  });

  it('is none, where it only does something for the first time, late at night and with another program', () => {
    expect(about(signal('action', 5), signal('intent', 4))).toBe(0);
    expect(about(signal('action', 5), signal('intent', 4), signal('identity', 2))).toBe(0);
    expect(about(signal('action', 5), signal('client', 5))).toBe(0);
  });

  it('is all there is, whatever it is, once that is enough to take it back', () => {
    expect(about(signal('action', 8), signal('intent', 8, { authority: 'pin' }))).toBe(16);
  });

  it('is none, however much it does for the first time, while that is not enough', () => {
    expect(about(signal('action', 8), signal('intent', 8))).toBe(0);
  });

  it('is nothing that its sessions did, which would come back to them', () => {
    const astray = signal('intent', 4.5, { id: 'S54' });
    const takenBack = signal('intent', 6, { id: 'S50', authority: 'pin' });
    expect(about(signal('origin', 6), astray)).toBe(6);
    expect(about(signal('action', 8), takenBack, astray)).toBe(0);
  });
});
