import { type IAMClient, paginateListUsers } from '@aws-sdk/client-iam';
import { bornEnabled } from '../../../contract/regions.ts';
import type { AccountDetails } from '../../../core/intake/account/account-details.ts';
import type {
  AccountInventory,
  LastAccessed,
  ListedCredential,
} from '../../../core/intake/account/account-inventory.ts';
import type { ReportRow } from '../../../core/intake/account/credential-report.ts';
import type { AccountId, Arn } from '../../../core/model/brand.ts';
import type { Instant } from '../../../core/model/instant.ts';
import { nameIn } from '../../../core/model/own-name.ts';
import { accountDetails } from './account-details.ts';
import { atOnce } from './at-once.ts';
import { connectionsIn } from './connections.ts';
import { alternateContact } from './contacts.ts';
import { reportRows } from './credential-report.ts';
import { doorsIn } from './doors.ts';
import { Gaps } from './gaps.ts';
import { askLastAccessed, lastAccessed } from './last-accessed.ts';
import { parametersIn } from './parameters.ts';
import { identityProviders } from './providers.ts';
import { accountRegions } from './regions.ts';
import { joinReplicas, secretsIn } from './secrets.ts';
import { serviceCredentials } from './service-credentials.ts';
import type { AccountSession } from './sessions.ts';
import { recordingIn } from './trails.ts';
import { accessKeysOf, certificatesOf, type InventoriedUser, passwordOf, sshKeysOf } from './user-credentials.ts';

/** Calls to one account's IAM at a time; its limits are single-digit to twenty a second. */
const iamCallsAtOnce = 5;

export interface ReadOptions {
  readonly now: Instant;
  /** Regions to look for what is regional in; null for all that the account has switched on. */
  readonly regions: readonly string[] | null;
}

/** Everything that the account's own APIs tell of its credentials. Never throws: what fails is a gap. */
export async function readAccount(
  session: AccountSession,
  { now, regions }: ReadOptions,
): Promise<Omit<AccountInventory, 'accountTags'>> {
  const { accountId, iam } = session;
  const gaps = new Gaps(accountId);
  const { on, off } = await readRegions(session, regions, gaps);
  const [rows, details, contact, providers, regional, recording] = await Promise.all([
    gaps.read('credential report', reportRows(iam)),
    gaps.read('users, roles and their permissions', accountDetails(iam)),
    gaps.read('alternate contacts', alternateContact(session.account)),
    gaps.read('identity providers', identityProviders(iam, accountId)),
    readRegional(session, on, gaps),
    gaps.read('what CloudTrail records', recordingIn(session.trails, on)),
  ]);
  for (const { where, reason } of details?.unread ?? []) gaps.note(`an entry of the permissions (${where})`, reason);
  const users = await usersOf(iam, accountId, rows, details, gaps);
  const perUser = await atOnce(users, iamCallsAtOnce, (user) => readUser(iam, user, rows, gaps));
  const arns = new Map(users.map(({ name, arn }) => [name, arn]));
  const arnOfUser = (name: string) => arns.get(name) ?? (`arn:aws:iam::${accountId}:user/${name}` as Arn);
  const services = await gaps.read('service-specific credentials', serviceCredentials(iam, accountId, arnOfUser, now));
  const named = new Set(perUser.flatMap(({ keysListed, arn }) => (keysListed ? [arn] : [])));
  return {
    accountId,
    reports: (rows ?? []).map((row) => (named.has(row.arn) ? { ...row, keys: [noKey, noKey] } : row)),
    details: details === null ? [] : [details],
    listed: [...perUser.flatMap(({ listed }) => listed), ...(services ?? []), ...(providers ?? []), ...regional],
    accessed: await readAccessed(iam, details, gaps),
    contact,
    regionsOff: off,
    recording,
    gaps: gaps.found,
  };
}

/** Where the keys were listed by id, the report's nameless rows for them say nothing more, and may be four hours old. */
const noKey = { active: false, changedAt: null, lastUse: null } as const;

