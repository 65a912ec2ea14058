import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessStanding } from '../../../core/assess-standing.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import type { Credential } from '../../../core/model/credential.ts';
import { day, formatInstant, hour, minute } from '../../../core/model/instant.ts';
import { close, newCase } from '../../../core/plan/case.ts';
import { type Circumstances, decide } from '../../../core/plan/decide.ts';
import { names, namingNobody, protectionOfDecision } from '../../../core/plan/exemption.ts';
import { emptySpent, spend, withinLimits } from '../../../core/plan/limits.ts';
import { defaultPolicy, type Exemption, type Policy } from '../../../core/policy/policy.ts';
import { graveSequence } from '../../../core/signals/anomalous/grave-sequence.ts';
import type { Group, Signal } from '../../../core/signals/signal.ts';
import { accessKey, daysAgo, declared, standing, now as today } from '../../cases/standing.ts';
import { accountId, mia, noon, use } from '../../cases/use.ts';
import { assessment, proof, quorum, signal } from '../verdict/signals.ts';

const key = use().credential;
const arn = 'arn:aws:iam::111122223333:root' as Arn;
const root: Credential = { kind: 'root', id: arn, accountId, principal: arn };
const secret: Credential = { kind: 'secret', id: 'arn:aws:secretsmanager:…:db' as Arn, accountId, principal: arn };
const deploy = 'arn:aws:iam::111122223333:role/deploy' as Arn;
const role: Credential = { kind: 'role', id: deploy, accountId, principal: deploy, person: null };

function circumstances(changes: Partial<Circumstances> = {}): Circumstances {
  return { policy: defaultPolicy, exemptions: [], spent: emptySpent(), ...changes };
}

const answer = (what: Parameters<typeof assessment>, given: Partial<Circumstances> = {}) =>
  decide(assessment(...what), newCase(), circumstances(given));

/** The limits leave room for pins only. */
function busy(at: number): Circumstances['spent'] {
  const spent = emptySpent();
  for (let n = 0; n < 10; n++) spend(spent, 'quarantine', accountId, at);
  return spent;
}

const seenAt = (at: number) => (one: Signal) => ({ ...one, lastAt: at });

describe('the answer that evidence earns', () => {
  const notice = [signal('origin', 9)];
  const elsewhere = quorum;
  const everythingNew = [signal('origin', 12), signal('client', 5), signal('scope', 6)];
  const grave = signal('action', 8, { id: 'S19', authority: 'pin', basis: 'fact' });
  const ofOneSession = (id: string) => [signal('origin', 9, { id }), signal('action', 8)];
  const work = [signal('intent', 8, { authority: 'pin' }), signal('scope', 6)];

  it.each([
    ['nothing below a notice', [[signal('origin', 2)]], undefined],
    ['a notice for a suspicion', [notice], 'notify'],
    ['a pin where the thief is elsewhere', [elsewhere], 'pin'],
    ['a quarantine where no place is established', [elsewhere, { establishedNetworks: [] }], 'quarantine'],
    ['a quarantine where the place is not the news', [work], 'quarantine'],
    ['a switched-off key for proof', [proof], 'disable'],
    ['ended sessions for proof against a role', [proof, { credential: role }], 'revoke-sessions'],
    ['a pin for a role whose every session may be the thief’s', [elsewhere, { credential: role }], 'pin'],
    [
      'ended sessions for a role of which one left where it was issued',
      [ofOneSession('S07'), { credential: role }],
      'revoke-sessions',
    ],
    ['ended sessions for a role of which one moved', [ofOneSession('S08'), { credential: role }], 'revoke-sessions'],
    [
      'ended sessions for a role of which one runs elsewhere',
      [ofOneSession('S59'), { credential: role }],
      'revoke-sessions',
    ],
    ['ended sessions for a person’s role', [elsewhere, { credential: mia.credential }], 'revoke-sessions'],
    ['a new version of a secret', [proof, { credential: secret }], 'rotate'],
    ['a pin where all is new at once, and nothing grave is done', [everythingNew], 'pin'],
    ['a switched-off key where a grave deed is among it', [[...everythingNew, grave]], 'disable'],
    ['a word about a grave deed by a beginner', [[grave], { activeDays: 1 }], 'notify'],
    ['silence about young habits', [quorum.slice(0, 1), { activeDays: 1 }], undefined],
    ['a notice at most about young habits', [quorum, { activeDays: 1 }], 'notify'],
    [
      'silence about as much of young habits as is worth a word of a fact',
      [[signal('origin', 11)], { activeDays: 1 }],
      undefined,
    ],
    ['a word about as much of a fact', [[signal('origin', 11, { basis: 'fact' })], { activeDays: 1 }], 'notify'],
    [
      'a pin where a plan of firsts is all that is grave',
      [[...everythingNew, { ...grave, id: graveSequence.id }]],
      'pin',
    ],
    [
      'a pin where the grave deed is still to come',
      [[...everythingNew, { ...grave, at: noon + hour, lastAt: noon + hour }]],
      'pin',
    ],
  ] satisfies [string, Parameters<typeof assessment>, string | undefined][])('is %s', (_, what, action) => {
    expect(answer(what)?.action).toBe(action);
  });
});

