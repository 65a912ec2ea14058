import { expect, it } from 'vitest';
import { sweepSessions } from '../../../adapters/aws/inventory/sessions.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { noteKeys, type Pulse } from '../../../contract/notes.ts';
import { memberRoles } from '../../../contract/permissions.ts';
import { documentsIn } from '../../../functions/documents.ts';
import { round } from '../../../functions/heartbeat/work.ts';
import { SimulatedAws } from '../../../simulator/aws/simulated-aws.ts';

const [management, member, shut] = ['999999999999', '111122223333', '444455556666'];

it('of an account in which no call can be made, the reason is on record, for whoever asks after it', async () => {
  const now = () => Date.UTC(2026, 10, 26);
  const accounts = [management, member, shut].map((id) => ({ id }));
  const aws = new SimulatedAws({ clock: { now }, accounts, managementAccountId: management });
  const sdk = { region: 'eu-west-1', credentials: aws.administrator(management), requestHandler: aws.requestHandler() };
  const notes = memoryNoteStore();
  const { refused } = await round({
    ...{ notes, now, regions: ['eu-west-1'], learns: false, watcher: null, lanes: ['fast'] },
    sessions: sweepSessions({ roleName: memberRoles.alive, sdk }),
    reach: ['account', 'r-simu'],
    beat: async ({ roleArn }) => {
      if (roleArn.includes(`::${shut}:`)) throw Object.assign(new Error('no'), { name: 'AccessDenied' });
    },
  });
  expect(refused).toBe(1);
  const pulse = await documentsIn(notes).read<Pulse>(noteKeys.heartbeat);
  expect(pulse?.refused).toEqual({ [String(shut)]: 'AccessDenied: no' });
});
