import { day, hour, type Instant } from '../../core/model/instant.ts';
import { hex, uniqueId, uuid } from '../organisation/ids.ts';
import { aNetwork } from '../organisation/networks.ts';
import type { Account, Organisation } from '../organisation/organisation.ts';
import { placeIn } from '../organisation/places.ts';
import { agentOf } from '../organisation/user-agents.ts';
import type { Random } from '../random.ts';
import { consoleSession, wholeSecond } from '../record/identity.ts';
import { Log } from '../record/log.ts';
import { logServiceMint } from '../record/mint.ts';
import { hiddenUserName, logConsoleLogin } from '../record/sign-in.ts';
import type { Actor } from './actor.ts';
import { aRole, aUser } from './principals.ts';

/** What is in every log and nobody of ours did: AWS's own services, and strangers at the door. */
export function backgroundOf(organisation: Organisation, actors: readonly Actor[]): Log {
  const random = organisation.random.fork('background');
  const log = new Log();
  const { start, end } = organisation.span;
  for (const account of organisation.accounts) {
    for (let at = start; at < end; at += 12 * hour) serviceRound(log, random, account, at);
  }
  for (let at = start + day; at < end; at += day * (2 + 4 * random.next())) {
    knockOnDoors(log, random, organisation, actors, Math.floor(at));
  }
  return log;
}

function serviceRound(log: Log, random: Random, account: Account, at: Instant): void {
  const service = random.pick(['config', 'inspector2', 'guardduty']);
  const role = aRole({ account, random }, 'AWSServiceRoleForSecurity', `/aws-service-role/${service}.amazonaws.com/`);
  const minted = { role, sessionName: `session-${hex(random, 8)}`, accessKeyId: uniqueId(random, 'ASIA'), hours: 1 };
  const moment = at + random.between(0, 3600) * 1000;
  logServiceMint(log, random, moment, account.region, `${service}.amazonaws.com`, minted);
  log.add({
    eventVersion: '1.11',
    userIdentity: { accountId: account.id, invokedBy: 'ec2.amazonaws.com' },
    eventTime: wholeSecond(moment),
    eventSource: 'ec2.amazonaws.com',
    eventName: 'SharedSnapshotVolumeCreated',
    awsRegion: account.region,
    sourceIPAddress: 'ec2.amazonaws.com',
    userAgent: 'ec2.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: 'Management',
  });
}

/** Failed sign-ins on a real name, or on a name that does not exist and is therefore hidden. */
function knockOnDoors(
  log: Log,
  random: Random,
  organisation: Organisation,
  actors: readonly Actor[],
  at: Instant,
): void {
  const account = random.pick(organisation.accounts);
  const hidden = aUser({ account, random }, hiddenUserName);
  const names = actors.flatMap((actor) => (actor.access.kind === 'console' ? [actor.access.user] : []));
  const user = random.chance(0.5) && names.length > 0 ? random.pick(names) : hidden;
  const place = placeIn(aNetwork(random, { kind: random.pick(['hosting', 'tor', 'vpn']) }), random, 3);
  const agent = agentOf('browser', random);
  for (let i = 0; i < random.between(2, 9); i++) {
    const where = { at: at + i * 7000, region: account.region, place, agent };
    logConsoleLogin(log, random, consoleSession(user, at, false), where, { success: false, mfa: false });
  }
}