describe('an agent that leaves its purpose', () => {
  const astray = [signal('intent', 8, { id: 'S44', authority: 'pin' }), signal('scope', 6)];
  const purpose = ['bedrock:*', 's3:Get*'];
  const circumstance = circumstances();
  const state = newCase();

  it('is pinned to it, and not quarantined when it tries again: that is denied already', () => {
    expect(decide(assessment(astray, { purpose }), state, circumstance)).toMatchObject({ action: 'pin', purpose });
    const again = [...astray, signal('action', 8, { id: 'S16', at: noon + hour })];
    expect(decide(assessment(again, { at: noon + hour, purpose }), state, circumstance)).toBeNull();
  });

  it('is pinned to its networks where it is somewhere else, too', () => {
    const elsewhere = assessment([...astray, signal('origin', 8)], { purpose });
    expect(decide(elsewhere, newCase(), circumstances())).toMatchObject({ action: 'pin', purpose: null });
  });

  it('at its own place is bound further than by the pin that a thief elsewhere earned it', () => {
    const state = newCase();
    const elsewhere = [signal('origin', 8), signal('action', 8)];
    expect(decide(assessment(elsewhere, { purpose }), state, circumstances())).toMatchObject({ purpose: null });
    const at = noon + 3 * day;
    const inside = [signal('intent', 8, { authority: 'pin', id: graveSequence.id, at }), signal('scope', 8, { at })];
    expect(decide(assessment(inside, { at, purpose }), state, circumstances())?.action).toBe('quarantine');
  });

  it('is quarantined where nobody knows what it is for', () => {
    expect(answer([astray])).toMatchObject({ action: 'quarantine', purpose: null });
  });
});

describe('a credential past its rotation', () => {
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:keys/backup-abc123' as Arn;
  const rotation = { secret: secretArn };
  const sweep = (changes: Parameters<typeof standing>[0], given: Partial<Circumstances> = {}) => {
    const found = assessStanding(standing(changes), defaultPolicy, today);
    return found === null ? null : decide(found, newCase(), circumstances(given));
  };
  const old = { createdAt: daysAgo(120), declared: declared({ rotation }) };

  it('is rotated where the owner declared how, unless that happened since it was made', () => {
    expect(sweep(old)).toMatchObject({
      action: 'rotate',
      verdict: 'stale',
      reversible: false,
      rotation: { secret: secretArn, unlessSince: daysAgo(119) },
    });
  });

  it.each([
    ['where nothing is declared', { ...old, declared: declared() }],
    ['that nobody uses', { ...old, lastUse: { kind: 'used', at: daysAgo(100), witness: 'trail' } }],
    [
      'that should have ended',
      { declared: declared({ rotation, expected: { ...declared().expected, expiresAt: 0 } }) },
    ],
  ] as const)('is told about %s', (_, changes) => {
    expect(sweep(changes)).toMatchObject({ action: 'notify', rotation: null });
  });

  it('is left alone under an exemption', () => {
    const exemption = {
      credential: accessKey.id,
      owner: 'storage',
      reason: 'a device',
      scope: 'all',
      until: '2027-01-01',
    };
    expect(sweep(old, { exemptions: [exemption] })).toMatchObject({ action: 'notify', rotation: null });
  });
});

