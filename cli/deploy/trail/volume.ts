import { attempt } from '../../../adapters/aws/deployment/attempt.ts';
import { type BucketPages, bucketPages } from '../../../adapters/aws/deployment/bucket-pages.ts';
import type { DeploymentClients } from '../../../adapters/aws/deployment/clients.ts';
import { heard } from '../../../adapters/aws/deployment/health.ts';
import { atOnce } from '../../../adapters/aws/inventory/at-once.ts';
import type { TrailPlace } from '../../../contract/trail.ts';
import { day, formatDay, type Instant } from '../../../core/model/instant.ts';
import { askedAtOnce, dayOfFiles, type Laid, newestDay } from './day-of-files.ts';
import { addressOf, foundLogs, logsAt } from './trail-folders.ts';

/** Events a day, and how it is known. */
export interface Volume {
  readonly perDay: number;
  readonly basis: Basis;
}

export type Basis =
  /** `--events-per-day` */
  | { readonly kind: 'given' }
  /** What the deployment counted within the last day. */
  | { readonly kind: 'heard' }
  | FilesBasis;

/** What lay in a trail's bucket. */
export interface FilesBasis {
  readonly kind: 'files';
  /** `s3://logs/audit/` */
  readonly address: string;
  /** `2026-11-26` */
  readonly day: string;
  /** Whether nothing is older, so that the trail may have begun in the middle of it. */
  readonly isFirst: boolean;
  /** That were counted, and what they hold. */
  readonly files: number;
  readonly bytes: number;
  /** Whose files were counted, and of how many accounts there are. */
  readonly accounts: { readonly looked: number; readonly all: number };
  /** False where of busy Regions only a part of each quarter of the day was counted. */
  readonly isWhole: boolean;
}

/**
 * What a log file takes, gzipped, and each event in it: by the event, a file is the smaller the more it holds. Measured on
 * 608 recorded events, as they were delivered and cut anew, where it is off by an eighth at most in files of three and more,
 * and on simulated ones: by a sixth in files of thirty and more, by two fifths in smaller ones. What measures it is
 * test/cli/deploy/trail/volume.test.ts.
 */
export const bytesOf = { file: 800, event: 130 } as const;

/** Events in files of that many bytes together; each file has one at least. */
export function eventsIn({ files, bytes }: Pick<Laid, 'files' | 'bytes'>): number {
  return Math.max(files, (bytes - files * bytesOf.file) / bytesOf.event);
}

/** What is asked of S3 at most: 300 pages of a thousand names are a sixth of a cent. */
const most = { pages: 300, folders: 20, accountPages: 30, accounts: 10, regions: 120 } as const;

export interface VolumeAsked {
  readonly trail: TrailPlace;
  /** Whose bucket it is. */
  readonly owner: string;
  /** The one account whose files are read; null for all. */
  readonly only: string | null;
  readonly now: Instant;
}

export interface VolumeKnown extends Omit<VolumeAsked, 'trail'> {
  /** What somebody said; null where nobody did. */
  readonly given: number | null;
  /** Whether a deployment is there that counts. */
  readonly stands: boolean;
  readonly trail: TrailPlace | null;
}

/** How many events a day there are, by who knows best; null where nobody knows. */
export async function volumeOf(known: VolumeKnown, clients: DeploymentClients): Promise<Volume | null> {
  const { given, stands, trail, now } = known;
  if (given !== null) return { perDay: given, basis: { kind: 'given' } };
  const counted = stands ? await heard(now, clients) : null;
  // Where it has heard nothing, or that cannot be read, it is looked for elsewhere.
  if (counted?.ok === true && counted.value.perDay > 0)
    return { perDay: counted.value.perDay, basis: { kind: 'heard' } };
  return trail === null ? null : volumeOfFiles({ ...known, trail }, clients);
}

/** How many events a day its files tell of; null where none lie there or they cannot be listed: fails toward no estimate. */
export async function volumeOfFiles(
  asked: VolumeAsked,
  clients: Pick<DeploymentClients, 's3'>,
): Promise<Volume | null> {
  const estimated = await attempt(estimate(asked, clients));
  return estimated.ok ? estimated.value : null;
}

