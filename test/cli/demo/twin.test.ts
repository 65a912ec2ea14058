import { expect, test } from 'vitest';
import { attempt, twinOf } from '../../../cli/demo/twin.ts';
import { intake } from '../../../core/intake/intake.ts';
import { nameIn } from '../../../core/model/own-name.ts';
import { inlineQuota } from '../../../core/plan/documents/deny-document.ts';
import { purposeDocument } from '../../../core/plan/documents/purpose-policy.ts';
import { simulate } from '../../../simulator/simulate.ts';

test('an agent that is pinned to its purpose goes on with calls that the log and IAM name differently', () => {
  const simulation = simulate({ seed: 5, days: 3, credentials: 40, incidents: 0, benignChanges: 0 });
  const twin = twinOf(simulation);
  const fence = purposeDocument(['bedrock:InvokeModel*', 's3:ListBucket', 'lambda:InvokeFunction'], inlineQuota.role);
  if (!fence.ok) throw new Error(fence.error);
  const answers = new Map<string, Set<boolean>>();
  for (const { record } of simulation.records) {
    const taken = intake(record);
    if (taken.kind !== 'use' || !nameIn(taken.use.credential.principal).includes('agent')) continue;
    const { credential, action } = taken.use;
    const role = twin.aws.account(credential.accountId).state.latest.roles.get(nameIn(credential.principal));
    if (role === undefined) continue;
    role.inline.set('Rescind-pin', JSON.stringify(fence.value.document));
    const answer = attempt(twin, taken.use);
    if (answer !== null) answers.set(action, (answers.get(action) ?? new Set()).add(!answer.byRescind));
  }
  const allowed = (action: string) => [...(answers.get(action) ?? [])];
  for (const action of ['bedrock:Converse', 'bedrock:ConverseStream', 's3:ListObjects', 'lambda:Invoke'])
    expect([action, allowed(action)]).toEqual([action, [true]]);
  expect(allowed('s3:GetObject')).toEqual([false]);
});