async function readUser(iam: IAMClient, user: InventoriedUser, rows: readonly ReportRow[] | null, gaps: Gaps) {
  const keys = await accessKeysOf(iam, user, gaps);
  // Nearly nobody has one any more: a call for every user would tell what the report has told already.
  const mayHaveCertificates = rows?.find(({ arn }) => arn === user.arn)?.mayHaveCertificates ?? true;
  const listed: ListedCredential[] = [
    ...(keys ?? []),
    ...(mayHaveCertificates ? await certificatesOf(iam, user, gaps) : []),
    ...(await sshKeysOf(iam, user, gaps)),
    ...(rows === null ? await passwordOf(iam, user, gaps) : []),
  ];
  return { arn: user.arn, keysListed: keys !== null, listed };
}

/** Names of all users, from whichever list may be read. */
async function usersOf(
  iam: IAMClient,
  accountId: AccountId,
  rows: readonly ReportRow[] | null,
  details: AccountDetails | null,
  gaps: Gaps,
): Promise<readonly InventoriedUser[]> {
  const arns =
    details?.users.map(({ Arn }) => Arn) ??
    rows?.filter(({ isRoot }) => !isRoot).map(({ arn }) => arn) ??
    (await gaps.read('users', userArns(iam))) ??
    [];
  return arns.map((arn) => ({ name: nameIn(arn), arn: arn as Arn, accountId }));
}

async function userArns(client: IAMClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of paginateListUsers({ client }, {}))
    found.push(...(page.Users ?? []).flatMap(({ Arn }) => Arn ?? []));
  return found;
}

async function readRegions(session: AccountSession, wanted: readonly string[] | null, gaps: Gaps) {
  const found = await gaps.read('the list of Regions that are switched on', accountRegions(session.account));
  return { on: wanted ?? found?.on ?? bornEnabled, off: found?.off ?? [] };
}

/** What each Region keeps for itself. */
async function readRegional(
  session: AccountSession,
  regions: readonly string[],
  gaps: Gaps,
): Promise<readonly ListedCredential[]> {
  const { accountId } = session;
  const inEach = async <T>(what: string, read: (region: string) => Promise<readonly T[]>): Promise<readonly T[]> => {
    const found = await atOnce(regions, iamCallsAtOnce, (region) => gaps.read(what, read(region), region));
    return found.flatMap((items) => items ?? []);
  };
  const [secrets, parameters, connections, doors] = await Promise.all([
    inEach('Secrets Manager secrets', (region) => secretsIn(session.secrets(region), region)),
    inEach('Parameter Store', (region) => parametersIn(session.parameters(region), region, accountId)),
    inEach('EventBridge connections', (region) => connectionsIn(session.events(region), accountId)),
    inEach('IAM Roles Anywhere', (region) => doorsIn(session.rolesAnywhere(region), accountId)),
  ]);
  return [...joinReplicas(secrets, accountId), ...parameters, ...connections, ...doors];
}

/**
 * Asked for everybody whose permissions are the owner's to change. All reports are ordered before the first is fetched:
 * IAM takes a second or two over each, and nobody need wait for them one after the other.
 */
async function readAccessed(iam: IAMClient, details: AccountDetails | null, gaps: Gaps) {
  const arns = [...(details?.users ?? []), ...(details?.roles ?? [])].map(({ Arn }) => Arn).filter(isOwnersToChange);
  const what = 'what permissions were used for';
  const orders = await atOnce(arns, iamCallsAtOnce, async (arn) => ({
    arn,
    job: await gaps.read(what, askLastAccessed(iam, arn)),
  }));
  const found = new Map<string, LastAccessed>();
  await atOnce(orders, iamCallsAtOnce, async ({ arn, job }) => {
    const answer = job === null ? null : await gaps.read(what, lastAccessed(iam, job));
    if (answer !== null) found.set(arn, answer);
  });
  return found;
}

function isOwnersToChange(arn: string): boolean {
  return !arn.includes(':role/aws-service-role/') && !arn.includes(':role/aws-reserved/');
}
