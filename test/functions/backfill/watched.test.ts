import { expect, it } from 'vitest';
import { account, backfillScene } from './scene.ts';

const sister = '222233334444';

it('only the past of watched accounts is learned, of a trail of more', async () => {
  const here = backfillScene();
  const own = here.layPast();
  here.layPast('', 5, sister);
  here.isWatched = (id) => id === account;
  expect(await here.run()).toBe('succeeded');
  expect(here.read).toEqual(own);
  expect(await here.progress()).toMatchObject({ accounts: [account], files: 5, gaps: [], learnedAt: here.now });
});

it('a trail in which nobody is watched is no past that was learned', async () => {
  const here = backfillScene();
  here.layPast('', 5, sister);
  here.isWatched = (id) => id === account;
  expect(await here.run()).toBe('NotLearned');
  expect(await here.progress()).toMatchObject({ gaps: [{ kind: 'nothing-found' }], learnedAt: null });
});

it('while nobody knows who is watched, nothing is learned and nothing acts, and the next hour begins', async () => {
  const here = backfillScene();
  const files = here.layPast();
  here.isWatched = null;
  expect(await here.run()).toBe('succeeded');
  expect([here.read, await here.mode()]).toEqual([[], 'observe']);
  here.isWatched = () => true;
  expect(await here.run()).toBe('succeeded');
  expect([here.read, await here.mode()]).toEqual([files, 'enforce']);
});
