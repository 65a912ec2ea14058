import { expect, test } from 'vitest';
import { misspeltIn } from '../../../../core/context/declared/misspelt.ts';
import { knownActions } from '../../../../core/context/grants/actions/known-actions.ts';
import type { DeclaredContext } from '../../../../core/context/recorded-context.ts';
import { declared as context } from '../../../cases/standing.ts';

const told = (limits: Partial<DeclaredContext['expected']>) => misspeltIn({ ...context().expected, ...limits });

test.each([
  [{ regions: ['eu-west1'] }, 'expects the Region “eu-west1”, which is not known: did you mean eu-west-1?'],
  [{ regions: ['Ireland'] }, 'expects the Region “Ireland”, which is not known'],
  [{ services: ['dynamo-db'] }, 'expects the service “dynamo-db”, which is not known: did you mean dynamodb?'],
  [{ services: ['Amazon SQS'] }, 'expects the service “Amazon SQS”, which is not known: did you mean sqs?'],
  [
    { actions: ['dynamodb:DescribeTabel'] },
    'expects the action “dynamodb:DescribeTabel”, which is not known: did you mean dynamodb:describetable?',
  ],
])('%j is told', (limits, clause) => {
  expect(told(limits)).toEqual([clause]);
});

test('what is known, a pattern, a name as CloudTrail has it, or perhaps new, is not', () => {
  expect(
    told({
      regions: ['eu-west-1', 'eu-*', 'global'],
      services: ['s3', 'S3.amazonaws.com', 'comprehend', 'monitoring', 'lambda*'],
      actions: ['s3:Get*', 'ReadOnlyAccess', 'bedrock:Converse', 'quantum:Leap', '*'],
    }),
  ).toEqual([]);
  const actions = [...knownActions().values()].flat().map(({ action }) => action);
  expect(told({ actions, services: [...knownActions().keys()] })).toEqual([]);
});
