import type { CredentialKind } from '../../core/model/credential.ts';
import type { CredentialDay, Decision, ReportCredential, ReportData } from '../../report/report-data.ts';

const dayLength = 86_400_000;
const firstDay = 20_400;

/** A believable organisation of any size; the same seed gives the same one. */
export function fakeReport(options: { seed?: number; credentials?: number; days?: number } = {}): ReportData {
  const { seed = 1, credentials: size = 40, days = 30 } = options;
  const random = randomFrom(seed);
  const credentials = Array.from({ length: size }, (_, index) => fakeCredential(index, days, random));
  const decisions = credentials
    .filter((_, index) => index % 9 === 2)
    .flatMap((credential, index) => fakeDecisions(credential, index, days))
    .toSorted((a, b) => a.at - b.at);
  const scored = credentials.flatMap((credential) => credential.days).reduce((sum, { uses }) => sum + uses, 0);
  return {
    run: {
      title: 'What Rescind would have done',
      inputs: ['AWSLogs/o-example/CloudTrail'],
      from: firstDay * dayLength,
      to: (firstDay + days) * dayLength - 1,
      at: (firstDay + days) * dayLength,
      mode: 'observe',
      policyVersion: '1',
      thresholds: { notify: 40, contain: 60, disable: 80 },
      staleDays: 45,
      files: {
        read: 720,
        skipped: 4,
        unreadable: [{ path: '111122223333_eu-west-1_20251116T0905Z.json.gz', reason: 'unexpected end of file' }],
      },
      records: {
        read: scored + 5_400,
        scored,
        duplicate: 1_200,
        ignored: { 'made by an AWS service on its own behalf': 3_900, 'no credential named': 250 },
        rejected: { 'no eventTime': 38, 'eventID is not a text': 12 },
      },
      trust: [
        'Of 1,812 settled days of access keys, none reached a score of 60: at most one in 604 does, with 95 % confidence.',
      ],
      blindSpots: [
        'Data events were not recorded: reads of objects in S3 are invisible.',
        'Calls through a VPC endpoint carry a private address.',
      ],
    },
    decisions,
    credentials,
  };
}

function fakeCredential(index: number, days: number, random: () => number): ReportCredential {
  const key = index % 3 === 0;
  const accountId = index % 4 === 1 ? '444455556666' : '111122223333';
  const name = `${pick(['deploy', 'billing', 'ingest', 'reports', 'search', 'mail', 'etl'], index)}-${pick(['ci', 'worker', 'agent', 'batch'], index >> 1)}-${index}`;
  const principal = `arn:aws:iam::${accountId}:${key ? 'user' : 'role'}/${name}`;
  const idle = index % 11 === 7;
  const home = pick(['AS16509', 'AS3320', '10.12.0.0/16', 'vpce-0ab12f'], index);
  const intruded = index % 9 === 2 && index % 2 === 0;
  const used = idle
    ? []
    : Array.from({ length: days }, (_, day) => fakeDay(day, home, intruded && day > days * 0.6, random));
  const active = used.filter(({ uses }) => uses > 0);
  const last = active.at(-1);
  return {
    id: key ? `AKIAEXAMPLE${(index * 7_919 + 46_656).toString(36).toUpperCase().padStart(9, 'Q')}` : principal,
    kind: (key ? 'access-key' : 'role') satisfies CredentialKind,
    principal,
    accountId,
    owner: index % 8 === 5 ? null : pick(['payments', 'platform', 'search', 'Ines Duarte', 'data'], index),
    purpose: index % 3 === 1 ? null : `${name} runs in ${pick(['GitHub Actions', 'ECS', 'Lambda'], index)}`,
    expectation: index % 3 === 1 ? [] : ['regions eu-west-1', `networks ${home}`, 'at most 400 calls an hour'],
    establishedNetworks: idle ? [] : [home, 'AS8075'],
    blastRadius:
      index % 6 === 4
        ? null
        : {
            share: Math.round(random() ** 2 * 100) / 100,
            capabilities: pick(
              [
                ['become administrator', 'read every secret'],
                ['read every secret', 'delete backups', 'start instances'],
                ['write to one bucket'],
              ],
              index,
            ),
          },
    createdAt: (firstDay - 400 + (index % 300)) * dayLength,
    lastUsedAt:
      last === undefined
        ? index % 2 === 0
          ? (firstDay - 20 - (index % 180)) * dayLength
          : null
        : (last.day + 0.6) * dayLength,
    days: active,
  };
}

