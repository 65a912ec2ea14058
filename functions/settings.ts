import { createHash } from 'node:crypto';
import { type ContextFolder, readContextFiles, type Words, wordsIn } from '../adapters/files/context-folder.ts';
import { problemTold } from '../adapters/files/context-problem.ts';
import { bundledNetworks } from '../adapters/networks/bundled.ts';
import { networksFromCsv } from '../adapters/networks/csv.ts';
import type { s3Client } from '../adapters/s3/client.ts';
import { listSettings, type SettingsFiles } from '../adapters/s3/settings.ts';
import type { Networks } from '../core/context/recorded-context.ts';
import type { InputFile } from '../core/intake/input.ts';
import { type Instant, minute } from '../core/model/instant.ts';
import { defaultPolicy, type Exemption, type Policy } from '../core/policy/policy.ts';
import { clausesOf, readPolicy } from '../core/policy/read-policy.ts';

/** What a person has laid down in the bucket of settings. */
export interface Settings {
  readonly policy: Policy;
  /** Null where one may have been missed: then nobody is disturbed. */
  readonly exemptions: readonly Exemption[] | null;
  /** SHA-256 of the policy's text, in hexadecimal; empty where there is none, absent where it cannot be read. */
  readonly policyDigest?: string;
  readonly words: Words & {
    readonly networks: Networks;
    readonly declarations: ContextFolder['declarations'];
    readonly people?: ContextFolder['people'];
  };
  /** What could not be read, a sentence each. Where the policy is among it, `policy` observes. */
  readonly problems: readonly string[];
}

type S3 = ReturnType<typeof s3Client>;

/** A change in the bucket counts after this, but for whoever asks for less. */
const freshFor = minute;

/** What is read of the bucket, no older than so many milliseconds. */
export type Fresh<T> = (notOlderThan?: number) => Promise<T>;

/**
 * Reads the settings, and looks once a minute, or as asked, whether they changed. fails toward: observing, and a notice instead of a
 * disruption, for as long as something cannot be read; `problems` is for whoever shouts.
 */
export function settingsIn(bucket: string, client: S3, now: () => Instant): Fresh<Settings> {
  const bundled = bundledNetworks();
  return keptFresh(bucket, client, now, (files) => read(files, bundled));
}

/** The policy alone, as `settingsIn` has it: the context folder is not read. */
export function policyIn(bucket: string, client: S3, now: () => Instant) {
  return keptFresh(bucket, client, now, async (files): Promise<Pick<Settings, 'policy' | 'problems'>> => {
    const policy = typeof files === 'string' ? files : (await policyOf(files.policy)).policy;
    return typeof policy === 'string' ? { policy: defaultPolicy, problems: [policy] } : { policy, problems: [] };
  });
}

function keptFresh<T extends Pick<Settings, 'problems'>>(
  bucket: string,
  client: S3,
  now: () => Instant,
  readAll: (files: SettingsFiles | string) => Promise<T>,
): Fresh<T> {
  let known: { readonly version: string | null; readonly at: Instant; readonly value: T } | null = null;
  return async (notOlderThan = freshFor) => {
    const before = known;
    if (before !== null && now() - before.at < notOlderThan) return before.value;
    const files = await list(bucket, client);
    const isSame = before !== null && typeof files !== 'string' && before.version === files.version;
    const value = isSame ? before.value : await readAll(files);
    // What could not be read is tried again, though nothing in the bucket changed.
    const version = typeof files === 'string' || value.problems.length > 0 ? null : files.version;
    known = { version, at: now(), value };
    return value;
  };
}

async function list(bucket: string, client: S3): Promise<SettingsFiles | string> {
  try {
    return await listSettings(bucket, client);
  } catch (error) {
    // fails toward: cautious settings
    return `The settings bucket cannot be listed: ${(error as Error).name}.`;
  }
}

async function read(files: SettingsFiles | string, bundled: Networks): Promise<Settings> {
  if (typeof files === 'string')
    return cautious(files, { networks: bundled, declarations: [], people: null, ...wordsIn(nothing) });
  const context = await readContextFiles(files.context);
  const networks = await networksOf(
    files.context.find(({ path }) => path === context.networksCsv),
    bundled,
  );
  const { policy, policyDigest } = await policyOf(files.policy);
  const digest = policyDigest === undefined ? {} : { policyDigest };
  const words = {
    networks: networks.networks,
    declarations: context.declarations,
    people: context.people,
    ...wordsIn(context),
  };
  const problems = [
    ...context.problems.map((problem) => `${problem.path} ${problemTold(problem)}`),
    ...networks.problems,
  ];
  if (typeof policy === 'string') return { ...cautious(policy, words), ...digest, problems: [policy, ...problems] };
  // A file that is missing as a whole may have held the word that speaks for a credential.
  const isWhole = context.problems.every(({ where }) => where !== null) && !context.exemptionsUnreadable;
  return { policy, ...digest, exemptions: isWhole ? context.exemptions : null, words, problems };
}

const nothing = { declared: new Map(), standings: [] } as const;

function cautious(problem: string, words: Settings['words']): Settings {
  return { policy: defaultPolicy, exemptions: null, words, problems: [problem] };
}

/** A sentence where there is a policy that cannot be read. */
async function policyOf(
  file: InputFile | null,
): Promise<{ readonly policy: Policy | string } & Pick<Settings, 'policyDigest'>> {
  if (file === null) return { policy: defaultPolicy, policyDigest: '' };
  const text = await textOf(file);
  if (text === null) return { policy: `${file.path} cannot be read.` };
  const policyDigest = createHash('sha256').update(text).digest('hex');
  const policy = readPolicy(text);
  if (policy.ok) return { policy: policy.value, policyDigest };
  return { policy: `${file.path} is not a valid policy: ${clausesOf(policy.error)}.`, policyDigest };
}

async function networksOf(file: InputFile | undefined, bundled: Networks) {
  if (file === undefined) return { networks: bundled, problems: [] };
  const text = await textOf(file);
  if (text === null) return { networks: bundled, problems: [`${file.path} cannot be read.`] };
  const { networks, errors } = networksFromCsv(text, bundled);
  return { networks, problems: errors.map(({ line, message }) => `${file.path} line ${line}: ${message}.`) };
}

async function textOf(file: InputFile): Promise<string | null> {
  try {
    return Buffer.from(await file.read()).toString('utf8');
  } catch {
    // fails toward: the caller says that it cannot be read
    return null;
  }
}
