import { modelHijack } from '../../core/signals/anomalous/model-hijack.ts';
import type { UseCases } from './case.ts';
import { days } from './history.ts';
import { hosting } from './places.ts';
import { on, use } from './use.ts';

const invoking = { action: 'bedrock:InvokeModel' };

export const cases: UseCases = {
  signal: modelHijack,
  fires: [
    {
      name: 'a backup key runs a paid model',
      history: days(30),
      use: use(invoking),
      expect: { bits: [6, 8], says: ['bedrock:InvokeModel', 'no use of bedrock in 30 days'] },
    },
    {
      name: 'somebody asks whether anyone would log the models’ use',
      history: days(30),
      use: use({ action: 'bedrock:GetModelInvocationLoggingConfiguration', denied: true }),
      expect: { bits: [4, 8], says: ['refused'] },
    },
    {
      name: 'an API key for models appears',
      history: days(30),
      use: use({ ...invoking, bearerToken: true }),
      expect: { bits: [5, 8], says: ['with an API key'] },
    },
    {
      name: 'whoever only looks which models there are with such a key has had one made: as much as running one',
      history: days(30),
      use: use({ action: 'bedrock:ListFoundationModels', bearerToken: true }),
      expect: { bits: [6, 8] },
    },
    {
      name: 'a key for models runs one that it never ran, elsewhere',
      history: days(30, { ...invoking, ...on('amazon.nova-pro-v1:0') }),
      use: use({ ...invoking, ...on('anthropic.claude-opus-4-v1:0'), from: hosting }),
      expect: {
        bits: [3, 4],
        says: ['First run of model anthropic.claude-opus-4-v1:0'],
        authority: 'corroborate',
      },
    },
  ],
  silent: [
    { name: 'an agent that runs models daily', history: days(30, invoking), use: use(invoking), expect: null },
    { name: 'it reads an object', history: days(30), use: use(), expect: null },
  ],
  lookalike: [
    {
      name: 'another model is used, at the usual place',
      history: days(30, { ...invoking, ...on('amazon.nova-pro-v1:0') }),
      use: use({ ...invoking, ...on('anthropic.claude-opus-4-v1:0') }),
      expect: null,
    },
    {
      name: 'the model that it always runs, by a profile of another part of the world',
      history: days(30, { ...invoking, ...on('anthropic.claude-opus-4-v1:0') }),
      use: use({
        ...invoking,
        ...on('arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-opus-4-v1:0'),
        from: hosting,
      }),
      expect: null,
    },
    {
      name: 'what takes up another model every few days',
      history: Array.from({ length: 10 }, (_, n) => days(3, { ...invoking, ...on(`model-${n}`) }, 1 + 3 * n)).flat(),
      use: use({ ...invoking, ...on('model-10'), from: hosting }),
      expect: { bits: [0.5, 2.4] },
    },
    {
      name: 'somebody looks which models there are: less than running one',
      history: days(30),
      use: use({ action: 'bedrock:ListFoundationModels' }),
      expect: { bits: [1, 5] },
    },
    {
      name: 'a team’s third day with models',
      history: [...days(20, {}, 4), ...days(3, invoking)],
      use: use(invoking),
      expect: null,
    },
  ],
};
