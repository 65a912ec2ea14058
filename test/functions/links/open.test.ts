import { beforeEach, describe, expect, it } from 'vitest';
import { signedLink } from '../../../adapters/mail/link.ts';
import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import type { Wish } from '../../../contract/events.ts';
import { day } from '../../../core/model/instant.ts';
import { decisionKey } from '../../../core/observe/note-keys.ts';
import type { Choice } from '../../../core/plan/approval.ts';
import { defaultPolicy, type Policy } from '../../../core/policy/policy.ts';
import { openLink } from '../../../functions/links/open.ts';
import type { Doors } from '../../../functions/take-answer.ts';
import { decision, now } from '../../core/plan/decisions.ts';

const key = 'k'.repeat(64);
const ada: Policy['people'][number] = { name: 'ada', aws: [], owns: ['team-data'], approver: false };
let people: Policy['people'];
let wishes: Wish[];
let doors: Doors;

beforeEach(async () => {
  people = [ada];
  wishes = [];
  const notes = memoryNoteStore();
  const made = decision({ action: 'disable', reason: 'Used by <script>alert(1)</script>.' });
  const text = JSON.stringify({ decision: made, subject: 'x', policyVersion: '1', known: {} });
  await notes.commit({ key: decisionKey(made.id), text, expectedVersion: null, until: null });
  doors = {
    memory: notes,
    notes,
    containments: memoryContainmentStore(),
    settings: async () => ({
      policy: { ...defaultPolicy, people },
      exemptions: [],
      problems: [],
      words: {
        networks: {
          locate: () => {
            throw new Error('whoever takes an answer asks no network');
          },
        },
        declared: () => null,
        inventoried: () => null,
        declarations: [],
        blastRadius: () => null,
      },
    }),
    wish: async (wish) => void wishes.push(wish),
    now: () => now,
  };
});

function link(choice: Choice, given: { person?: string; decisionId?: string } = {}): string {
  const says = { decisionId: 'd_1f2e', person: 'ada', until: now + day, choice, ...given };
  return new URL(signedLink('https://links.example/', says, key)).searchParams.get('t') ?? '';
}
const visit = (t: string, method = 'GET') =>
  openLink({ requestContext: { http: { method } }, queryStringParameters: { t } }, key, doors);
const confirm = (t: string) => {
  const body = Buffer.from(new URLSearchParams({ t }).toString()).toString('base64');
  return openLink({ requestContext: { http: { method: 'POST' } }, body, isBase64Encoded: true }, key, doors);
};

describe('whoever opens a link', () => {
  it.each(['GET', 'HEAD'])('by %s is asked once more, and nothing has happened', async (method) => {
    const page = await visit(link('mine'), method);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<form method="post" action="/">');
    expect(page.body).toContain('You answer as <b>ada</b>');
    expect(page.body).not.toContain('<script>');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(wishes).toEqual([]);
  });

  it('and confirms it has answered, once', async () => {
    const token = link('mine');
    expect((await confirm(token)).body).toContain('Confirmed as their own doing by ada.');
    expect(wishes).toEqual([{ wish: 'answer', id: 'd_1f2e', choice: 'mine', by: ['ada'] }]);
    // The same link again is the same word, and another one comes too late.
    await confirm(token);
    expect(wishes).toEqual([wishes[0], wishes[0]]);
    expect((await confirm(link('undo'))).body).toContain('Confirmed as their own doing by ada.');
    expect(wishes).toHaveLength(2);
  });
});

describe('nothing happens', () => {
  it.each<[string, () => Promise<{ statusCode: number; body: string }>, number, string]>([
    ['to a link that is not ours', () => confirm(`${link('mine')}x`), 403, 'is no longer valid'],
    ['to the address alone', () => visit(''), 403, 'is no longer valid'],
    ['to a form as long as a book', () => confirm('x'.repeat(9_000)), 403, 'is no longer valid'],
    ['to a decision that nobody made', () => visit(link('mine', { decisionId: 'd_none' })), 403, 'is no longer valid'],
    [
      'for a person who left the policy',
      () => confirm(link('mine', { person: 'eve' })),
      403,
      'no longer listed under people',
    ],
    ['for one whose word it is not any more', () => confirm(link('approve')), 200, 'ada is not an approver'],
  ])('%s', async (_, visits, status, says) => {
    const page = await visits();
    expect(page.statusCode).toBe(status);
    expect(page.body).toContain(says);
    expect(wishes).toEqual([]);
  });
});