describe('a case', () => {
  it('brings each rung once, and only upwards', () => {
    const state = newCase();
    const given = circumstances();
    const actions = [quorum, quorum, proof, quorum, proof].map(
      (signals, i) => decide(assessment(signals.map(seenAt(noon + i)), { at: noon + i }), state, given)?.action ?? null,
    );
    expect(actions).toEqual(['pin', null, 'disable', null, null]);
  });

  it('goes as far as was earned before, once the limits leave room for it', () => {
    const state = newCase();
    const { credential, ...evidence } = assessment([signal('intent', 12, { authority: 'pin' }), signal('scope', 8)]);
    const at = (hours: number) => ({ ...evidence, credential, at: noon + hours * hour });
    const answers = [
      decide(at(0), state, circumstances({ spent: busy(noon) })),
      decide(at(2), state, circumstances()),
      decide(at(3), state, circumstances()),
    ];
    expect(answers.map((one) => one?.action ?? null)).toEqual(['pin', 'quarantine', null]);
  });

  it('answers later what limits held back behind a pin, with and without a word', () => {
    const deed = signal('action', 8, { id: 'S17', key: 'deed', at: noon + hour });
    const elsewhere = (n: number) => signal('origin', 12, { key: `AS${n}`, at: noon + n * minute });
    const answersAfter = (words: number) => {
      const state = newCase();
      const told = (signals: Signal[], at: number, spent = emptySpent()) =>
        decide(assessment(signals, { at }), state, circumstances({ spent }))?.action ?? null;
      const before = [told(quorum, noon)];
      for (let n = 1; n <= words; n++) before.push(told([...quorum, elsewhere(n)], noon + n * minute));
      const signals = [...quorum, deed];
      return [...before, told(signals, noon + hour, busy(noon + hour)), told(signals, noon + 3 * hour)];
    };
    expect(answersAfter(0)).toEqual(['pin', 'notify', 'quarantine']);
    expect(answersAfter(2)).toEqual(['pin', 'notify', 'notify', null, 'quarantine']);
  });

  it('owes the most that limits held back, whatever less they hold back after it', () => {
    const state = newCase();
    const moved = [signal('origin', 9, { id: 'S08' }), signal('action', 8)];
    const work = (at: number) => [signal('intent', 12, { authority: 'pin', at }), signal('scope', 8, { at })];
    const told = (session: string, signals: Signal[], minutes: number, spent = emptySpent()) => {
      const at = noon + minutes * minute;
      return decide(assessment(signals, { credential: role, session, at }), state, circumstances({ spent }))?.action;
    };
    told('ASIA1', moved, 0, busy(noon));
    told('ASIA2', work(noon + 20 * minute), 20, busy(noon));
    expect(told('ASIA3', quorum, 80)).toBeUndefined();
    expect(told('ASIA1', moved, 90)).toBe('revoke-sessions');
  });

  it('switches nothing off later on evidence that has faded, and owes nothing that was spared', () => {
    const grave = signal('action', 8, { id: 'S19', authority: 'pin', basis: 'fact' });
    const proven = [signal('origin', 12), signal('client', 5), signal('scope', 6), grave];
    const later = (given: Partial<Circumstances>) => {
      const state = newCase();
      const told = (signals: Signal[], hours: number, changes: Partial<Circumstances> = {}) =>
        decide(assessment(signals, { at: noon + hours * hour }), state, circumstances(changes))?.action ?? null;
      const first = told(quorum, 0);
      told(proven.map(seenAt(noon + hour)), 1, given);
      return [first, told(quorum, 3)];
    };
    expect(later({ spent: busy(noon + hour) })).toEqual(['pin', 'quarantine']);
    expect(later({ exemptions: null })).toEqual(['pin', null]);
  });

  it('goes no further where the place that a pin goes by only faded, and does by what is done then', () => {
    const state = newCase();
    const given = circumstances();
    const old = [signal('origin', 8), signal('action', 12), signal('intent', 12, { authority: 'pin' })];
    const later = noon + 30 * hour;
    const told = (signals: Signal[], at: number) => decide(assessment(signals, { at }), state, given)?.action ?? null;
    const twin = (signals: Signal[]) =>
      decide(assessment(signals, { at: later }), newCase(), circumstances())?.action ?? null;
    expect(told(old, noon)).toBe('pin');
    expect([told(old, later), twin(old)]).toEqual([null, 'quarantine']);
    expect(told([...old, signal('volume', 2, { at: later })], later)).toBeNull();
    expect(told([...old, signal('volume', 8, { at: later })], later)).toBe('quarantine');
  });

  it('opens again after a silence, not during a long noise', () => {
    const state = newCase();
    const given = circumstances();
    const on = (days: number) => {
      const at = noon + days * day;
      return decide(assessment([signal('origin', 9, { at })], { at }), state, given)?.action ?? null;
    };
    expect([0, 2, 4, 6].map(on)).toEqual(['notify', null, null, null]);
    expect(on(12)).toBe('notify');
  });
});

