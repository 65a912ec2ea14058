import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { misspeltIn } from '../../core/context/declared/misspelt.ts';
import { blastRadius } from '../../core/context/grants/blast-radius.ts';
import type { GivenBook } from '../../core/context/grants/given.ts';
import { heldBook } from '../../core/context/grants/held.ts';
import type { DeclaredContext, Inventoried } from '../../core/context/recorded-context.ts';
import { type AccountDetails, readAccountDetails } from '../../core/intake/account/account-details.ts';
import { type ReportRow, readCredentialReport } from '../../core/intake/account/credential-report.ts';
import type { InputFile } from '../../core/intake/input.ts';
import type { Credential } from '../../core/model/credential.ts';
import type { Result } from '../../core/model/result.ts';
import type { KnownKeys } from '../../core/policy/known-keys.ts';
import { defaultPolicy, type Exemption } from '../../core/policy/policy.ts';
import { type Declaration, standingsOf } from '../../core/signals/standing/inventory.ts';
import type { Directory } from '../../core/signals/standing/ownership.ts';
import type { Standing } from '../../core/signals/standing/standing.ts';
import { plainBytes } from './bytes.ts';
import type { ContextProblem } from './context-problem.ts';
import { type DeclaredRow, declaredKeys, readDeclaredRow } from './declared-credentials.ts';
import { exemptionKeys, readExemption } from './exemptions-file.ts';
import { fileAt } from './inputs.ts';
import { readJsonValues } from './json-values.ts';
import { defaultLimits } from './limits.ts';
import { strayKeysOf } from './stray-keys.ts';
import { unreadable } from './unreadable.ts';

/** What the files of a context folder say (contracts.md section 4). */
export interface ContextFolder {
  /** By ARN and by access key id. Of two keys of one user, the first declared answers for the ARN. */
  readonly declared: ReadonlyMap<string, DeclaredContext>;
  /** The owner's words about credentials that can be taken back. */
  readonly declarations: readonly Declaration[];
  readonly standings: readonly Standing[];
  /** Who held what, and by which group or policy. */
  readonly held: GivenBook;
  readonly exemptions: readonly Exemption[];
  /** True where an exemption may have been missed: then nobody is disturbed. */
  readonly exemptionsUnreadable: boolean;
  readonly problems: readonly ContextProblem[];
  /** Addresses of everybody who works here, lower case; null where nobody gave the list, or it could not be read. */
  readonly people: ReadonlySet<string> | null;
  readonly networksCsv: string | null;
}

/** How a policy reads what names an owner. */
export type OwnerWords = Omit<Directory, 'people'>;

const usualWords: OwnerWords = { ownerTags: defaultPolicy.ownerTags };

/** `words` are the policy's, about owners. Every file is optional. What cannot be read is told in `problems`, and the rest is used. */
export async function readContextFolder(folder: string, words: OwnerWords = usualWords): Promise<ContextFolder> {
  const listed: ContextProblem[] = [];
  const files = (await listFiles(folder, listed)).map((name) => fileAt(join(folder, name), null));
  const context = await readContextFiles(files, words);
  return {
    ...context,
    // A folder that cannot be listed may hold exemptions. Fails toward: no disruption.
    exemptionsUnreadable: context.exemptionsUnreadable || listed.length > 0,
    problems: [...listed, ...context.problems],
  };
}

