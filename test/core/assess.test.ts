import { describe, expect, it } from 'vitest';
import { assessTestimony, type Dossier } from '../../core/assess.ts';
import { type Baseline, emptyBaseline } from '../../core/context/habits/baseline.ts';
import { knownDays } from '../../core/context/habits/familiarity.ts';
import { learn } from '../../core/context/habits/learn.ts';
import { placeUse } from '../../core/context/place.ts';
import type { DeclaredContext } from '../../core/context/recorded-context.ts';
import { Sessions } from '../../core/context/sessions/sessions.ts';
import { sightingOf } from '../../core/context/sighting.ts';
import type { CredentialUse } from '../../core/intake/credential-use.ts';
import { intake } from '../../core/intake/intake.ts';
import type { AccessKeyId, EventId } from '../../core/model/brand.ts';
import { day, dayOf, hour } from '../../core/model/instant.ts';
import { newCase } from '../../core/plan/case.ts';
import { decide } from '../../core/plan/decide.ts';
import { emptySpent } from '../../core/plan/limits.ts';
import { defaultPolicy } from '../../core/policy/policy.ts';
import { newAction } from '../../core/signals/anomalous/new-action.ts';
import { observe } from '../../core/signals/observation.ts';
import { countDay, emptyExperience } from '../../core/verdict/experience.ts';
import { reasonOf } from '../../core/verdict/explain.ts';
import { dossier } from '../cases/dossier.ts';
import { days } from '../cases/history.ts';
import { hosting, hotel, office, places, vpn } from '../cases/places.ts';
import { declared, expects } from '../cases/standing.ts';
import { accountId, type Doing, mia, named, noon, on, pipeline, use } from '../cases/use.ts';
import { assessed } from './assessed.ts';
import { record, user } from './intake/sample.ts';
import { signal } from './verdict/signals.ts';

const tomorrow = dayOf(noon) + 1;

const knowing = (baseline: Baseline, changes: Partial<Dossier> = {}): Dossier => dossier({ baseline, ...changes });

function learned(uses: readonly CredentialUse[]): Baseline {
  const baseline = emptyBaseline();
  for (const one of uses) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
  return baseline;
}

const judged = (one: CredentialUse, about: Dossier) => assessed(one, placeUse(one, places), about, defaultPolicy);
const ids = (one: CredentialUse, about: Dossier) => judged(one, about).signals.map(({ id }) => id);

describe('a reason', () => {
  const one = use({ action: 's3:GetBucketLocation' });

  it('weighs a bit at least', () => {
    const [young, known] = [1, 30].map((count) => knowing(learned(days(count)))) as [Dossier, Dossier];
    const found = newAction.judge(observe(one, placeUse(one, places), young, defaultPolicy));
    expect(found?.bits).toBeGreaterThan(0);
    expect(found?.bits).toBeLessThan(1);
    expect([young, known].map((about) => ids(one, about).includes('S15'))).toEqual([false, true]);
  });
});

describe('the thief', () => {
  const theft = use({ from: vpn, action: 'iam:CreateAccessKey', ...named('admin') });

  it('does not teach: a place and a call of a theft are as unknown afterwards as before', () => {
    const baseline = learned(days(30));
    const about = knowing(baseline, { principalBaseline: learned(days(30)), accountBaseline: learned(days(30)) });
    expect(judged(theft, about).verdict).toBe('compromised');
    for (const taught of [about.baseline, about.principalBaseline, about.accountBaseline]) {
      if (taught === null) throw new Error('all three were given');
      expect(knownDays(taught, 'network', 'AS9009', tomorrow).ever).toBe(false);
      expect(knownDays(taught, 'action', 'iam:CreateAccessKey', tomorrow).ever).toBe(false);
    }
  });

  it('leaves the owner’s endpoint open, by its whole name', () => {
    const endpoint = 'vpce-0123456789abcdef0';
    expect(judged(theft, knowing(learned(days(30, { vpcEndpointId: endpoint })))).establishedNetworks).toEqual([
      endpoint,
    ]);
  });

  it('is not forgotten by the honest work that goes on', () => {
    const about = knowing(learned(days(30)));
    judged(theft, about);
    expect(judged(use({ minutesLater: 5 }), about).verdict).toBe('compromised');
  });

  it('who goes on outside AWS with the session of what runs there gives it away with the first call', () => {
    const session = new Sessions().of(use(pipeline));
    const about = { ...knowing(learned(days(30, pipeline))), session };
    judged(use({ ...pipeline, minutesLater: -5 }), about);
    expect(judged(use({ ...pipeline, from: office }), about)).toMatchObject({ verdict: 'compromised' });
  });

  it('who comes back tomorrow is no better known', () => {
    const about = knowing(learned(days(30)));
    judged(theft, about);
    expect(ids(use({ from: vpn, minutesLater: 24 * 60 }), about)).toContain('S09');
  });
});

