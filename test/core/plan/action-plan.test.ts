import { describe, expect, it } from 'vitest';
import type { Arn } from '../../../core/model/brand.ts';
import { day, hour } from '../../../core/model/instant.ts';
import { withOwnMarked } from '../../../core/observe/children.ts';
import { planActions } from '../../../core/plan/action-plan.ts';
import { noNetworks } from '../../../core/plan/facts.ts';
import { account, decision, facts, now, roleDecision } from './decisions.ts';
import { passes } from './judge.ts';

const instance = { name: 'i-0abc', sourceIdentity: null, issuedTo: { kind: 'instance', id: 'i-0abc' } } as const;

function kinds(...plan: Parameters<typeof planActions>): string[] {
  return planActions(...plan).measures.map((measure) => measure.kind);
}

describe('a plan', () => {
  it('names the policy after its kind and its case, and expires with its decision', () => {
    const [measure] = planActions(decision({ expiresAt: now + day }), facts({ uniqueId: 'AIDA1' })).measures;
    expect(measure).toMatchObject({
      kind: 'pin',
      policyName: 'Rescind-Pin-1f2e',
      expiresAt: now + day,
      target: { kind: 'user', name: 'bot', accountId: account, uniqueId: 'AIDA1' },
    });
    expect(measure?.doesNotStop).not.toEqual([]);
  });

  it('finds a principal under its path', () => {
    const plan = planActions(decision({ principal: `arn:aws:iam::${account}:user/ci/prod/bot` }), facts());
    expect(plan.measures[0]?.target.name).toBe('bot');
  });

  it('puts the deny before the key, and leaves it out only where no session can be alive', () => {
    const disable = decision({ action: 'disable' });
    expect(kinds(disable, facts())).toEqual(['revoke-sessions', 'key-status']);
    expect(kinds(disable, facts({ lastUsedAt: now - 36 * hour }))).toEqual(['revoke-sessions', 'key-status']);
    expect(kinds(disable, facts({ lastUsedAt: now - 37 * hour }))).toEqual(['key-status']);
  });

  it('still switches the key off where the deny has no room, and says so', () => {
    const plan = planActions(decision({ action: 'disable' }), facts({ inlineCharacters: 2_040 }));
    expect(plan.measures.map((measure) => measure.kind)).toEqual(['key-status']);
    expect(plan.sentences[0]).toMatch(/^Not possible: .*room|^Not possible: .*characters/);
  });

  it('never shows a whole key', () => {
    expect(JSON.stringify(planActions(decision({ action: 'disable' }), facts()).sentences)).not.toContain(
      'AKIAIOSFODNN7EXAMPLE',
    );
  });

  it('does not turn a pin without networks into a full stop', () => {
    expect(kinds(decision(), facts({ established: noNetworks }))).toEqual([]);
  });

  it('denies everything in a quarantine without networks, except to a machine', () => {
    const nowhere = facts({ established: noNetworks });
    const [all] = planActions(decision({ action: 'quarantine' }), nowhere).measures;
    expect(all?.kind === 'quarantine' && passes(all.document, {})).toBe(false);
    expect(all?.doesNotStop.join(' ')).not.toContain('still works');
    const [some] = planActions(roleDecision({ action: 'quarantine' }), { ...nowhere, session: instance }).measures;
    expect(some?.kind === 'quarantine' && passes(some.document, {})).toBe(true);
    expect(some?.doesNotStop.join(' ')).toContain('still works');
  });

  it('names what a quarantine had no room to deny', () => {
    const told = (inlineCharacters: number) => {
      const [measure] = planActions(decision({ action: 'quarantine' }), facts({ inlineCharacters })).measures;
      if (measure?.kind !== 'quarantine') throw new Error('no quarantine');
      expect(passes(measure.document, { action: 'batch:SubmitJob' })).toBe(inlineCharacters > 0);
      return measure.doesNotStop.join(' ');
    };
    expect(told(0)).not.toContain('no room');
    expect(told(300)).toMatch(/no room to deny .+, \d+ more: these still work/);
  });

  it.each([
    ['the one session in question', { name: 'run-7', sourceIdentity: null }],
    ['the sessions of source identity ci', { name: 'run-7', sourceIdentity: 'ci' }],
    ['all sessions issued until now', { name: 'run*7', sourceIdentity: null }],
  ])('says that a role loses %s', (lost, known) => {
    const session = { ...known, issuedTo: null };
    const { sentences } = planActions(roleDecision({ action: 'revoke-sessions' }), facts({ session }));
    expect(sentences).toEqual([`Role Worker loses ${lost}.`]);
  });

  it('keeps an honest machine alive where its networks are unknown', () => {
    const plan = planActions(
      roleDecision({ action: 'revoke-sessions' }),
      facts({ session: instance, established: noNetworks }),
    );
    const [measure] = plan.measures;
    if (measure?.kind !== 'quarantine') throw new Error('the machine would be cut off');
    const issued = '2026-11-24T11:00:00Z';
    expect(passes(measure.document, { userid: 'AROA1:i-0abc', issued })).toBe(true);
    expect(passes(measure.document, { userid: 'AROA1:i-0abc', issued, action: 'iam:CreateUser' })).toBe(false);
    expect(passes(measure.document, { userid: 'AROA1:i-0def', issued, action: 'iam:CreateUser' })).toBe(true);
  });

  it.each([
    ['root', decision({ kind: 'root', principal: `arn:aws:iam::${account}:root` })],
    ['root’s own key', decision({ principal: `arn:aws:iam::${account}:root`, action: 'disable' })],
    [
      'an Identity Center role',
      roleDecision({
        credential: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`,
      }),
    ],
    [
      'a service’s role',
      roleDecision({ credential: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/X` }),
    ],
    ['a secret', decision({ kind: 'secret' })],
    ['another account’s principal', decision({ principal: 'arn:aws:iam::999999999999:user/bot' })],
    ['what is no ARN', decision({ principal: 'bot' })],
  ])('only tells about %s, whatever was decided', (_, given) => {
    for (const action of ['pin', 'quarantine', 'revoke-sessions', 'disable'] as const) {
      const plan = planActions({ ...given, action }, facts());
      expect(plan.measures).toEqual([]);
      expect(plan.sentences).not.toEqual([]);
      for (const sentence of plan.sentences) expect(sentence).toMatch(/\.$/);
    }
  });

  it.each(['notify', 'rotate'] as const)('changes nothing for %s', (action) => {
    expect(kinds(decision({ action }), facts())).toEqual([]);
  });
});

