import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { asffOf } from '../../../cli/export/asff.ts';
import { csvHeader, csvOf } from '../../../cli/export/csv.ts';
import { type Decided, decidedKinds, readDecided } from '../../../cli/export/decided.ts';
import { ocsfOf } from '../../../cli/export/ocsf.ts';
import { severityOf } from '../../../cli/export/severity.ts';
import { emptyFolder, replayTrail, rescind, writtenOrganisation } from '../command-line.ts';
import { asffSchema, ocsfSchema } from './schemas.ts';

const ajv = new Ajv({ allErrors: true, strict: false });
const isOcsf = ajv.compile(ocsfSchema);
const isAsff = ajv.compile(asffSchema);

function decided(change: Record<string, unknown> = {}): Decided {
  const line = {
    id: 'd_2086c44a5dcf1cb3',
    at: '2026-09-20T04:01:30Z',
    accountId: '111122223333',
    credential: 'AKIAIOSFODNN7EXAMPLE',
    kind: 'access-key',
    principal: 'arn:aws:iam::111122223333:user/deploy',
    owner: 'payments',
    action: 'disable',
    score: 93,
    verdict: 'compromised',
    families: ['anomalous'],
    signals: [{ id: 'S09', bits: 7.25, group: 'origin', evidence: 'Called from AS9009.' }],
    reason: 'Called from AS9009 (score 93).',
    eventID: '639959ed-5e22-41db-aafd-994bc2da07eb',
    mode: 'enforce',
    reversible: true,
    expires: null,
    session: null,
    heldBack: null,
    ...change,
  };
  const read = readDecided(JSON.stringify(line));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** RFC 4180 read by its grammar, for want of trust in the writer. */
function recordsIn(csv: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') records.push([]);
    if (end === '') break;
  }
  return records.filter((record) => record.length > 1);
}

