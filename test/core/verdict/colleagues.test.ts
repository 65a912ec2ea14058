import { describe, expect, it } from 'vitest';
import { assess } from '../../../core/assess.ts';
import { learn } from '../../../core/context/habits/learn.ts';
import { placeUse } from '../../../core/context/place.ts';
import type { SessionRecord } from '../../../core/context/sessions/session-record.ts';
import { holderOf, sightingOf } from '../../../core/context/sighting.ts';
import type { CredentialUse } from '../../../core/intake/credential-use.ts';
import type { Arn } from '../../../core/model/brand.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { addEvidence, emptyEvidence, signalsAbout } from '../../../core/verdict/evidence.ts';
import { dossier } from '../../cases/dossier.ts';
import { days } from '../../cases/history.ts';
import { home, lima, places } from '../../cases/places.ts';
import { mia, pipeline, use } from '../../cases/use.ts';
import { signal } from './signals.ts';

const ada = 'arn:aws:iam::111122223333:user/ada' as Arn;
const eva = 'arn:aws:iam::111122223333:user/team/eva' as Arn;
const openedBy = (peer: string): SessionRecord => ({
  places: [],
  parent: { peer, accessKeyId: null, principal: null, tags: null },
});

describe('who holds a role', () => {
  it('is the user who took it on, whatever name the session bears', () => {
    expect(holderOf(use(pipeline), openedBy(ada))).toBe(ada);
    expect(holderOf(use(pipeline), openedBy(eva))).toBe(eva);
  });

  it('is whom the company’s own sign-in vouched for, where it says who that is', () => {
    const vouched = (subject: string | null): SessionRecord => {
      const { parent, ...rest } = openedBy('arn:aws:iam::111122223333:saml-provider/okta');
      const provider = 'arn:aws:iam::111122223333:saml-provider/okta' as Arn;
      return { ...rest, parent: parent && { ...parent, federation: { kind: 'saml', provider, subject } } };
    };
    expect(holderOf(use(pipeline), vouched('ada@example.com'))).toBe('ada@example.com');
    expect(holderOf(use(pipeline), vouched(null))).toBeNull();
  });

  it.each<[string, CredentialUse, SessionRecord | null]>([
    ['nobody known', use(pipeline), null],
    ['a machine', use(pipeline), openedBy('ec2.amazonaws.com')],
    ['another role', use(pipeline), openedBy('arn:aws:iam::111122223333:role/build')],
    ['a person with habits of their own', use(mia), openedBy(ada)],
    ['no role', use(), openedBy(ada)],
  ])('is not told of %s', (_, one, session) => {
    expect(holderOf(one, session)).toBeNull();
  });
});

describe('evidence', () => {
  const evidence = emptyEvidence();
  for (const holder of [ada, eva]) addEvidence(evidence, { ...signal('origin', 8), holder });
  addEvidence(evidence, signal('action', 5));
  const about = (holder: Arn | null) => signalsAbout(evidence, holder, null).map((one) => one.holder ?? 'all');

  it('speaks of whom it is about, and of all where it is about the role', () => {
    expect(about(ada)).toEqual([ada, 'all']);
    expect(about(eva)).toEqual([eva, 'all']);
  });

  it('speaks in full against somebody of whom nothing is known', () => {
    expect(about(null)).toEqual([ada, eva, 'all']);
  });
});

describe('two colleagues with one role', () => {
  const worker = { ...pipeline, by: 'aws-cli/2.17' };
  const at = (session: string, from: typeof home, minutesLater = 0) =>
    use({ ...worker, session, from, minutesLater, action: 's3:GetObject' });
  const play = (uses: readonly (readonly [CredentialUse, Arn])[]) => {
    const about = dossier();
    for (const one of days(30, { ...worker, from: home })) {
      learn(about.baseline, sightingOf(one, placeUse(one, places), null), 'learn');
    }
    const assessed = uses.map(([one, holder]) =>
      assess(one, placeUse(one, places), { ...about, session: openedBy(holder) }, defaultPolicy),
    );
    return assessed.map((one) => one?.signals.map(({ id }) => id) ?? []);
  };

  it('are in two countries at once, each in one', () => {
    const [, travelled] = play([
      [at('a', home), ada],
      [at('b', lima, 5), eva],
    ]);
    expect(travelled).toContain('S10');
    expect(travelled).not.toContain('S12');
  });

  it('of whom one is in two countries at once is not who they say', () => {
    const [, travelled] = play([
      [at('a', home), ada],
      [at('a', lima, 5), ada],
    ]);
    expect(travelled).toContain('S12');
  });

  it('do not answer for what the other did', () => {
    const [, hers, his] = play([
      [at('a', home), ada],
      [at('b', lima, 5), eva],
      [use({ ...worker, session: 'a', from: home, minutesLater: 6, action: 'iam:CreateAccessKey' }), ada],
    ]);
    expect(hers).toContain('S10');
    expect(his).toContain('S17');
    expect(his).not.toContain('S10');
  });
});