describe('another session of a role in an open case', () => {
  const at = (minutes: number) => noon + minutes * 60_000;
  /** The same doubts go on; those of `raised` were raised again by the session's own use. */
  const seen = (session: string, minutes: number, raised: readonly string[]) =>
    assessment(
      ['origin', 'action'].map((group) =>
        signal(group as Group, 8, { at: at(0), lastAt: raised.includes(group) ? at(minutes) : at(0) }),
      ),
      { at: at(minutes), credential: mia.credential, session },
    );
  const both = ['origin', 'action'];
  const answers = (uses: readonly (readonly [string, readonly string[]])[], given = circumstances()) => {
    const state = newCase();
    return uses.map(([session, raised], i) => decide(seen(session, i, raised), state, given));
  };

  it('is ended when it gives a reason itself, once, as a decision of its own', () => {
    const found = answers([
      ['ASIA1', both],
      ['ASIA2', both],
      ['ASIA2', both],
      ['ASIA1', both],
    ]);
    expect(found.map((one) => one?.session ?? null)).toEqual(['ASIA1', 'ASIA2', null, null]);
    expect(new Set(found.slice(0, 2).map((one) => one?.id)).size).toBe(2);
  });

  it('is ended once, though a console shows another key with each click', () => {
    const state = newCase();
    const given = circumstances();
    const clicks = ['ASIA1', 'ASIA2'].map((session, i) => ({ ...seen(session, i, both), sitting: 'AROA:mia 12:00' }));
    expect(clicks.map((click) => decide(click, state, given)?.session ?? null)).toEqual(['ASIA1', null]);
    // Somebody else's word names the key.
    expect(decide(seen('ASIA1', 3, both), state, given)).toBeNull();
    expect(decide(seen('ASIA3', 4, both), state, given)?.session).toBe('ASIA3');
  });

  it('is ended once more for the same story, not day by day', () => {
    const found = answers(['ASIA1', 'ASIA2', 'ASIA3', 'ASIA4'].map((session) => [session, both]));
    expect(found.map((one) => one?.session ?? null)).toEqual(['ASIA1', 'ASIA2', null, null]);
  });

  it('is left alone on what others did before', () => {
    const found = answers([
      ['ASIA1', both],
      ['ASIA2', []],
    ]);
    expect(found.map((one) => one?.action ?? null)).toEqual(['revoke-sessions', null]);
  });

  it('costs no word more where the limits leave no room', () => {
    const spent = emptySpent();
    for (let i = 0; i < 40; i++) spend(spent, i % 2 === 0 ? 'pin' : 'disable', accountId, noon);
    const uses = Array.from({ length: 20 }, (_, i) => [`ASIA${i}`, both] as const);
    expect(answers(uses, circumstances({ spent })).filter((one) => one !== null)).toHaveLength(1);
  });
});

describe('a pinned key', () => {
  const deed = (changes: Parameters<typeof signal>[2]) => signal('action', 8, { id: 'S17', key: 'deed', ...changes });
  const later = (signals: Parameters<typeof assessment>[0], establishedNetworks?: string[]) => {
    const state = newCase();
    const given = circumstances();
    const first = decide(assessment(quorum), state, given);
    const options = { at: noon + hour, ...(establishedNetworks === undefined ? {} : { establishedNetworks }) };
    return [first?.action, decide(assessment([...quorum, ...signals], options), state, given)?.action ?? null];
  };
  const at = noon + hour;

  it('is kept from sensitive actions when a deed comes from a place that the pin leaves open', () => {
    expect(later([deed({ at })])).toEqual(['pin', 'quarantine']);
  });

  it.each([
    ['from a place that it shuts out', [deed({ at }), signal('origin', 8, { at })]],
    ['that is no deed', [signal('action', 8, { at })]],
    ['before the pin', [deed({ at: noon })]],
  ])('needs nothing more for what comes %s', (_, signals) => {
    expect(later(signals)).toEqual(['pin', null]);
  });

  it('is told of when it is called from yet another place: the pin may have been meant for somebody else', () => {
    const elsewhere = signal('origin', 8, { at, key: 'another network' });
    expect(later([deed({ at }), elsewhere])).toEqual(['pin', 'notify']);
    expect(later([elsewhere])).toEqual(['pin', null]);
  });

  it('is told of twice a day at most, from however many places', () => {
    const state = newCase();
    const given = circumstances();
    decide(assessment(quorum), state, given);
    const words = [1, 2, 3, 4].map((n) => {
      const when = noon + n * hour;
      const found = [...quorum, deed({ at: when }), signal('origin', 8, { at: when, key: `network ${n}` })];
      return decide(assessment(found, { at: when }), state, given)?.action ?? null;
    });
    expect(words).toEqual(['notify', 'notify', null, null]);
  });

  it('is switched off when new evidence says so', () => {
    expect(later([signal('client', 5, { at }), signal('volume', 5, { id: 'S42', authority: 'pin', at })])).toEqual([
      'pin',
      'disable',
    ]);
  });
});