describe('export', () => {
  let folder: string;
  let lines: string[];

  beforeAll(async () => {
    folder = await writtenOrganisation();
    await replayTrail(folder, '--quiet', '--decisions', 'd.ndjson');
    lines = readFileSync(join(folder, 'd.ndjson'), 'utf8').trimEnd().split('\n');
  });

  test('writes one event, finding or row for each decision, in their order', async () => {
    expect(lines.length).toBeGreaterThan(5);
    const ids = lines.map((line) => JSON.parse(line).id);
    const all = async (format: string) => {
      const run = await rescind(folder, 'export', 'd.ndjson', '--format', format);
      expect([run.status, run.stderr]).toEqual([0, `${ids.length} decisions exported\n`]);
      return run.stdout;
    };
    const parsed = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const events = parsed(await all('ocsf'));
    expect(
      events.filter((event) => !isOcsf(event)),
      ajv.errorsText(isOcsf.errors),
    ).toEqual([]);
    expect(events.map(({ finding_info }) => finding_info.uid)).toEqual(ids);
    const findings = parsed(await all('asff'));
    expect(
      findings.filter((finding) => !isAsff(finding)),
      ajv.errorsText(isAsff.errors),
    ).toEqual([]);
    expect(findings.map(({ Id }) => Id)).toEqual(ids.map((id) => `rescind/${id}`));
    const rows = recordsIn(await all('csv'));
    expect(rows.slice(1).map(([id]) => id)).toEqual(ids);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  test('names what is no decision by line, exports the rest, and exits with 3', async () => {
    const broken = [lines[0], 'no json', '', '{"id":"d_1"}', lines[1]].join('\n');
    writeFileSync(join(folder, 'broken.ndjson'), broken);
    const run = await rescind(folder, 'export', 'broken.ndjson', '--format', 'asff', '--output', 'out.ndjson');
    expect([run.status, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('broken.ndjson, line 2 is not JSON');
    expect(run.stderr).toMatch(/broken\.ndjson, line 4 is not a decision: at/);
    expect(readFileSync(join(folder, 'out.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  test.each([
    [['export', 'nowhere.ndjson', '--format', 'csv'], 'nowhere.ndjson does not exist'],
    [['export', 'd.ndjson'], "required option '--format <format>'"],
    [['export', 'd.ndjson', '--format', 'xml'], 'Allowed choices are ocsf, asff, csv'],
    [['export', 'd.ndjson', '--format', 'csv', '--output', 'no/such/folder.csv'], 'cannot be written'],
    [['export', 'd.ndjson', '--format', 'asff', '--region', 'Berlin'], 'eu-west-1'],
  ])('exits with 2 and says what to do: %j', async (args, words) => {
    const run = await rescind(emptyFolder(), ...args);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(words);
  });
});

describe('an exported decision', () => {
  const strange = fc.record({
    id: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    owner: fc.option(fc.string({ unit: 'binary', maxLength: 300 })),
    reason: fc.string({ unit: 'binary', maxLength: 4_000 }),
    credential: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    score: fc.double({ min: 0, max: 100, noNaN: true }),
    kind: fc.constantFrom(...decidedKinds),
    heldBack: fc.option(fc.string({ maxLength: 3_000 })),
  });

  test('is an event and a finding that their readers take, whatever strangers wrote into it', () => {
    fc.assert(
      fc.property(strange, (change) => {
        const decision = decided(change);
        expect(isOcsf(ocsfOf(decision)), ajv.errorsText(isOcsf.errors)).toBe(true);
        expect(isAsff(asffOf(decision, 'eu-west-1')), ajv.errorsText(isAsff.errors)).toBe(true);
      }),
    );
  });

  test.each(decidedKinds)('may be about a %s', (kind) => {
    expect(readDecided(JSON.stringify(decided({ kind }))).ok).toBe(true);
  });

  test('is one row, in which no text begins as a formula does', () => {
    fc.assert(
      fc.property(strange, (change) => {
        const [header = [], row = [], ...more] = recordsIn(`${csvHeader}\n${csvOf(decided(change))}\n`);
        expect([row.length, more]).toEqual([header.length, []]);
        expect(row.filter((cell) => /^\s*[=+\-@|%\t\r]/.test(cell))).toEqual([]);
      }),
    );
  });

  test('cannot run in a spreadsheet', () => {
    const row = csvOf(decided({ owner: '=HYPERLINK("http://evil.example","ok")', reason: '@SUM(1)\r\n-2+3' }));
    expect(row).toContain(`"'=HYPERLINK(""http://evil.example"",""ok"")"`);
    expect(row).toContain("'@SUM(1)\\u{d}\\u{a}-2+3");
  });

  test('keeps in unmapped what OCSF has no attribute for, keys of a later version included', () => {
    const { unmapped, ...event } = ocsfOf(decided({ heldBack: 'a limit', later: [1] })) as Record<string, object>;
    expect(unmapped).toMatchObject({ action: 'disable', mode: 'enforce', heldBack: 'a limit', later: [1] });
    expect(unmapped).not.toHaveProperty('reason');
    expect(event).toMatchObject({ severity: 'Critical', message: 'Called from AS9009 (score 93).' });
  });

  test.each([
    ['access-key', 'user/deploy', null, ['AwsIamAccessKey', 'AwsIamUser']],
    ['role', 'role/ci', null, ['AwsIamRole']],
    ['role', 'role/ci', 'ASIAIOSFODNN7EXAMPLE', ['AwsIamAccessKey', 'AwsIamRole']],
    ['console-password', 'user/ann', null, ['AwsIamUser']],
    ['root', 'root', null, ['AwsAccount']],
  ])('about a %s names as resources what Security Hub knows it by', (kind, name, session, types) => {
    const principal = `arn:aws-us-gov:iam::111122223333:${name}`;
    const credential = kind === 'access-key' ? 'AKIAIOSFODNN7EXAMPLE' : principal;
    const finding = asffOf(decided({ kind, principal, credential, session }), 'us-gov-west-1');
    const { Resources, ProductArn } = finding as {
      Resources: { Type: string; Partition: string }[];
      ProductArn: string;
    };
    expect(Resources.map(({ Type }) => Type)).toEqual(types);
    expect(Resources[0]?.Partition).toBe('aws-us-gov');
    expect(ProductArn).toBe('arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default');
  });

  test('is an emergency only where somebody did something', () => {
    expect(severityOf(decided({ score: 100 })).label).toBe('critical');
    expect(severityOf(decided({ score: 100, verdict: 'stale' })).label).toBe('medium');
    expect(severityOf(decided({ score: 39, verdict: 'suspicious' })).label).toBe('low');
  });
});
