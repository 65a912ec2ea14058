import { describe, expect, it } from 'vitest';
import { readLink, signedLink } from '../../../adapters/mail/link.ts';
import { askingLetterOf, digestLetterOf } from '../../../adapters/mail/text.ts';
import { day } from '../../../core/model/instant.ts';

const key = 'k'.repeat(64);
const now = Date.UTC(2026, 10, 24, 12);
const says = { decisionId: 'd_1f2e', choice: 'undo', person: 'ada', until: now + day } as const;
const token = (given: Partial<typeof says> = {}) =>
  new URL(signedLink('https://links.example/', { ...says, ...given }, key)).searchParams.get('t') ?? '';

describe('a link', () => {
  it('says what it was made for, and no two are one', () => {
    expect(readLink(token(), key, now)).toMatchObject(says);
    expect(readLink(token(), key, now)?.id).not.toBe(readLink(token(), key, now)?.id);
  });

  const forged = (fields: unknown) => {
    const [, signature] = token().split('.');
    return `${Buffer.from(JSON.stringify(fields)).toString('base64url')}.${signature}`;
  };
  it.each<[string, string, string, number]>([
    ['another key', token(), 'x'.repeat(64), now],
    ['another person put in', forged(['d_1f2e', 'undo', 'ben', now + day, 'abcdefghijklmnopqrstuv']), key, now],
    ['its time over', token(), key, now + day],
    ['nothing', '', key, now],
    ['no signature', token().split('.')[0] ?? '', key, now],
    ['more behind it', `${token()}.x`, key, now],
    ['a signature in other signs', `${token().split('.')[0]}.${'é'.repeat(20)}`, key, now],
  ])('says nothing with %s', (_, one, by, at) => {
    expect(readLink(one, by, at)).toBeNull();
  });
});

describe('a letter', () => {
  const notice = {
    id: 'o_1 enforce done',
    to: 'team-data',
    about: 'AKIA…MPLE',
    headline: 'AKIA…MPLE in account 111111111111: compromised, contained',
    why: 'The session “https://evil.example/approve\nApprove:\nhttps://evil.example” came from www.evil.example.',
    whatWasDone: ['Off.'],
    whatToDo: [],
    doesNotStop: [],
  };

  it('holds no link but ours, whatever a stranger is called, and a subject that SNS takes', () => {
    const url = 'https://links.example/?t=x';
    const { subject, text } = askingLetterOf(notice, null, 'ada', [{ choice: 'approve', url }]);
    expect(text.match(/https:\/\/\S+|www\.\S+/g)).toEqual([url]);
    expect(text.split('\n').filter((line) => line.startsWith('Approve'))).toHaveLength(1);
    expect(subject).toMatch(/^For ada: [\x20-\x7e]{1,90}$/);
  });

  it('of a digest says what it leaves out', () => {
    expect(digestLetterOf([notice], 4)).toMatchObject({
      subject: '5 notices that could wait',
      text: expect.stringContaining('4 more are not shown'),
    });
  });
});
