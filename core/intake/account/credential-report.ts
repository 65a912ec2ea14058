import type { AccountId, Arn } from '../../model/brand.ts';
import { type Instant, parseInstant } from '../../model/instant.ts';
import { fail, ok, type Result } from '../../model/result.ts';
import { accountOf, arnOf, arnPart } from '../fields.ts';

/** One user of IAM's credential report; the root user has a row too. */
export interface ReportRow {
  readonly arn: Arn;
  readonly accountId: AccountId;
  readonly isRoot: boolean;
  readonly createdAt: Instant | null;
  readonly password: ReportedSecret;
  /** IAM's report numbers a user's keys and never names them. */
  readonly keys: readonly [ReportedSecret, ReportedSecret];
  /** False only where the report says that the user has no signing certificate, on or off. */
  readonly mayHaveCertificates: boolean;
}

export interface ReportedSecret {
  readonly active: boolean;
  /** When it was made or last changed; null where it never was. */
  readonly changedAt: Instant | null;
  /** `never` only where the report says so; `no_information` is silence. */
  readonly lastUse: Instant | 'never' | null;
}

/** A report, and why some rows could not be read; lines count from 1. */
export interface CredentialReport {
  readonly rows: readonly ReportRow[];
  readonly unread: readonly { readonly line: number; readonly reason: string }[];
}

/** Reads the CSV of `iam:GetCredentialReport`; columns may come in any order. The error is a clause. */
export function readCredentialReport(text: string): Result<CredentialReport, string> {
  const [heading, ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const columns = splitFields(heading ?? '');
  if (columns === null || !columns.includes('user') || !columns.includes('arn')) {
    return fail('does not start with the heading of an IAM credential report');
  }
  const rows: ReportRow[] = [];
  const unread: { line: number; reason: string }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const row = readRow(columns, splitFields(line));
    if (row.ok) rows.push(row.value);
    else unread.push({ line: index + 2, reason: row.error });
  }
  return ok({ rows, unread });
}

function readRow(columns: readonly string[], fields: readonly string[] | null): Result<ReportRow, string> {
  if (fields === null) return fail('a quote is not closed');
  if (fields.length !== columns.length) return fail(`${fields.length} fields, but the heading has ${columns.length}`);
  const row = new Map(columns.map((column, index) => [column, fields[index] ?? '']));
  const arn = arnOf(row.get('arn'));
  const accountId = arn === null ? null : accountOf(arnPart(arn, 4));
  if (arn === null || accountId === null) return fail('the arn column contains no ARN with an account');
  const createdAt = parseInstant(row.get('user_creation_time') ?? '');
  const secretAt = (active: string, changed: string, used: string) => readSecret(row, active, changed, used);
  return ok({
    arn,
    accountId,
    isRoot: row.get('user') === '<root_account>' || arn.endsWith(':root'),
    createdAt,
    password: withSignIns(secretAt('password_enabled', 'password_last_changed', 'password_last_used'), createdAt),
    keys: [
      secretAt('access_key_1_active', 'access_key_1_last_rotated', 'access_key_1_last_used_date'),
      secretAt('access_key_2_active', 'access_key_2_last_rotated', 'access_key_2_last_used_date'),
    ],
    mayHaveCertificates: ['cert_1', 'cert_2'].some(
      (one) => row.get(`${one}_active`) !== 'false' || row.get(`${one}_last_rotated`) !== 'N/A',
    ),
  });
}

/** 2014-10-20: IAM keeps sign-ins since then. */
const signInsKeptSince: Instant = 1_413_763_200_000;

/** `no_information` about the password of a user who is younger than IAM's records means that nobody signed in with it. */
function withSignIns(password: ReportedSecret, userSince: Instant | null): ReportedSecret {
  const isOnRecord = userSince !== null && userSince >= signInsKeptSince;
  return password.active && password.lastUse === null && isOnRecord ? { ...password, lastUse: 'never' } : password;
}

/** The root user's row says `not_supported` for its password, which always works. */
function readSecret(row: ReadonlyMap<string, string>, active: string, changed: string, used: string): ReportedSecret {
  const state = (row.get(active) ?? '').toLowerCase();
  const lastUse = row.get(used) ?? '';
  return {
    active: state === 'true' || state === 'not_supported',
    changedAt: parseInstant(row.get(changed) ?? ''),
    lastUse: parseInstant(lastUse) ?? (lastUse === 'N/A' ? 'never' : null),
  };
}

/** Fields of one CSV line, quotes undone (RFC 4180); null where a quote is never closed. */
function splitFields(line: string): readonly string[] | null {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const field = /^(?:"((?:[^"]|"")*)"|([^",][^,]*|))(,|$)/.exec(rest);
    if (field === null) return null;
    fields.push(field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
    if (field[3] === '') return fields;
    rest = rest.slice(field[0].length);
  }
}
