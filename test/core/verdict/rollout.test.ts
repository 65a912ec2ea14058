import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../../core/assess.ts';
import { emptyBaseline } from '../../../core/context/habits/baseline.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import { placeUse } from '../../../core/context/place.ts';
import { countShowing, noteShowing, type Population } from '../../../core/context/population.ts';
import { emptyRecent } from '../../../core/context/recent.ts';
import { sightingOf } from '../../../core/context/sighting.ts';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import type { AccessKeyId, Arn } from '../../../core/model/brand.ts';
import { hour } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { secondHome } from '../../../core/signals/anomalous/second-home.ts';
import type { Authority } from '../../../core/signals/signal.ts';
import type { Assessment } from '../../../core/verdict/assessment.ts';
import { reasonOf } from '../../../core/verdict/explain.ts';
import { rolloutAmong } from '../../../core/verdict/rollout.ts';
import { dossier } from '../../cases/dossier.ts';
import { days } from '../../cases/history.ts';
import {
  awsIrelandToo,
  azure,
  home,
  hotel,
  office,
  type Place,
  places,
  serverNearby,
  vpn,
} from '../../cases/places.ts';
import { declared } from '../../cases/standing.ts';
import { accountId, type Doing, named, noon, on, use } from '../../cases/use.ts';
import { assessed } from '../assessed.ts';
import { signal } from './signals.ts';

/** The n-th key of a kind, with a month of backups behind it. */
function keyOf(population: Population, kind: string, canary = false, past = days(30)): Dossier {
  const baseline = emptyBaseline();
  for (const one of past) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
  return dossier({ declared: declared({ kind, canary }), baseline, population });
}

function keyed(n: number, doing: Doing): CredentialUse {
  const one = use({ ...doing, minutesLater: n });
  return { ...one, credential: { ...one.credential, kind: 'access-key', id: `AKIA${n}` as AccessKeyId } };
}

/** The same, and each user has keys of their own. */
function keyedBy(user: string, n: number, doing: Doing): CredentialUse {
  const one = keyed(n, doing);
  return { ...one, credential: { ...one.credential, principal: `arn:aws:iam::${accountId}:user/${user}` as Arn } };
}

/** Several keys do the same, one minute after the other, in new regions and with new programs. */
function wave(
  count: number,
  doing: Doing,
  kindOf: (n: number) => string = () => 'ci',
  canary = false,
  maker: string | null = null,
): Assessment[] {
  const population = emptyRecent();
  return Array.from({ length: count }, (_, n) => {
    const one = keyedBy(`user ${n}`, n, doing);
    const about = { ...keyOf(population, kindOf(n), canary && n === count - 1), maker: () => maker };
    return assessed(one, placeUse(one, places), about, defaultPolicy);
  });
}

const moved = { from: hotel, by: 'aws-sdk-go-v2/1.30', action: 'sns:Publish' };

