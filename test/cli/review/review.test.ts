import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDecisions } from '../../../cli/replay/decisions-kept.ts';
import { markdownOf } from '../../../cli/review/markdown.ts';
import type { Pack } from '../../../cli/review/pack.ts';
import { emptyFolder, replayTrail, rescind, writtenOrganisation } from '../command-line.ts';

describe('review', () => {
  let folder: string;
  let packs: Pack[];
  beforeAll(async () => {
    folder = await writtenOrganisation();
    await replayTrail(folder, '--state', 'r.sqlite');
    const args = ['--state', 'r.sqlite', '--context', 'context'];
    packs = JSON.parse((await rescind(folder, 'review', ...args, '--json')).stdout);
  });

  test('gives each owner every credential once, with what it did and what is proposed', () => {
    const all = packs.flatMap(({ credentials }) => credentials);
    expect(new Set(all.map(({ credential }) => credential)).size).toBe(all.length);
    expect(packs.length).toBeGreaterThan(2);
    const working = all.filter(({ did }) => did.uses > 0);
    expect(working.length).toBeGreaterThan(10);
    expect(working.every(({ did, lastUsed }) => did.days > 0 && did.services.length > 0 && lastUsed !== null)).toBe(
      true,
    );
    expect(working.filter(({ proposal }) => proposal.what === 'retire')).toEqual([]);
  });

  test('asks to look at whatever was taken for compromised, and names nothing both used and unused', async () => {
    const all = packs.flatMap(({ credentials }) => credentials);
    const { database } = openDecisions(join(folder, 'r.sqlite'));
    const rows = database.prepare('SELECT credential, body FROM decision').all();
    database.close();
    const doubted = rows.filter(({ body }) => JSON.parse(String(body)).verdict === 'compromised');
    expect(doubted.length).toBeGreaterThan(0);
    for (const { credential } of doubted) {
      const { proposal } = all.find((one) => one.credential === credential) ?? {};
      expect(proposal).toMatchObject({ what: 'look', why: expect.stringContaining('judged compromised') });
    }
    const both = all.flatMap(({ did, didNot }) => didNot?.filter((service) => did.services.includes(service)) ?? []);
    expect(both).toEqual([]);
  });

  test('proposes by the policy: with longer memory nothing is retired, with none all that rests', async () => {
    const proposals = async (policy: object) => {
      writeFileSync(join(folder, 'p.json'), JSON.stringify(policy));
      const args = ['--state', 'r.sqlite', '--context', 'context', '--policy', 'p.json', '--json'];
      const found = JSON.parse((await rescind(folder, 'review', ...args)).stdout) as Pack[];
      return found.flatMap(({ credentials }) => credentials.map(({ proposal }) => proposal.what));
    };
    const shrinking = await proposals({ overprivileged: { unusedShare: 0.05, observedDays: 1 } });
    expect(shrinking).toContain('shrink');
    expect(await proposals({ overprivileged: { unusedShare: 1, observedDays: 3000 } })).not.toContain('shrink');
    expect(await proposals({ stale: { unusedDays: 1 } })).toContain('retire');
  });

  test('writes a page for each owner, and shows one alone', async () => {
    const args = ['--state', 'r.sqlite', '--context', 'context'];
    await rescind(folder, 'review', ...args, '--output', 'reviews');
    const pages = readdirSync(join(folder, 'reviews'));
    expect(pages).toHaveLength(packs.length);
    expect(readFileSync(join(folder, 'reviews', pages[0] ?? ''), 'utf8')).toMatch(/^# Review: [\s\S]*- \[ \] \*\*/);
    const [{ owner }] = packs as [Pack];
    const alone = JSON.parse((await rescind(folder, 'review', ...args, '--owner', String(owner), '--json')).stdout);
    expect(alone).toEqual([packs[0]]);
    expect((await rescind(folder, 'review', ...args, '--owner', 'nobody-here')).status).toBe(2);
  });

  test('without a replay on record it says so', async () => {
    const empty = emptyFolder();
    expect(await rescind(empty, 'review', '--state', 'no.sqlite')).toMatchObject({ status: 2, stdout: '' });
    expect(readdirSync(empty)).toEqual([]);
  });
});

test('a stranger’s name is a name on the page, and no markup', () => {
  const hostile = 'x` **b**\n# Title <img src=x> [a](b)';
  const page = markdownOf(
    {
      owner: hostile,
      credentials: [
        {
          ...{
            credential: hostile,
            kind: 'role',
            accountId: '1',
            principal: hostile,
            purpose: hostile,
            lastUsed: null,
          },
          did: { days: 1, uses: 1, services: [hostile], networks: [hostile] },
          ...{ could: [hostile], didNot: [hostile], proposal: { what: 'look', why: 'Who knows.' } },
        },
      ],
    },
    'a',
    'b',
  );
  const lines = page.split('\n');
  expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(2);
  expect(page.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/(?<!\\)[<[](?! \])/);
});