/** The same from files wherever they lie, told by their names. */
export async function readContextFiles(
  files: readonly InputFile[],
  words: OwnerWords = usualWords,
): Promise<ContextFolder> {
  const problems: ContextProblem[] = [];
  /** Nothing that counts can have been missed by these. */
  const letBe: ContextProblem[] = [];
  const rows: DeclaredRow[] = [];
  const reports: ReportRow[] = [];
  const details: AccountDetails[] = [];
  const exemptions: Exemption[] = [];
  const names = files.map(({ path }) => basename(path));
  let people: ReadonlySet<string> | null = null;
  for (const file of files) {
    const name = basename(file.path);
    if (name === 'credentials.json') rows.push(...(await readRows(file, problems, letBe)));
    else if (name === 'people.txt') people = peopleIn(await readText(file, problems));
    else if (name === exemptionsFile) exemptions.push(...(await readList(file, exemptionList, problems, letBe)));
    else if (/^credential-report-.*\.csv$/.test(name)) reports.push(...(await readReport(file, problems)));
    else if (/^authorization-details-.*\.json$/.test(name)) details.push(...(await readDetails(file, problems)));
    else {
      const meant = meantBy(name, names);
      if (meant !== undefined && meant !== name)
        problems.push({
          path: file.path,
          where: null,
          what: `is not read: it looks like ${meant}`,
          remedy: 'Rename it, or remove it.',
        });
    }
  }
  const declarations = rows.flatMap(({ declaration }) => declaration ?? []);
  return {
    declared: findable(rows),
    declarations,
    standings: standingsOf({ declarations, reports, details }, { ...words, people, ours: null }),
    held: new Map(details.flatMap((one) => [...heldBook(one, null)])),
    exemptions,
    exemptionsUnreadable: problems.some(({ path }) => meantBy(basename(path), names) === exemptionsFile),
    problems: [...problems, ...letBe],
    people,
    networksCsv: files.find(({ path }) => basename(path) === 'networks.csv')?.path ?? null,
  };
}

const exemptionsFile = 'exemptions.json';
const fileNames = ['credentials.json', exemptionsFile, 'networks.csv', 'people.txt'];

/** What a file among `all` is, or was probably meant to be. Whatever is named for exemptions may hold some, unless it is a copy. */
function meantBy(name: string, all: readonly string[]): string | undefined {
  if (fileNames.includes(name)) return name;
  if (/exempt|exception/i.test(name) && !all.includes(exemptionsFile)) return exemptionsFile;
  return fileNames.find((one) => plain(one) === plain(name));
}

/** Without what a slip changes: case, number, and what joins or follows a word. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]|s(?=\.)/g, '');
}

/** What the owners and the inventories say of one credential. */
export interface Words {
  readonly declared: (credential: Credential) => DeclaredContext | null;
  readonly inventoried: (credential: Credential) => Inventoried | null;
  /** How much the credential could do, from 0 to 1, by its id; null where no inventory says. */
  readonly blastRadius: (id: string) => number | null;
}

export function wordsIn({ declared, standings }: Pick<ContextFolder, 'declared' | 'standings'>): Words {
  const byId = new Map(standings.map((standing) => [standing.credential.id as string, standing]));
  // Worked out for those that are used, once each.
  const known = new Map<string, Inventoried | null>();
  return {
    declared: ({ id }) => declared.get(id) ?? null,
    inventoried: ({ id }) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const fresh = inventoriedIn(byId.get(id));
      known.set(id, fresh);
      return fresh;
    },
    blastRadius: (id) => {
      const grants = byId.get(id)?.grants ?? null;
      return grants === null ? null : blastRadius(grants).value;
    },
  };
}

function inventoriedIn(standing: Standing | undefined): Inventoried | null {
  if (standing === undefined) return null;
  const { createdAt, lastUse, grants } = standing;
  return {
    createdAt,
    lastUsedAt: lastUse.kind === 'used' ? lastUse.at : null,
    blastRadius: grants === null ? null : blastRadius(grants).value,
    grants,
  };
}

async function listFiles(folder: string, problems: ContextProblem[]): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const remedy = 'Give the path of a folder that contains credentials.json.';
    problems.push({ path: folder, where: null, what: unreadable(folder, error).reason, remedy });
    return [];
  }
}

/** One address a line. A missing or empty list must not make everybody a leaver. */
function peopleIn(text: string | null): ReadonlySet<string> | null {
  const lines = (text ?? '').split(/\r\n|\n|\r/).map((line) => line.trim().toLowerCase());
  const people = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return people.length === 0 ? null : new Set(people);
}

