import { describe, expect, it } from 'vitest';
import type { CredentialKind } from '../../core/model/credential.ts';
import { restore } from '../../core/outcome/release.ts';
import { isReversible } from '../../core/plan/measures/measure.ts';
import { respond } from '../../core/respond.ts';
import { decision } from '../core/plan/decisions.ts';
import { testOf } from './actions-table.ts';
import { kindScene, wholeAccount } from './kind-scene.ts';
import { decisionAbout, kindStories } from './kinds.ts';

const rows = Object.entries(kindStories).flatMap(([kind, stories]) =>
  stories.map((story) => [testOf(story), kind as CredentialKind, story] as const),
);

async function played(kind: CredentialKind, story: (typeof rows)[number][2]) {
  const scene = await kindScene();
  const before = wholeAccount(scene);
  const about = decision(decisionAbout(kind, story, scene));
  const facts = await scene.factsFor(about, (await story.facts?.(scene)) ?? {});
  const [shuts, spares] = [story.shuts(scene), story.spares(scene)];
  const open = [...shuts, ...spares].map((way) => way());
  // What was issued before is told from what comes after by the second.
  scene.time.at += 1_000;
  const response = await respond(about, { ...facts, now: scene.time.at }, scene.ports);
  return { scene, before, shuts, spares, open, response };
}

describe.each(rows)('%s', (_, kind, story) => {
  it('shuts what it says, spares honest work, and restore is its undoing', async () => {
    const { scene, before, shuts, spares, open, response } = await played(kind, story);
    const { measures, sentences } = response.plan;
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-ZÄÖÜ].*[.]$/);
    if (story.onlyTold) {
      expect(measures).toEqual([]);
      expect(wholeAccount(scene)).toEqual(before);
      return;
    }
    expect(open).toEqual(open.map(() => true));
    expect(shuts.length).toBeGreaterThan(0);
    expect(response.outcome).toEqual({ kind: 'done' });
    expect(shuts.map((way) => way())).toEqual(shuts.map(() => false));
    expect(spares.map((way) => way())).toEqual(spares.map(() => true));
    expect(response.notice.doesNotStop.length).toBeGreaterThan(0);

    const contained = wholeAccount(scene);
    const oneWay = measures.every((measure) => !isReversible(measure.kind));
    await restore(response.outcomeId, 'owner', scene.ports);
    expect(wholeAccount(scene)).toEqual(oneWay ? contained : before);
    expect(shuts.map((way) => way())).toEqual(shuts.map(() => !oneWay));
    // Once more changes nothing more.
    await restore(response.outcomeId, 'owner', scene.ports);
    expect(wholeAccount(scene)).toEqual(oneWay ? contained : before);
  });
});