describe('what many siblings show at once', () => {
  it('is a rollout from the fourth of them on: told, and nobody is disturbed', () => {
    const verdicts = wave(6, moved).map(({ verdict }) => verdict);
    expect(verdicts).toEqual([...Array(3).fill('compromised'), ...Array(3).fill('suspicious')]);
  });

  it('is one for as long as a rollout lasts, however much else is new in the account meanwhile', () => {
    const population = emptyRecent();
    for (let n = 0; n < 3; n++) noteShowing(population, 'access-key ci', 'S09 AS3352', `access-key AKIA${n}`, noon + n);
    for (let n = 0; n < 400; n++)
      noteShowing(population, 'access-key', `S14 service ${n}`, `access-key AKIX${n}`, noon + hour + n);
    expect(countShowing(population, 'access-key ci', 'S09 AS3352', noon + 2 * hour)).toBe(3);
  });

  it('is a move that outgrows a declaration of places, unless that is enforced', () => {
    const population = emptyRecent();
    for (let n = 0; n < 3; n++) noteShowing(population, 'mover', 'S03 AS3352', `user ${n}`, noon);
    const astray = (authority: Authority) => signal('origin', 12, { id: 'S03', key: 'AS3352', authority });
    const explained = (authority: Authority) =>
      rolloutAmong([astray(authority)], { population, forebears: () => new Set() }, 'access-key ci', noon, {
        isAtRentedPlace: () => false,
      }).siblings;
    expect([explained('corroborate'), explained('hard')]).toEqual([3, 0]);
  });

  it('says so in the reason, and which part of it that is', () => {
    const last = wave(5, moved).at(-1) as Assessment;
    const [, said = ''] =
      /5 credentials of its kind show the same within hours: (.*) counts? as a rollout/.exec(reasonOf(last)) ?? [];
    expect(said).toBe('new-country and new-service and new-client');
    expect(reasonOf({ ...last, alike: ['new-address'] })).not.toContain('rollout');
    expect(reasonOf(wave(3, moved).at(-1) as Assessment)).not.toContain('rollout');
  });

  it('excuses nothing of whoever does what is grave beside it', () => {
    const population = emptyRecent();
    for (let n = 0; n < 5; n++) {
      const one = keyed(n, moved);
      assessed(one, placeUse(one, places), keyOf(population, 'ci'), defaultPolicy);
    }
    const about = keyOf(population, 'ci');
    const deeds = [1, 2, 3, 4].map((n) => keyed(9, { ...moved, action: 'ssm:GetParameter', ...on(`/prod/${n}`) }));
    const last = deeds.map((one) => assessed(one, placeUse(one, places), about, defaultPolicy)).at(-1);
    expect(last).toMatchObject({ verdict: 'compromised', siblings: 0 });
  });

  it('goes on explaining what was shown then, as long as that speaks', () => {
    const population = emptyRecent();
    const all = [0, 1, 2, 3].map(() => keyOf(population, 'ci'));
    for (const [n, about] of all.entries()) {
      const one = keyed(n, moved);
      assessed(one, placeUse(one, places), about, defaultPolicy);
    }
    const later = keyed(3 + 15 * 60, { ...moved, action: 'sqs:ListQueues' });
    const own = { ...later, credential: keyed(3, moved).credential };
    const last = assessed(own, placeUse(own, places), all.at(-1) as Dossier, defaultPolicy);
    expect(last).toMatchObject({ siblings: 4 });
  });

  it('never holds back what is certain', () => {
    expect(wave(6, moved, () => 'ci', true).at(-1)).toMatchObject({ verdict: 'compromised', hard: true });
  });

  it('is no rollout where the kinds differ', () => {
    expect(wave(6, moved, (n) => `kind ${n}`).map(({ siblings }) => siblings)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes no rented network for a move: one thief with six keys is still one thief', () => {
    const last = wave(6, { from: vpn, action: 'iam:CreateAccessKey' }).at(-1);
    expect(last?.signals.some(({ id }) => id === 'S09')).toBe(true);
    expect(last?.verdict).toBe('compromised');
  });
});

describe('an office whose line is listed as a VPN', () => {
  it('is a move from the eighth on, whatever their kinds, and their deeds still count', () => {
    const people = wave(12, { from: vpn, action: 'sns:Publish' }, (n) => `kind ${n % 3}`);
    expect(people.findIndex(({ siblings }) => siblings > 0)).toBe(7);
    expect(people.slice(7).every(({ mayContain }) => !mayContain)).toBe(true);
  });
});

describe('what one key opened', () => {
  const siblingsOf = (doing: Doing) => wave(12, doing, () => 'ci', false, 'access-key CI').at(-1)?.siblings;

  it('is one tenant of a rented network, and comes to one new service', () => {
    expect(siblingsOf({ from: vpn, action: 'sns:Publish' })).toBe(0);
  });

  it('may still be a rollout where nothing but the place is new', () => {
    expect(siblingsOf({ from: hotel })).toBe(12);
  });
});

describe('whoever does the usual work behind a new gateway', () => {
  const deed: Doing = { from: awsIrelandToo, action: 'iam:CreateAccessKey', ...named('support') };

  /** Credentials of different kinds do this and that there, and then one more does something grave. */
  function lastOf(
    doings: readonly Doing[],
    userOf: (n: number) => string = (n) => `user ${n}`,
    hoursLater = 0,
    maker: string | null = null,
    pastOf = (_n: number) => days(30),
  ): Assessment {
    const population = emptyRecent();
    const from = doings[0]?.from ?? awsIrelandToo;
    return [...doings, { ...deed, from, at: noon + hoursLater * hour }]
      .map((doing, n) => {
        const one = keyedBy(userOf(n), n, doing);
        const about = { ...keyOf(population, `kind ${n}`, false, pastOf(n)), maker: () => maker };
        return assessed(one, placeUse(one, places), about, defaultPolicy);
      })
      .at(-1) as Assessment;
  }
  const usual: Doing = { from: awsIrelandToo };
  const witnesses = (doings: readonly Doing[], hoursLater = 2) => lastOf(doings, (n) => `user ${n}`, hoursLater).quorum;

  it('vouches for the place from the third on, whatever their kinds', () => {
    expect(witnesses([usual, usual])).toContain('origin');
    expect(witnesses([usual, usual, usual])).not.toContain('origin');
    expect(lastOf([usual, usual, usual], (n) => `user ${n}`, 2)).toMatchObject({ siblings: 3 });
  });

  it('vouches for nobody’s grave deed in the first hour: so fast is whoever has found their keys', () => {
    expect(witnesses([usual, usual, usual], 0)).toContain('origin');
  });

  it('vouches for one such deed for each three of them, lest eight keys of a thief hide each other', () => {
    const later = { ...deed, at: noon + 2 * hour };
    expect(witnesses([usual, usual, usual, usual, usual, later])).toContain('origin');
    expect(witnesses([usual, usual, usual, usual, usual, usual, later])).not.toContain('origin');
  });

  it('does not vouch for their own errand', () => {
    expect(lastOf([usual, usual, usual], (n) => `user ${Math.min(n, 2)}`, 2).quorum).toContain('origin');
  });

  it('vouches once for whoever opened them all', () => {
    expect(lastOf([usual, usual, usual], (n) => `user ${n}`, 2, 'access-key CI').quorum).toContain('origin');
  });

  it('vouches for two days, since daily jobs come over one by one', () => {
    const quorumAfter = (hours: number) => lastOf([usual, usual, usual], (n) => `user ${n}`, hours).quorum;
    expect(quorumAfter(47)).not.toContain('origin');
    expect(quorumAfter(49)).toContain('origin');
  });

  it('vouches once for each user, however many keys there are', () => {
    expect(lastOf([usual, usual, usual], () => 'one user', 2).quorum).toContain('origin');
  });

  it('vouches where it does several of its calls: one alone is a test of the key, by whoever has found several', () => {
    const calls = ['s3:PutObject', 's3:ListObjects', 's3:GetBucketLocation', 'kms:GenerateDataKey'];
    const jobOf = (population: Population, n: number) => {
      const baseline = emptyBaseline();
      const past = calls.flatMap((action) => days(30, { action }));
      for (const one of past) learn(baseline, sightingOf(one, placeUse(one, places), null), 'learn');
      return dossier({ declared: declared({ kind: `kind ${n}` }), baseline, population });
    };
    const quorumBeside = (made: number) => {
      const population = emptyRecent();
      for (const n of [0, 1, 2]) {
        const about = jobOf(population, n);
        for (const action of calls.slice(0, made)) {
          const one = keyedBy(`user ${n}`, n, { from: awsIrelandToo, action });
          assessed(one, placeUse(one, places), about, defaultPolicy);
        }
      }
      const one = keyedBy('user 3', 3, { ...deed, at: noon + 2 * hour });
      return assessed(one, placeUse(one, places), jobOf(population, 3), defaultPolicy).quorum;
    };
    expect(quorumBeside(2)).toContain('origin');
    expect(quorumBeside(3)).not.toContain('origin');
  });

  it('goes on vouching when its work comes again a day later: nothing has changed by that', () => {
    const population = emptyRecent();
    const about = [0, 1, 2, 3].map((n) => keyOf(population, `kind ${n}`));
    const judged = (n: number, doing: Doing) => {
      const one = keyedBy(`user ${n}`, n, doing);
      return assessed(one, placeUse(one, places), about[n] as Dossier, defaultPolicy);
    };
    for (const n of [0, 1, 2]) judged(n, usual);
    expect(judged(3, { ...deed, at: noon + 2 * hour }).quorum).not.toContain('origin');
    for (const n of [0, 1, 2]) judged(n, { ...usual, at: noon + 25 * hour });
    expect(judged(3, { ...usual, at: noon + 26 * hour }).quorum).not.toContain('origin');
  });

  it('vouches on the day after as well, though whoever moved at noon was at both places that day', () => {
    const pastOf = () => [...days(30, { from: home }), ...days(1, { from: hotel })];
    const there = { from: hotel };
    const nextDay = (doings: readonly Doing[]) => lastOf(doings, (n) => `user ${n}`, 2, null, pastOf);
    expect(nextDay([there, there]).quorum).toContain('origin');
    const moved = nextDay([there, there, there]);
    expect(moved.signals.map(({ id }) => id)).toContain(secondHome.id);
    expect(moved.quorum).not.toContain('origin');
  });

  it('does not vouch in a cloud of a country that it only knows by visits to that cloud', () => {
    const quorumAfter = (visits: Place) => {
      const abroad = days(30, { from: hotel });
      const pastOf = (n: number) => (n < 3 ? [...abroad, ...days(1, { from: visits })] : abroad);
      const there = { from: azure };
      return lastOf([there, there, there], (n) => `user ${n}`, 2, null, pastOf).quorum;
    };
    expect(quorumAfter(office)).not.toContain('origin');
    expect(quorumAfter(azure)).toContain('origin');
  });

  it('does not vouch where anything else of the call is news', () => {
    expect(witnesses([usual, usual, { from: awsIrelandToo, action: 'sns:Publish' }])).toContain('origin');
  });
});

describe('a declared place that several have left together', () => {
  /** Jobs of different kinds, all declared for one network, do their usual work elsewhere. */
  function moved(from: Place, policy = defaultPolicy, past = days(30)): Assessment[] {
    const population = emptyRecent();
    return [0, 1, 2, 3].map((n) => {
      const one = keyedBy(`user ${n}`, n, { from });
      const about = keyOf(population, `kind ${n}`, false, past);
      const { expected } = declared();
      const word = declared({ kind: `kind ${n}`, expected: { ...expected, networks: ['AS16509'] } });
      return assessed(one, placeUse(one, places), { ...about, declared: word }, policy);
    });
  }

  it('disturbs no more of them from the third on', () => {
    expect(moved(home).map(({ mayContain }) => mayContain)).toEqual([true, true, false, false]);
  });

  it('goes on counting where the policy enforces what was declared', () => {
    const enforced = { ...defaultPolicy, declared: 'enforce' } as const;
    expect(moved(home, enforced).map(({ verdict }) => verdict)).toEqual(Array(4).fill('compromised'));
  });

  it('goes on counting where anybody can rent a place', () => {
    expect(moved(vpn).map(({ mayContain }) => mayContain)).toEqual([true, true, true, true]);
  });

  it('goes on counting at a rented place in their own country', () => {
    const contained = (from: Place) =>
      moved(from, defaultPolicy, days(30, { from: office })).map((one) => one.mayContain);
    expect(contained(home)).toEqual([true, true, false, false]);
    expect(contained(serverNearby)).toEqual([true, true, true, true]);
  });
});

describe('the count of siblings', () => {
  const shown = [0, 1, 2, 3, 4].map((n) => ({ subject: `key ${n}`, at: noon + n * hour }));

  function count(order: typeof shown, at: number): number {
    const population = emptyRecent();
    for (const { subject, at: when } of order) noteShowing(population, 'ci', 'S13 eu-north-1', subject, when);
    return countShowing(population, 'ci', 'S13 eu-north-1', at);
  }

  it('is as of the instant asked about', () => {
    expect(count(shown, noon + 2 * hour)).toBe(3);
    expect(count(shown, noon + 4 * hour)).toBe(5);
    expect(count(shown, noon + 13 * hour)).toBe(4);
  });

  it('is the same in any order and however often it is told', () => {
    expect(count([...shown.toReversed(), ...shown], noon + 4 * hour)).toBe(5);
    expect(count([...shown.toReversed(), ...shown], noon + 2 * hour)).toBe(3);
  });
});
