import { defenceImpairment } from '../../core/signals/anomalous/defence-impairment.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { on, pipeline, use } from './use.ts';

export const cases: UseCases = {
  signal: defenceImpairment,
  fires: [
    {
      name: 'the organisation’s trail is switched off',
      history: days(30),
      use: use({ action: 'cloudtrail:StopLogging', ...on('org-trail') }),
      expect: { bits: [5, 12], says: ['cloudtrail:StopLogging org-trail'], authority: 'pin' },
    },
    {
      name: 'somebody tries to delete the detector and is refused',
      history: days(30),
      use: use({ action: 'guardduty:DeleteDetector', denied: true }),
      expect: { bits: [5, 12], says: ['refused'] },
    },
  ],
  silent: [
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
    {
      name: 'it asks whether the trail runs',
      history: days(30),
      use: use({ action: 'cloudtrail:GetTrailStatus' }),
      expect: null,
    },
  ],
  lookalike: [
    {
      name: 'a pipeline sets the trail up anew: bears witness, but not alone',
      history: days(30, pipeline),
      use: use({ ...pipeline, action: 'cloudtrail:UpdateTrail', ...on('org-trail') }),
      expect: { bits: [4, 10], authority: 'corroborate' },
    },
    {
      name: 'a pipeline deletes the log group of an application that it removes',
      history: days(30, pipeline),
      use: use({ ...pipeline, action: 'logs:DeleteLogGroup', ...on('/aws/lambda/old') }),
      expect: { bits: [2, 6], authority: 'corroborate' },
    },
    {
      name: 'a pipeline that sets retention every day',
      history: days(30, { ...pipeline, action: 'logs:PutRetentionPolicy' }),
      use: use({ ...pipeline, action: 'logs:PutRetentionPolicy' }),
      expect: null,
    },
  ],
};