async function estimate({ trail, owner, only, now }: VolumeAsked, clients: Pick<DeploymentClients, 's3'>) {
  const pages = bucketPages(trail.bucket, owner, most.pages, clients);
  const named = logsAt(trail.prefix);
  const logs = named === null ? await foundLogs(pages, most.folders) : [named];
  const all = (await accountFolders(logs, pages)).filter((one) => only === null || accountIn(one) === only);
  const looked = await withRegions(evenly(all, most.accounts), pages);
  const regions = looked.flatMap((one) => one.regions);
  const newest = await newestDay(
    looked.flatMap((one) => mainOf(one.regions)),
    formatDay(now - day),
    pages,
  );
  if (newest === null) return null;
  const laid = await dayOfFiles(regions, newest.day, pages);
  const sum = (of: (one: Laid) => number) => laid.reduce((total, one) => total + of(one), 0);
  const files = sum((one) => one.seen.files);
  if (files === 0) return null;
  const whole = { files: sum((one) => one.files), bytes: sum((one) => one.bytes) };
  const accounts = { looked: countOf(looked.map((one) => one.folder)), all: countOf(all) };
  const basis: FilesBasis = {
    kind: 'files',
    address: addressOf(trail),
    ...{ day: newest.day, isFirst: newest.isFirst, files, bytes: sum((one) => one.seen.bytes), accounts },
    isWhole: laid.every((one) => one.isWhole),
  };
  return { perDay: roundly((eventsIn(whole) * all.length) / looked.length), basis };
}

/** `…AWSLogs/<account>/` and `…AWSLogs/o-…/<account>/`. */
async function accountFolders(logs: readonly string[], pages: BucketPages): Promise<readonly string[]> {
  const inLogs = await atOnce(logs, askedAtOnce, (one) => foldersIn(one, pages));
  const organizations = inLogs.flat().filter((one) => /\/o-[a-z0-9]+\/$/.test(one));
  const inOrganizations = await atOnce(organizations, askedAtOnce, (one) => foldersIn(one, pages));
  return [...inLogs, ...inOrganizations].flat().filter((one) => accountIn(one) !== null);
}

async function foldersIn(prefix: string, pages: BucketPages): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | null = null;
  for (let asked = 0; asked < most.accountPages; asked++) {
    const page = await pages.page({ prefix, byFolder: true, ...(token !== null && { token }) });
    found.push(...page.folders);
    token = page.next;
    if (token === null) break;
  }
  return found;
}

interface AccountFolder {
  readonly folder: string;
  readonly regions: readonly string[];
}

/** As many of the accounts as there is room for with all of their Regions, and one at least. */
async function withRegions(folders: readonly string[], pages: BucketPages): Promise<readonly AccountFolder[]> {
  const found = await atOnce(folders, askedAtOnce, async (folder) => {
    return { folder, regions: await foldersIn(`${folder}CloudTrail/`, pages) };
  });
  let room: number = most.regions;
  return found.filter(({ regions }, i) => {
    room -= regions.length;
    return i === 0 || room >= 0;
  });
}

/** Where most is logged that has no Region, or any other. */
function mainOf(regions: readonly string[]): readonly string[] {
  return [regions.find((one) => one.endsWith('/us-east-1/')) ?? regions[0]].filter((one) => one !== undefined);
}

function accountIn(folder: string): string | null {
  return /\/(\d{12})\/$/.exec(folder)?.[1] ?? null;
}

function countOf(folders: readonly string[]): number {
  return new Set(folders.map(accountIn)).size;
}

/** So many of them, spread over all. */
function evenly<T>(all: readonly T[], many: number): readonly T[] {
  if (all.length <= many) return all;
  return Array.from({ length: many }, (_, i) => all[Math.floor((i * all.length) / many)] as T);
}

/** To two digits: it is no more exact than that. */
function roundly(n: number): number {
  return Number(n.toPrecision(2));
}