describe('the tree of what a credential opened', () => {
  const other = `arn:aws:iam::${account}:role/Deploy` as Arn;
  const child = { role: other, name: 'thief', expiresAt: now + hour };

  it('ends the sessions opened with a key before the key itself, and takes those denies off by itself', () => {
    const { measures } = planActions(decision({ action: 'disable' }), facts({ children: [child] }));
    expect(measures.map((measure) => [measure.kind, measure.target.name])).toEqual([
      ['revoke-sessions', 'bot'],
      ['revoke-sessions', 'Deploy'],
      ['key-status', 'bot'],
    ]);
    const [own, deny, off] = measures;
    if (deny?.kind !== 'revoke-sessions') throw new Error('no deny on the role');
    const issued = '2026-11-24T11:00:00Z';
    expect(passes(deny.document, { userid: 'AROA1:thief', issued })).toBe(false);
    expect(passes(deny.document, { userid: 'AROA1:honest', issued })).toBe(true);
    expect(passes(deny.document, { userid: 'AROA1:thief', issued: '2026-11-24T12:01:00Z' })).toBe(true);
    expect([own?.expiresAt, deny.expiresAt, off?.expiresAt]).toEqual([now + 37 * hour, now + 2 * hour, null]);
  });

  it('has one deny a role, however many sessions', () => {
    const children = [child, { ...child, name: 'thief2', expiresAt: null }];
    const { measures } = planActions(roleDecision({ action: 'revoke-sessions' }), facts({ children }));
    expect(measures.map((measure) => measure.target.name)).toEqual(['Worker', 'Deploy']);
    expect(measures[1]?.expiresAt).toBe(now + 13 * hour);
    expect(measures[1]?.sentence).toContain('the 2 sessions');
  });

  it('names the sessions of other accounts, and does not pretend to end them', () => {
    const foreign = { ...child, role: 'arn:aws:iam::999999999999:role/Theirs' as Arn };
    const plan = planActions(decision({ action: 'disable' }), facts({ children: [foreign] }));
    expect(plan.measures.map(({ kind }) => kind)).toEqual(['revoke-sessions', 'key-status']);
    expect(plan.sentences.join(' ')).toContain('have to be ended in account 999999999999');
  });

  it('leaves a role of ours alone, says so, and goes on with all else', () => {
    const children = withOwnMarked([{ ...child, role: `${other}s` as Arn }, child], (arn) => arn.endsWith('/Deploy'));
    const plan = planActions(decision({ action: 'disable' }), facts({ children }));
    expect(plan.measures.map(({ target }) => target.name)).toEqual(['bot', 'Deploys', 'bot']);
    expect(plan.sentences.join(' ')).toContain('opened in Deploy, which is one of Rescind’s own roles');
  });

  it('ends one sign-in of a person and not the others', () => {
    const session = { ...instance, issuedTo: null, signIn: 'arn:aws:signin:us-east-1:111111111111:session/0a1b' };
    const [measure] = planActions(roleDecision({ action: 'revoke-sessions' }), facts({ session })).measures;
    expect(JSON.stringify(measure)).toContain('"ArnEquals":{"aws:SignInSessionArn":"arn:aws:signin');
  });
});

describe('the seal', () => {
  const seal = `arn:aws:iam::${account}:policy/rescind/Seal` as Arn;

  it('comes before everything that a thief could undo', () => {
    expect(kinds(decision({ action: 'disable' }), facts({ seal }))).toEqual(['seal', 'revoke-sessions', 'key-status']);
    expect(kinds(decision({ action: 'quarantine' }), facts({ seal }))).toEqual(['seal', 'quarantine']);
  });

  it('is not put on honest work: a pin and one session go without', () => {
    expect(kinds(decision(), facts({ seal }))).toEqual(['pin']);
    expect(kinds(roleDecision({ action: 'revoke-sessions' }), facts({ seal }))).toEqual(['revoke-sessions']);
  });

  it('and the key are what is left where no inline denies may be put on, and the plan says so', () => {
    const bare = facts({ seal, inlineDenies: false });
    const plan = planActions(decision({ action: 'disable' }), bare);
    expect(plan.measures.map(({ kind }) => kind)).toEqual(['seal', 'key-status']);
    expect(plan.sentences[1]).toContain('Not possible: this deployment was made without the role');
    expect(kinds(decision(), bare)).toEqual([]);
  });
});