function fakeDay(day: number, home: string, intruded: boolean, random: () => number): CredentialDay {
  const weekend = (day + 2) % 7 < 2;
  const uses = weekend && random() < 0.7 ? 0 : Math.floor(20 + random() ** 2 * 900);
  const strange = intruded ? Math.ceil(random() * 40) : 0;
  return {
    day: firstDay + day,
    uses: uses + strange,
    maxScore: intruded ? 45 + Math.floor(random() * 54) : Math.floor(random() ** 4 * 34),
    denied: strange > 20 ? Math.floor(strange / 3) : 0,
    networks: [
      ...(uses > 0 ? [{ id: home, uses }] : []),
      ...(random() < 0.2 && uses > 0 ? [{ id: 'AS8075', uses: 3 }] : []),
      ...(strange > 0 ? [{ id: pick(['AS9009 hosting', '185.220.101.0/24 tor'], strange), uses: strange }] : []),
    ],
  };
}

function fakeDecisions(credential: ReportCredential, index: number, days: number): Decision[] {
  const at = (firstDay + days * 0.62 + index / 10) * dayLength;
  const strange = credential.days.some(({ maxScore }) => maxScore >= 45);
  const told = fakeDecision(credential, index, at, 'notify', 48);
  if (!strange)
    return [
      {
        ...told,
        verdict: 'stale',
        action: index % 2 === 0 ? 'rotate' : 'notify',
        families: ['stale'],
        reason: `It is 412 days old and its rotation window is 90 days; ${credential.owner ?? 'nobody'} should replace it.`,
      },
    ];
  const grave = index % 4 === 0 ? 'disable' : index % 4 === 2 ? 'pin' : 'quarantine';
  return [told, fakeDecision(credential, index, at + 6 * 3_600_000, grave, 91)];
}

function fakeDecision(
  credential: ReportCredential,
  index: number,
  at: number,
  action: Decision['action'],
  score: number,
): Decision {
  return {
    id: `d_${index}_${action}`,
    at,
    accountId: credential.accountId as Decision['accountId'],
    credential: credential.id,
    session: null,
    kind: credential.kind,
    principal: credential.principal,
    owner: credential.owner,
    action,
    score,
    verdict: score > 80 ? 'compromised' : 'suspicious',
    families: ['anomalous'],
    signals: [
      {
        id: 'S09',
        bits: (score / 5) * 0.45,
        group: 'origin',
        evidence: 'Called from AS9009, a hosting network it never used in 22 active days.',
      },
      { id: 'S11', bits: (score / 5) * 0.2, group: 'origin', evidence: 'Called from a country it never used.' },
      {
        id: 'S14',
        bits: (score / 5) * 0.3,
        group: 'action',
        evidence: 'Called iam:CreateAccessKey, which no credential of this purpose calls.',
      },
      {
        id: 'S21',
        bits: (score / 5) * 0.25,
        group: 'client',
        evidence: 'The client changed from aws-sdk-js to python-requests.',
      },
    ],
    reason: `Used from AS9009, a hosting network it never used in 22 days, to call iam:CreateAccessKey with a client it never had.`,
    eventId: null,
    mode: 'observe',
    reversible: action !== 'notify',
    expiresAt: null,
    heldBack: index === 4 ? 'the hourly limit of the account was used up' : null,
    purpose: null,
    rotation: null,
  };
}

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