describe('what is worth a word on a credential’s first day', () => {
  it('is learned, since that is where it begins', () => {
    const about = knowing(emptyBaseline());
    expect(judged(use({ from: hotel, action: 'cloudtrail:StopLogging' }), about).verdict).toBe('insufficient-data');
    expect(knownDays(about.baseline, 'network', 'AS3352', tomorrow).trusted).toBe(1);
  });
});

describe('what somebody else says of a credential', () => {
  it('finds on record what a use would: no hour of a night that is over', () => {
    const about = knowing(learned(days(30)));
    const late = noon - 8 * hour;
    about.evidence.signals.push(signal('volume', 2, { id: 'S31', at: late }), signal('origin', 8, { at: late }));
    const end = { at: noon, eventId: 'end' as EventId, accountId, credential: 'arn:aws:iam::111122223333:role/made' };
    const word = { kind: 'taken-back', ...end } as const;
    const heard = assessTestimony(word, use().credential, about, defaultPolicy);
    expect(heard?.signals.map(({ id }) => id)).toEqual(['S99', 'S50']);
  });
});

describe('honest work', () => {
  it('raises no doubt and is learned', () => {
    const baseline = learned(days(30));
    expect(judged(use(), knowing(baseline))).toMatchObject({ verdict: 'benign', signals: [], score: { value: 0 } });
    expect(knownDays(baseline, 'network', 'AS16509 IE', tomorrow).trusted).toBe(31);
  });

  it('is not asked who had its session made', () => {
    const asked: Dossier['makers'] = () => {
      throw new Error('asked');
    };
    expect(judged(use(), knowing(learned(days(30)), { makers: asked })).madeBy).toEqual([]);
  });

  it('is learned when it is a little new, too', () => {
    const baseline = learned(days(30));
    judged(use({ action: 's3:ListBuckets' }), knowing(baseline));
    expect(knownDays(baseline, 'action', 's3:ListBuckets', tomorrow).trusted).toBe(1);
  });
});

describe('a rotated key', () => {
  const rotated = () => knowing(emptyBaseline(), { principalBaseline: learned(days(30)) });

  it('starts from its user’s habits', () => {
    expect(judged(use(), rotated()).signals).toEqual([]);
    expect(ids(use({ from: office }), rotated())).toContain('S09');
    expect(judged(use({ from: office }), rotated()).establishedNetworks).toEqual(['AS16509 IE']);
  });

  it('is not too young to be judged', () => {
    const theft = use({ from: vpn, action: 'iam:CreateAccessKey', ...named('admin') });
    expect(judged(theft, rotated()).verdict).toBe('compromised');
    expect(judged(theft, knowing(emptyBaseline())).verdict).not.toBe('compromised');
  });
});