function findable(rows: readonly DeclaredRow[]): ReadonlyMap<string, DeclaredContext> {
  const declared = new Map<string, DeclaredContext>();
  for (const row of rows) {
    for (const name of [row.id, row.declared.accessKeyId]) {
      if (name !== null && !declared.has(name)) declared.set(name, row.declared);
    }
  }
  return declared;
}

/** Rows with words that nobody knows are read all the same: what may be misspelt is no limit. */
async function readRows(
  file: InputFile,
  problems: ContextProblem[],
  letBe: ContextProblem[],
): Promise<readonly DeclaredRow[]> {
  const rows = await readList(file, rowList, problems, letBe);
  for (const { id, declared } of rows) {
    const remedy = 'Fix it: until then, use that it may have meant is not held against the credential.';
    problems.push(...misspeltIn(declared.expected).map((what) => ({ path: file.path, where: id, what, remedy })));
  }
  return rows;
}

interface ListOf<T> {
  readonly readOne: (value: unknown) => Result<T, string>;
  readonly known: KnownKeys;
}

const rowList: ListOf<DeclaredRow> = { readOne: readDeclaredRow, known: declaredKeys };
const exemptionList: ListOf<Exemption> = { readOne: readExemption, known: exemptionKeys };

/** The elements of a file's array that could be read. */
async function readList<T>(
  file: InputFile,
  { readOne, known }: ListOf<T>,
  problems: ContextProblem[],
  letBe: ContextProblem[],
): Promise<readonly T[]> {
  const { path } = file;
  const values = await readJson(file, problems);
  if (values === null) return [];
  const list = values.length === 1 ? values[0] : values;
  if (!Array.isArray(list)) {
    problems.push({ path, where: null, what: 'is not an array', remedy: 'Put the entries between [ and ].' });
    return [];
  }
  letBe.push(...strayKeysOf(path, list, known));
  return list.flatMap((value: unknown, index) => {
    const read = readOne(value);
    if (read.ok) return [read.value];
    problems.push({ path, where: `[${index}]`, what: read.error, remedy: 'Fix this entry; the others were read.' });
    return [];
  });
}

async function readReport(file: InputFile, problems: ContextProblem[]): Promise<readonly ReportRow[]> {
  const { path } = file;
  const text = await readText(file, problems);
  if (text === null) return [];
  const report = readCredentialReport(text);
  if (!report.ok) {
    const remedy = 'Save the decoded Content of `aws iam get-credential-report` as it is.';
    problems.push({ path, where: null, what: report.error, remedy });
    return [];
  }
  for (const { line, reason } of report.value.unread) {
    problems.push({ path, where: `line ${line}`, what: reason, remedy: 'Fix this line; the others were read.' });
  }
  return report.value.rows;
}

async function readDetails(file: InputFile, problems: ContextProblem[]): Promise<readonly AccountDetails[]> {
  const { path } = file;
  const values = await readJson(file, problems);
  if (values === null) return [];
  const details = readAccountDetails(values.flat());
  const remedy = 'Save the output of `aws iam get-account-authorization-details` as it is; the rest was read.';
  problems.push(...details.unread.map(({ where, reason }) => ({ path, where, what: reason, remedy })));
  return [details];
}

async function readJson(file: InputFile, problems: ContextProblem[]): Promise<readonly unknown[] | null> {
  const text = await readText(file, problems);
  if (text === null) return null;
  try {
    return readJsonValues(text);
  } catch (error) {
    const what = `is not JSON: ${(error as Error).message}`;
    problems.push({ path: file.path, where: null, what, remedy: 'Check it with `jq . FILE`, which shows the place.' });
    return null;
  }
}

async function readText({ path, open }: InputFile, problems: ContextProblem[]): Promise<string | null> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of plainBytes(path, open(), defaultLimits)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    const remedy = 'Make it readable, or remove it: every file of the folder is optional.';
    problems.push({ path, where: null, what: unreadable(path, error).reason, remedy });
    return null;
  }
}
