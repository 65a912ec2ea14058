import { describe, expect, it } from 'vitest';
import { iamAction } from '../../../../core/context/grants/actions/iam-action.ts';
import { knownActions } from '../../../../core/context/grants/actions/known-actions.ts';
import { permissionOf } from '../../../../simulator/record/permission.ts';
import { simulate } from '../../../../simulator/simulate.ts';
import { few } from '../../../depth.ts';

const known = new Set([...knownActions().values()].flat().map(({ action }) => action));

/** The dictionary leaves these services out, each by its name: a name that is only misspelled is none of them. */
const unlisted = ['comprehend', 'health', 'polly', 'quicksight', 'rekognition', 'textract', 'transcribe', 'translate'];

/** In the log, and behind no permission: a sign-in, and an event of the service itself. */
const unasked = ['signin:consolelogin', 'ec2:sharedsnapshotvolumecreated'];

describe.each(few([1, 5, 777]))('every call of the simulated month %i', (seed) => {
  const calls = new Set(
    (['small-company', 'laboratory', 'model-shop'] as const).flatMap((shape) =>
      simulate({ seed, shape, days: 8, credentials: 40, incidents: 10, benignChanges: 10 }).records.map(
        ({ record }) => `${record.eventSource.replace('.amazonaws.com', '')}:${record.eventName}`,
      ),
    ),
  );

  it('asks for a permission that IAM knows', () => {
    const actions = [...calls].map(iamAction).filter((action) => !unasked.includes(action));
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((action) => !known.has(action) && !unlisted.includes(action.split(':')[0] ?? ''))).toEqual(
      [],
    );
  });

  it('asks for the one that the simulator grants for it, as it stands there', () => {
    const pairs = [...calls].map((call) => [call, permissionOf(call).toLowerCase()] as const);
    const granted = pairs.filter(([, permission]) => known.has(permission));
    expect(granted.length).toBeGreaterThan(100);
    expect(granted.filter(([call, permission]) => iamAction(call) !== permission)).toEqual([]);
  });
});

describe('API Gateway', () => {
  it.each([
    ['GetRestApis', 'GET'],
    ['ExportApi', 'GET'],
    ['CreateRestApi', 'POST'],
    ['ImportApi', 'POST'],
    ['TestInvokeMethod', 'POST'],
    ['PutMethodResponse', 'PUT'],
    ['ReimportApi', 'PUT'],
    ['TagResource', 'PUT'],
    ['UpdateStage', 'PATCH'],
    ['DeleteUsagePlan', 'DELETE'],
    ['FlushStageCache', 'DELETE'],
    ['ResetAuthorizersCache', 'DELETE'],
    ['UntagResource', 'DELETE'],
    ['CreatePortal', 'CreatePortal'],
    ['DeleteRoutingRule', 'DeleteRoutingRule'],
  ])('allows %s as %s, which IAM knows', (recorded, permission) => {
    const action = `apigateway:${permission}`.toLowerCase();
    expect(iamAction(`apigateway:${recorded}`)).toBe(action);
    expect(known).toContain(action);
  });
});