describe('a call that AWS makes on somebody’s behalf', () => {
  it('is never judged, whatever it does and wherever it seems to come from', () => {
    const call = { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey' };
    expect(intake(record(user, call)).kind).toBe('use');
    for (const invokedBy of ['cloudformation.amazonaws.com', 'AWS Internal']) {
      expect(intake(record({ ...user, invokedBy }, call))).toEqual({ kind: 'ignored', reason: 'service-made' });
    }
  });
});

describe('a day that is over', () => {
  const counted = (changes: Partial<Dossier>, daysOnRecord: number) => {
    const about = knowing(learned(days(daysOnRecord)), changes);
    for (const minutesLater of [0, 24 * 60]) judged(use({ minutesLater }), about);
    return about.experience.all.size;
  };

  it('is experience of its class', () => {
    expect(counted({}, 7)).toBe(1);
  });

  it('is none while habits are young, or those of its kind stand in for them', () => {
    expect(counted({}, 5)).toBe(0);
    expect(counted({ kinBaseline: learned(days(30)) }, 2)).toBe(0);
  });
});

describe('a key without a use on record, at a place that anybody can rent', () => {
  const authority = (silent: number) => {
    const lastUsedAt = noon - silent * day;
    const about = knowing(emptyBaseline(), { declared: declared({ lastUsedAt }), accountBaseline: learned(days(30)) });
    return judged(use({ from: hosting }), about).signals.find(({ id }) => id === 'S11')?.authority;
  };

  it('was taken out of a drawer by somebody else, where its owner last used it more than a month ago', () => {
    expect(authority(31)).toBe('pin');
    expect(authority(30)).toBe('corroborate');
  });
});

describe('what was done in another session of a role', () => {
  const deed = { action: 'iam:PutRolePolicy', ...on('shop') };
  const work = [...days(30, pipeline), ...days(30, mia)];
  /** First elsewhere, then at home. */
  const second = (who: typeof pipeline | typeof mia, first: Doing) => {
    const about = knowing(learned(work));
    judged(use({ ...who, from: vpn, ...first }), about);
    const key = 'ASIAANOTHER000000001' as AccessKeyId;
    return judged(use({ ...who, ...deed, session: key, accessKeyId: key, minutesLater: 5 }), about).verdict;
  };

  it('is not held against this one, nor is a sign-in that belongs to none on record', () => {
    expect(second(pipeline, {})).toBe('suspicious');
    expect(second(pipeline, { session: null, accessKeyId: null })).toBe('suspicious');
  });

  it('is where one person bears both', () => {
    expect(second(mia, {})).toBe('compromised');
  });
});

describe('days that are odd, each too little to be told of', () => {
  /** A month at work, then days with a first action or two: a few bits, far below a notice. */
  function odd(experience = emptyExperience()) {
    const about = knowing(learned(days(30)), { experience });
    return [1, 2, 3, 4].map((n) => {
      const one = use({ action: `s3:GetBucketThing${n}`, minutesLater: n * 24 * 60 });
      return judged(one, about);
    });
  }

  it('are told of once the class has shown that its days are not like this', () => {
    const quiet = odd();
    expect(quiet.every(({ verdict, score }) => verdict === 'benign' && score.value > 0 && score.value < 40)).toBe(true);
    const experience = emptyExperience();
    for (let i = 0; i < 2_000; i++) {
      countDay(experience, { class: 'access-key', age: 28, day: dayOf(noon) - 14 + (i % 7), bits: 0 });
    }
    const told = odd(experience);
    expect(told.map(({ verdict }) => verdict)).toContain('suspicious');
    const alarm = told.find(({ longDoubt }) => longDoubt !== null);
    if (alarm === undefined) throw new Error('one was told of');
    expect(reasonOf(alarm)).toMatch(/days in a row brought more doubt than usual for its class/);
    const decision = decide(alarm, newCase(), { policy: defaultPolicy, exemptions: [], spent: emptySpent() });
    expect(decision).toMatchObject({ action: 'notify', verdict: 'suspicious' });
  });
});

describe('an agent', () => {
  const history = learned(days(30, { action: 'bedrock:Converse' }));
  const deed = use({ action: 'iam:CreateAccessKey', ...named('admin') });
  const circumstances = { policy: defaultPolicy, exemptions: [], spent: emptySpent() };
  const decided = (about: Dossier) => decide(judged(deed, about), newCase(), circumstances);

  it('that is led astray at its own desk is pinned to what it does, by habit or by its owner’s word', () => {
    const byHabit = decided(knowing(history));
    expect(byHabit).toMatchObject({ action: 'pin', purpose: expect.arrayContaining(['bedrock:*']) });
    const words = expects({ actions: ['bedrock:InvokeModel*'] }, { kind: 'agent' });
    expect(decided(knowing(history, { declared: words }))?.purpose).toEqual(['bedrock:InvokeModel*']);
  });

  it('that leaves the tools that its owner named is pinned to them, for whatever it does, and told for a look', () => {
    const words = expects({ actions: ['bedrock:InvokeModel*'] }, { kind: 'agent' });
    const answerTo = (action: string) => {
      const assessment = judged(use({ action }), knowing(history, { declared: words }));
      return decide(assessment, newCase(), circumstances);
    };
    expect(answerTo('ses:SendEmail')).toMatchObject({ action: 'pin', purpose: ['bedrock:InvokeModel*'] });
    expect(answerTo('bedrock:GetGuardrail')).toMatchObject({ action: 'notify' });
    expect(answerTo('bedrock:Converse')).toBeNull();
  });

  it('that looks at a bucket beside its tools and then reads in it is told of, and pinned where it reads in another', () => {
    const words = expects({ actions: ['bedrock:InvokeModel*', 's3:GetObject'] }, { kind: 'agent' });
    const answerTo = (data: string) => {
      const own = days(30, { action: 's3:GetObject', target: { data: 'photos/uploads' } });
      const about = knowing(learned([...own, ...days(30, { action: 'bedrock:Converse' })]), { declared: words });
      const state = newCase();
      const look = use({ action: 's3:HeadBucket', ...on('ledger'), minutesLater: -2 });
      const read = use({ action: 's3:GetObject', target: { data } });
      return [look, read].map((one) => decide(judged(one, about), state, circumstances)?.action).at(-1);
    };
    expect(answerTo('ledger/payroll')).toBe('notify');
    expect(answerTo('taxes/payroll')).toBe('pin');
  });

  describe('with a new tool', () => {
    const commands = [0, 4 * 60].map((minutesLater) => use({ action: 'ssm:SendCommand', minutesLater }));
    const answers = (expected: Partial<DeclaredContext['expected']>, more: readonly CredentialUse[] = commands) => {
      const about = knowing(learned(days(30, { action: 'bedrock:Converse' })), {
        declared: expects(expected, { kind: 'agent' }),
      });
      const state = newCase();
      return more.map((one) => decide(judged(one, about), state, circumstances)?.action ?? null);
    };

    it('is told of where its owner gave it the service, or named the call, and pinned where nobody did', () => {
      expect(answers({})).toEqual(['pin', null]);
      expect(answers({ services: ['bedrock', 'ssm'] })).toEqual(['notify', null]);
      expect(answers({ actions: ['bedrock:*', 'ssm:SendCommand'] })).toEqual(['notify', null]);
    });

    it('is pinned to what leaves out the deed, so that the next one leads no further', () => {
      const keys = [0, 4 * 60].map((minutesLater) =>
        use({ action: 'iam:CreateAccessKey', ...named('admin'), minutesLater }),
      );
      expect(answers({}, keys)).toEqual(['pin', null]);
      expect(answers({ services: ['bedrock', 'iam'] }, keys)).toEqual(['pin', null]);
      expect(answers({ actions: ['bedrock:*', 'iam:CreateAccessKey'] }, keys)).toEqual(['pin', null]);
    });
  });

  it('is told apart from a batch job, which is quarantined for the same', () => {
    const job = knowing(learned(days(30)), { declared: expects({ actions: ['s3:Get*'] }, { kind: 'batch' }) });
    expect(decided(job)).toMatchObject({ purpose: null });
    expect([...job.recent.seen.keys()].join()).not.toContain('undeclared');
  });
});