describe('a quarantine that the limits hold back to a pin', () => {
  it('is no second pin where one is in force', () => {
    const state = newCase();
    const spent = emptySpent();
    const given = circumstances({ spent });
    expect(decide(assessment(quorum), state, given)?.action).toBe('pin');
    for (let i = 0; i < given.policy.limits.disruptivePerAccountPerHour; i++) spend(spent, 'disable', accountId, noon);
    const answers = [1, 2, 3].map((n) => {
      const at = noon + n * minute;
      const deed = signal('action', 8, { id: 'S17', key: `deed ${n}`, at });
      return decide(assessment([...quorum, deed], { at }), state, given)?.action ?? null;
    });
    expect(answers).not.toContain('pin');
    expect(state.measures).toEqual(['pin']);
  });
});

describe('a second word in an open case', () => {
  it('comes for each who has the role, and four times a day at most', () => {
    const state = newCase();
    const told = ['ada', 'bob', 'ada', 'cleo', 'dan', 'eve'].map((holder, i) => {
      const at = noon + i * hour;
      const odd = assessment([signal('origin', 9, { at })], { credential: role, at, holder });
      return decide(odd, state, circumstances())?.action ?? null;
    });
    expect(told).toEqual(['notify', 'notify', null, 'notify', 'notify', null]);
  });

  const first = [signal('origin', 8), signal('client', 2)];
  const wordsOn = (later: readonly (readonly ReturnType<typeof signal>[])[], step = hour) => {
    const state = newCase();
    const given = circumstances();
    return [first, ...later].map(
      (signals, i) => decide(assessment(signals, { at: noon + i * step }), state, given)?.action ?? null,
    );
  };

  it.each([
    ['the score has risen well', [signal('origin', 12), signal('client', 2), signal('scope', 2)], 'notify'],
    ['the score has risen a little', [signal('origin', 10), signal('client', 2)], null],
    ['another group bears witness', [signal('origin', 8), signal('scope', 4, { id: 'S98' })], 'notify'],
    ['what is new would be enough by itself', [...first, signal('origin', 12, { key: 'elsewhere' })], 'notify'],
    ['a traveller is somewhere else', [...first, signal('origin', 9, { key: 'elsewhere' })], null],
    ['little was added', [signal('origin', 8), signal('scope', 3, { key: 'new' })], null],
    ['the same was seen again', [signal('origin', 8, { at: noon + hour }), signal('client', 2)], null],
  ] as const)('when %s: %#', (_, signals, word) => {
    expect(wordsOn([signals])).toEqual(['notify', word]);
  });

  it.each([
    ['a key is made', { id: 'S17', key: 'iam:CreateAccessKey' }, 5, 'notify'],
    ['a key is made, of which there is little to say', { id: 'S17', key: 'iam:CreateAccessKey' }, 4.9, null],
    ['a key may be made by whoever builds', { id: 'S17', key: 'iam:CreateAccessKey', authority: 'notify' }, 5, null],
    ['another secret is read', { id: 'S16', key: 'secretsmanager:BatchGetSecretValue' }, 5, null],
  ] as const)('when, after a secret was read, %s', (_, changes, bits, word) => {
    const state = newCase();
    const read = [signal('scope', 6), signal('action', 5, { id: 'S16', key: 'secretsmanager:GetSecretValue' })];
    const [told, more] = [read, [...read, signal('action', bits, { ...changes, at: noon + hour })]].map(
      (signals, i) => decide(assessment(signals, { at: noon + i * hour }), state, circumstances())?.action ?? null,
    );
    expect([told, more]).toEqual(['notify', word]);
  });

  it('comes at most once a day, and again the day after', () => {
    const places = Array.from({ length: 10 }, (_, i) => [
      signal('origin', 12, { key: `place ${i}`, at: noon + (i + 1) * hour }),
    ]);
    expect(wordsOn(places).filter((one) => one !== null)).toHaveLength(2);
    const daily = places.map(([one], i) =>
      one === undefined ? [] : [{ ...one, at: noon + (i + 1) * day, lastAt: noon + (i + 1) * day }],
    );
    expect(wordsOn(daily.slice(0, 3), day)).toEqual(['notify', 'notify', 'notify', 'notify']);
  });

  it('knows the latest measures of a long case', () => {
    const state = newCase();
    for (let i = 0; i < 70; i++) close(state, 'revoke-sessions', assessment(quorum, { session: `ASIA${i}` }));
    expect([state.measures.length, state.measures.at(-1)]).toEqual([64, 'revoke-sessions ASIA69']);
  });

  it('has an id of its own, though the facts have the same names', () => {
    const state = newCase();
    const given = circumstances();
    const ids = [8, 12].map((bits) => decide(assessment([signal('origin', bits)]), state, given)?.id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a decision', () => {
  it('has the same id wherever it is made, and another one for other facts', () => {
    const decision = answer([quorum]);
    expect(decision?.id).toMatch(/^d_[0-9a-f]{16}$/);
    expect(answer([quorum.toReversed()])?.id).toBe(decision?.id);
    const others = [
      answer([[...quorum, signal('client', 4)]]),
      answer([quorum, { establishedNetworks: [] }]),
      answer([quorum, { credential: role }]),
    ];
    expect(new Set([decision, ...others].map((one) => one?.id)).size).toBe(4);
  });

  it('tells what speaks for it', () => {
    expect(answer([quorum])).toMatchObject({ score: 80, owner: 'storage', heldBack: null });
    expect(answer([quorum])?.reason).toBe('action says 8; origin says 8 (score 80).');
    const hers = { ...(mia.credential as Extract<Credential, { kind: 'role' }>), person: 'mia@corp.example' };
    expect(answer([quorum, { credential: hers }])?.reason).toBe(
      'action says 8; origin says 8 (score 80). The session is that of mia@corp.example.',
    );
    const signedIn = { credential: role, holder: 'ada@corp.example', isSignedIn: true };
    expect(answer([quorum, signedIn])?.reason).toBe(
      'action says 8; origin says 8 (score 80). The session is that of ada@corp.example.',
    );
    expect(answer([quorum, { ...signedIn, isSignedIn: false }])?.reason).toBe(
      'action says 8; origin says 8 (score 80).',
    );
  });

  it('only speaks where not everything could be seen, and says what not', () => {
    const unseen = 'its policies could not be read';
    expect(answer([proof], { unseen })).toMatchObject({ action: 'notify', heldBack: unseen });
  });

  it('acts only where the policy says enforce', () => {
    const enforce: Policy = { ...defaultPolicy, mode: 'enforce' };
    expect(answer([quorum])?.mode).toBe('observe');
    expect(answer([quorum], { policy: enforce })?.mode).toBe('enforce');
    expect(answer([quorum], { policy: { ...enforce, enforceIn: ['999988887777'] } })?.mode).toBe('observe');
  });
});

describe('an exemption', () => {
  const reasons = quorum.map((one) => ({ ...one, id: 'S09' }));
  const exempt = (changes: Partial<Exemption> = {}) => ({
    exemptions: [
      { credential: key.id, owner: 'mia', reason: 'a drill', scope: 'all', until: '2030-01-01T00:00:00Z', ...changes },
    ],
  });
  const actionWith = (changes: Partial<Exemption>) => answer([reasons], exempt(changes))?.action;

  it('turns a disruption into a notice that says why', () => {
    expect(answer([reasons], exempt())).toMatchObject({
      action: 'notify',
      heldBack: expect.stringContaining('a drill'),
    });
  });

  it('names the credential or whom it speaks for, with stars', () => {
    expect(actionWith({ credential: 'arn:aws:iam::111122223333:user/*' })).toBe('notify');
    expect(actionWith({ credential: 'AKIA*' })).toBe('notify');
    expect(actionWith({ credential: 'AKIAOTHER' })).toBe('pin');
  });

  it.each([
    ['with blanks about it', ` ${key.id} `],
    ['among others', `AKIAIOSFODNN7OTHER00, ${key.id}`],
    ['by the user’s own name', 'backup'],
    ['by an ARN with a blank behind it', 'arn:aws:iam::111122223333:user/backup '],
  ])('names the credential %s', (_, credential) => {
    expect(actionWith({ credential })).toBe('notify');
  });

  it('does not name whoever has a part of the name', () => {
    for (const credential of ['back', key.id.slice(0, -1), 'arn:aws:iam::111122223333:user/backup2', ' , '])
      expect(actionWith({ credential }), credential).toBe('pin');
  });

  it('names a role by one of its sessions, as the log and AWS show it', () => {
    const id = 'arn:aws:iam::111122223333:role/teams/deploy';
    const role = { id, principal: id };
    expect(names('arn:aws:sts::111122223333:assumed-role/deploy/*', role)).toBe(true);
    expect(names('arn:aws:sts::111122223333:assumed-role/deploy/mia', role)).toBe(true);
    expect(names('arn:aws:sts::111122223333:assumed-role/deployer/mia', role)).toBe(false);
    expect(names('arn:aws:sts::999988887777:assumed-role/deploy/mia', role)).toBe(false);
    expect(namingNobody(['deploy', 'deplyo'], [role])).toEqual(['deplyo']);
  });

  it('covers what rests on its scope alone', () => {
    expect(actionWith({ scope: 'anomalous' })).toBe('notify');
    expect(actionWith({ scope: 'S09, S17' })).toBe('notify');
    expect(actionWith({ scope: 'S17' })).toBe('pin');
    expect(actionWith({ scope: 'stale' })).toBe('pin');
  });

  it('covers all where its scope cannot be understood: that fails toward no action', () => {
    expect(actionWith({ scope: 'anomalus' })).toBe('notify');
    expect(actionWith({ scope: 'stale, S00' })).toBe('notify');
  });

  it('covers nothing that rests on more than its scope, when deciding and when acting on it', () => {
    const outdone = signal('origin', 4, { id: 'S10' });
    const reasons = [signal('origin', 8, { id: 'S09' }), outdone, signal('action', 8, { id: 'S17' })];
    for (const [scope, isCovered] of [
      ['S09', false],
      ['S17', false],
      ['S09, S17', true],
      ['stale, S17', false],
      ['stale, anomalous', true],
    ] as const) {
      expect(answer([reasons], exempt({ scope }))?.action, scope).toBe(isCovered ? 'notify' : 'pin');
      const decision = answer([reasons]);
      if (decision === null) throw new Error('nothing decided');
      const protection = protectionOfDecision(decision, defaultPolicy, exempt({ scope }).exemptions, noon);
      expect(protection !== null, scope).toBe(isCovered);
    }
  });

  it('covers what rests on its scope, though a faded trace of something else is on record, too', () => {
    const trace = signal('lifecycle', 0.9, { id: 'S32', family: 'stale' });
    const answerIn = (signals: typeof quorum, scope: string) => answer([signals], exempt({ scope }));
    const protectedIn = (signals: typeof quorum) => {
      const decision = answer([signals]);
      if (decision === null) throw new Error('nothing decided');
      return protectionOfDecision(decision, defaultPolicy, exempt({ scope: 'S09' }).exemptions, noon);
    };
    expect(answerIn([...reasons, trace], 'anomalous')?.action).toBe('notify');
    expect(answerIn([...reasons, trace], 'S09')?.action).toBe('notify');
    expect(protectedIn([...reasons, trace])).not.toBeNull();
    const more = [...reasons, { ...trace, bits: 1 }];
    expect(answerIn(more, 'anomalous')?.action).toBe('pin');
    expect(protectedIn(more)).toBeNull();
  });

  it('for one family leaves open what rests on another, too, when acting on it', () => {
    const decision = answer([reasons]);
    if (decision === null) throw new Error('nothing decided');
    const heldBack = (scope: string) => {
      const both = { ...decision, families: ['stale', 'anomalous'] as const };
      return protectionOfDecision(both, defaultPolicy, exempt({ scope }).exemptions, noon);
    };
    expect([heldBack('stale'), heldBack('anomalous')]).toEqual([null, null]);
    expect(heldBack('stale, anomalous')).not.toBeNull();
  });

  it('ends when it says, and not a moment later', () => {
    const ends = (late: number) => actionWith({ until: formatInstant(noon + late) });
    expect([0, 1].map(ends)).toEqual(['pin', 'notify']);
  });

  it('lasts where nobody can read its end: fails toward no action', () => {
    expect(actionWith({ until: 'next summer' })).toBe('notify');
  });

  it('stops every hand when exemptions cannot be read, and no voice', () => {
    expect(answer([proof], { exemptions: null })).toMatchObject({ action: 'notify', heldBack: expect.any(String) });
    expect(answer([proof, { credential: secret }], { exemptions: null })?.action).toBe('notify');
  });
});

describe('the limits', () => {
  const limited = (perHour: number, perDay = 100): Policy => ({
    ...defaultPolicy,
    limits: {
      ...defaultPolicy.limits,
      disruptivePerAccountPerHour: perHour,
      disruptivePerOrganizationPerDay: perDay,
      reservedForHard: 0.5,
    },
  });
  const spentOn = (count: number, account: AccountId = accountId) => {
    const spent = emptySpent();
    for (let i = 0; i < count; i++) spend(spent, 'disable', account, noon);
    return spent;
  };

  it('leave a pin of a lock-out; pins are counted apart', () => {
    const left = (rung: 'quarantine' | 'pin') => withinLimits(rung, accountId, false, noon, limited(4), spentOn(2));
    expect(left('quarantine')).toMatchObject({ rung: 'pin', heldBack: expect.stringContaining(accountId) });
    expect(left('pin')).toMatchObject({ rung: 'pin', heldBack: null });
  });

  it('leave four pins for a lock-out, then a notice, whatever was earned', () => {
    const spent = emptySpent();
    const rungs = Array.from({ length: 12 }, () => {
      const { rung } = withinLimits('disable', accountId, true, noon, limited(2), spent);
      if (rung !== 'notify') spend(spent, rung, accountId, noon);
      return rung;
    });
    expect(rungs).toEqual([...Array(2).fill('disable'), ...Array(8).fill('pin'), ...Array(2).fill('notify')]);
  });

  it('keep a share for hard evidence', () => {
    const left = (hard: boolean) => withinLimits('disable', accountId, hard, noon, limited(4), spentOn(2)).rung;
    expect(left(false)).toBe('pin');
    expect(left(true)).toBe('disable');
  });

  it('are over after their hour or day', () => {
    const at = (later: number) =>
      withinLimits('disable', accountId, true, noon + later, limited(4, 6), spentOn(4)).rung;
    expect([0, hour, day - 1, day].map(at)).toEqual(['pin', 'disable', 'disable', 'disable']);
    const inAll = (later: number) =>
      withinLimits('disable', accountId, true, noon + later, limited(9, 4), spentOn(4)).rung;
    expect([0, hour, day - 1, day].map(inAll)).toEqual(['pin', 'pin', 'pin', 'disable']);
  });

  it('count the whole day, though something was done since', () => {
    const spent = spentOn(4);
    spend(spent, 'disable', accountId, noon + 2 * hour);
    const left = (perDay: number) =>
      withinLimits('disable', accountId, true, noon + 4 * hour, limited(9, perDay), spent).rung;
    expect([5, 6].map(left)).toEqual(['pin', 'disable']);
  });

  it('count the hours that are left of the day when the first of them are over', () => {
    const spent = emptySpent();
    for (let done = 0; done <= 24; done++) spend(spent, 'disable', accountId, noon + done * hour);
    const left = (perDay: number) =>
      withinLimits('disable', accountId, true, noon + day, limited(9, perDay), spent).rung;
    expect([24, 25].map(left)).toEqual(['pin', 'disable']);
  });

  it('do not count what was decided on later: records come late, and a late look back finds the room there was', () => {
    const spent = emptySpent();
    for (let i = 0; i < 4; i++) spend(spent, 'disable', accountId, noon + 1);
    const left = (at: number) => withinLimits('disable', accountId, true, at, limited(4), spent).rung;
    expect([noon, noon + 1].map(left)).toEqual(['disable', 'pin']);
  });

  it('count the organisation as well as the account', () => {
    const elsewhere = spentOn(6, '999988887777' as AccountId);
    const left = (perDay: number) => withinLimits('disable', accountId, true, noon, limited(4, perDay), elsewhere);
    expect(left(7).rung).toBe('disable');
    expect(left(6)).toMatchObject({ rung: 'pin', heldBack: expect.stringContaining('organisation') });
  });

  it('never hold a notice back', () => {
    expect(withinLimits('notify', accountId, false, noon, limited(0, 0), spentOn(9)).rung).toBe('notify');
  });
});

describe('whatever the evidence', () => {
  const groups: Group[] = [
    'context',
    'origin',
    'client',
    'identity',
    'lifecycle',
    'scope',
    'action',
    'intent',
    'volume',
  ];
  const anySignals = fc.array(
    fc
      .record({
        group: fc.constantFrom(...groups),
        bits: fc.double({ min: 0, max: 20, noNaN: true }),
        authority: fc.constantFrom('hard', 'pin', 'corroborate', 'notify'),
        basis: fc.constantFrom('habit', 'word', 'fact'),
        id: fc.constantFrom('S07', 'S08', 'S17', 'S19'),
      })
      .map(({ group, bits, ...rest }) => signal(group, bits, rest)),
    { maxLength: 10 },
  );
  const toldOnly = (credential: Credential, policy: Policy) =>
    fc.assert(
      fc.property(anySignals, fc.nat(60), (signals, activeDays) => {
        const decision = answer([signals, { credential, activeDays }], { policy });
        expect(decision === null || decision.action === 'notify').toBe(true);
      }),
    );

  it('root is never disturbed: AWS has no way to take it back', () => toldOnly(root, defaultPolicy));

  it.each([key, role, secret, mia.credential])('a protected $kind is never touched', (credential) => {
    toldOnly(credential, { ...defaultPolicy, protect: [credential.id] });
  });
});
