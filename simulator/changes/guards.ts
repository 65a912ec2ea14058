import { minute } from '../../core/model/instant.ts';
import type { Actor } from '../actors/actor.ts';
import { openSession } from '../actors/session.ts';
import { mannerAt } from '../actors/traffic.ts';
import type { JsonObject } from '../record/cloudtrail-record.ts';
import { recordOf } from '../record/record.ts';
import { type Change, type Happening, oneOf, type Scene } from './change.ts';

/** Those who watch are replaced: by whom that is a duty, since nobody else does it. */
export const guards: readonly Change[] = [
  {
    kind: 'trail-replaced',
    play: (scene) => {
      const actor = oneOf(scene, 'admin');
      if (actor === null) return null;
      const [before, after] = ['trail-of-the-first-years', 'organisation-trail'].map((name) => ({ name }));
      return follow(scene, actor, 'an administrator creates a new trail, and deletes the old one', [
        ['cloudtrail:DescribeTrails', {}],
        ['cloudtrail:CreateTrail', { ...after, s3BucketName: 'organisation-logs', isMultiRegionTrail: true }],
        ['cloudtrail:StartLogging', after ?? {}],
        ['cloudtrail:GetTrailStatus', after ?? {}],
        ['cloudtrail:StopLogging', before ?? {}],
        ['cloudtrail:DeleteTrail', before ?? {}],
      ]);
    },
  },
  {
    kind: 'guards-rebuilt',
    play: (scene) => {
      // The pipeline that builds the infrastructure anyway, as in `mass-change`.
      const actor = scene.actors.find(({ name }) => name === 'ci-oidc-0' || name === 'hub-0');
      if (actor === undefined) return null;
      return follow(scene, actor, 'the infrastructure pipeline replaces a detector and a recorder', [
        ['guardduty:ListDetectors', {}],
        ['guardduty:DeleteDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }],
        ['guardduty:CreateDetector', { enable: true }],
        ['config:StopConfigurationRecorder', { configurationRecorderName: 'default' }],
        ['config:DeleteConfigurationRecorder', { configurationRecorderName: 'default' }],
        ['config:PutConfigurationRecorder', { configurationRecorder: { name: 'all' } }],
        ['config:StartConfigurationRecorder', { configurationRecorderName: 'all' }],
      ]);
    },
  },
];

function follow(
  { random, log, at }: Scene,
  actor: Actor,
  story: string,
  steps: readonly (readonly [action: string, parameters: JsonObject])[],
): Happening {
  const manner = mannerAt(actor, at, random);
  const { signer } = openSession(actor, manner, random, log);
  for (const [n, [action, parameters]] of steps.entries()) {
    log.add(recordOf(random, signer, { ...manner, at: at + (n + 1) * minute }, { action, parameters }));
  }
  return { actors: [actor], until: at + (steps.length + 1) * minute, story };
}
