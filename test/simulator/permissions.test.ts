import { expect, it } from 'vitest';
import { iamAction } from '../../core/context/grants/actions/iam-action.ts';
import { permissionOf } from '../../simulator/record/permission.ts';
import { simulate } from '../../simulator/simulate.ts';

it('the permission behind each call is to the engine what it is to the simulator', () => {
  const calls = new Set(
    (['small-company', 'laboratory', 'model-shop'] as const).flatMap((shape) =>
      simulate({ seed: 5, shape, days: 12, credentials: 40, incidents: 10, benignChanges: 10 }).records.map(
        ({ record }) => `${record.eventSource.replace('.amazonaws.com', '')}:${record.eventName}`,
      ),
    ),
  );
  expect(calls.size).toBeGreaterThan(100);
  const other = [...calls].filter((call) => iamAction(call) !== iamAction(permissionOf(call)));
  expect(other).toEqual([]);
});
