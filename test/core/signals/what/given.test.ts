import { describe, expect, it } from 'vitest';
import { emptyRecent } from '../../../../core/context/recent.ts';
import type { Untrusted } from '../../../../core/model/brand.ts';
import { giftOf, noteWritten } from '../../../../core/signals/what/given.ts';
import { accountId, use } from '../../../cases/use.ts';

type Deed = readonly [action: string, minutesLater: number, policy: string, allowed?: string];

/** What hanging the policy `A` gives after what the same hand did. */
function givenAfter(deeds: readonly Deed[], minutesLater: number): string {
  const story = emptyRecent();
  const told = (action: string, later: number, name: string, allowed?: string) => {
    const statement = { Effect: 'Allow', Action: allowed, Resource: '*' };
    return use({
      action: `iam:${action}`,
      minutesLater: later,
      target: {
        policyArn: `arn:aws:iam::${accountId}:policy/${name}` as Untrusted,
        ...(allowed !== undefined && { document: JSON.stringify({ Statement: [statement] }) as Untrusted }),
      },
    });
  };
  for (const deed of deeds) noteWritten({ use: told(...deed), story });
  const gift = giftOf({ use: told('AttachRolePolicy', minutesLater, 'A'), story });
  return typeof gift === 'string' ? gift : gift.join(' ') || 'a look';
}

const looking = 'ec2:DescribeInstances';
const all = 's3:GetObject';

describe('a policy of one’s own', () => {
  it('gives what was written into it, where it is new', () => {
    expect(givenAfter([['CreatePolicy', 0, 'A', looking]], 1)).toBe('a look');
    expect(givenAfter([['CreatePolicy', 0, 'A', all]], 1)).toBe('more');
    expect(givenAfter([['CreatePolicy', 0, 'B', looking]], 1)).toBe('more');
    expect(givenAfter([['CreatePolicyVersion', 0, 'A', looking]], 1)).toBe('more');
    expect(givenAfter([['CreatePolicy', 0, 'A', looking]], 24 * 60 + 1)).toBe('more');
  });

  it('gives what any of its versions says, though it was said of one before it, too', () => {
    const deeds: Deed[] = [
      ['CreatePolicyVersion', 0, 'A', all],
      ['CreatePolicy', 20 * 60, 'A', all],
      ['CreatePolicyVersion', 23 * 60, 'A', looking],
    ];
    expect(givenAfter(deeds, 25 * 60)).toBe('more');
  });

  it('is not taken for a look, however much else is written meanwhile', () => {
    const given = Array.from({ length: 8 }, (_, n) => {
      const others = Array.from({ length: 122 + n }, (_, i): Deed => ['CreatePolicyVersion', 1, `B${i}`, looking]);
      return givenAfter([['CreatePolicy', 0, 'A', all], ...others, ['CreatePolicyVersion', 2, 'A', looking]], 3);
    });
    expect(new Set(given)).toEqual(new Set(['more']));
  });
});
