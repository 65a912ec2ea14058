import * as v from 'valibot';
import { parseInstant } from '../model/instant.ts';

/**
 * What the user decides: how much evidence each answer needs, who may be disturbed and how often.
 * Schema and defaults live together here; the JSON Schema that `rescind policy schema` prints is made from this file.
 */

const described = <T extends v.GenericSchema>(schema: T, words: string) => v.pipe(schema, v.description(words));
const keyed = <const Entries extends v.ObjectEntries>(entries: Entries) => noList(v.strictObject(entries));

/** Valibot takes a list for an object whose keys are all optional; nobody who writes a list means that. */
function noList<T extends v.GenericSchema>(schema: T): T {
  const run: T['~run'] = (dataset, config) =>
    schema['~run'](Array.isArray(dataset.value) ? { value: 'a list' } : dataset, config);
  return { ...schema, '~run': run };
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650));
const points = v.pipe(
  v.number(),
  v.minValue(1, 'must be at least 1: every credential scores at least 0'),
  v.maxValue(100),
);

export const actionNames = ['notify', 'pin', 'quarantine', 'revoke-sessions', 'disable', 'rotate'] as const;

/** Only what the policy's own reader of times takes, so that no end is ever misread. */
const timestamp = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/,
    'must be a time like 2027-01-31T18:00:00Z',
  ),
  v.check(
    (text) => parseInstant(text) !== null,
    ({ received }) => `must be a time that exists, not ${received}`,
  ),
);

const scopeWord = String.raw`(?:all|\*|stale|overprivileged|anomalous|S\d{2})`;
const scopes = new RegExp(String.raw`^\s*${scopeWord}\s*(?:,\s*${scopeWord}\s*)*$`);

/** A clause that refuses an invalid scope. */
export const scopeForm = 'must be all, a family (stale, overprivileged, anomalous) or signal ids (S09, S14)';

export const exemptionSchema = keyed({
  credential: described(v.pipe(v.string(), v.minLength(1)), 'Access key id or ARN; `*` stands for any characters.'),
  owner: described(v.pipe(v.string(), v.minLength(1)), 'Who is responsible for the exemption.'),
  reason: described(v.pipe(v.string(), v.minLength(1)), 'Why the credential is exempt, in a sentence.'),
  scope: described(
    v.pipe(v.string(), v.regex(scopes, scopeForm)),
    'What it covers: `all`, a family (`stale`), or signal ids (`S09,S14`).',
  ),
  until: described(timestamp, 'When it ends, like 2027-01-31T18:00:00Z.'),
});

/** Fields of a CloudTrail record; those that every record has the same may be left out. */
const record = noList(v.record(v.string(), v.unknown()));

const policyCaseSchema = keyed({
  name: described(v.pipe(v.string(), v.minLength(1)), 'What the case tests, in a few words.'),
  usual: described(
    v.optional(v.array(record), []),
    'CloudTrail records of honest calls: each is made every hour from 08:00 to 17:00 UTC on the days before.',
  ),
  days: described(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 14),
    'For how many days the usual calls are made.',
  ),
  use: described(
    v.union([v.array(record), record]),
    'The CloudTrail record to judge, or several, a minute apart; the first may set its eventTime.',
  ),
  expect: described(v.picklist([...actionNames, 'nothing']), 'The strongest action that the policy should choose.'),
});

const personSchema = keyed({
  name: described(
    v.pipe(v.string(), v.regex(/^[\w+=,.@ -]{2,64}$/, 'must be 2 to 64 letters, digits, spaces or any of +=,.@-_')),
    'Their name in the ledger and in messages.',
  ),
  slack: described(
    v.optional(v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]{2,}$/, 'must be a Slack user id like U024BE7LH'))),
    'Their Slack user id.',
  ),
  aws: described(
    v.optional(v.array(v.pipe(v.string(), v.startsWith('arn:'))), []),
    'Their ARNs in AWS, as sts get-caller-identity prints them; `*` stands for any characters.',
  ),
  owns: described(
    v.optional(v.array(v.string()), []),
    'Owners on whose behalf they answer, spelled as on the credentials.',
  ),
  approver: described(
    v.optional(v.boolean(), false),
    'Whether they may approve and refuse, and undo what was done to other people’s credentials.',
  ),
});

const signalId = v.pipe(v.string(), v.regex(/^S\d{2}$/, 'must be a signal id like S09'));
const signalSettings = keyed({
  enabled: v.optional(v.boolean(), true),
  authority: v.optional(v.picklist(['hard', 'pin', 'corroborate', 'notify'])),
});

const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be the 12 digits of an account'));

/** A source as EventBridge takes it, but for the names that AWS and Rescind keep for themselves. */
const sourceName = v.pipe(v.string(), v.regex(/^(?!aws\.|rescind$)[\w.-]{1,64}$/));

const sourceSchema = keyed({
  accountId: described(
    accountId,
    'The account from which its events come; events from any other account are not believed.',
  ),
  kinds: described(
    v.optional(v.array(v.picklist(['oauth-token', 'api-token'])), ['oauth-token', 'api-token']),
    'The kinds of token whose use it may report.',
  ),
});

/** Kinds that can be put on a lease: root has no owner to ask, and a session ends by itself. */
const leasedKinds = [
  'access-key',
  'console-password',
  'event-connection',
  'identity-provider',
  'parameter',
  'role',
  'roles-anywhere',
  'secret',
  'service-specific',
  'signing-certificate',
  'ssh-key',
] as const;

const leaseSchema = keyed({
  useDays: described(days, 'The lease ends this many days after the last use.'),
  consentDays: described(
    v.optional(v.nullable(days), null),
    'It also ends this many days after the owner last said that the credential is wanted; null for never.',
  ),
});
/** From gentlest to gravest: each threshold must be at least the one before it. */
const thresholdsSchema = v.pipe(
  keyed({
    notify: described(v.optional(points, 40), 'Score from which the owner is told.'),
    contain: described(v.optional(points, 60), 'Score from which the credential may be pinned or quarantined.'),
    disable: described(v.optional(points, 80), 'Score from which the credential may be disabled.'),
    quorumBits: described(
      v.optional(v.pipe(v.number(), v.minValue(0)), 3.5),
      'Bits of evidence that a group of signals needs to count as a witness.',
    ),
    quorumGroups: described(
      v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 2),
      'How many witnesses learned evidence needs.',
    ),
    learningDays: described(v.optional(days, 7), 'Days of use before learned evidence has its full weight.'),
  }),
  v.forward(
    v.check(
      ({ notify, contain }) => contain >= notify,
      ({ input: { notify, contain } }) =>
        `is ${contain}, below notify (${notify}): a credential would be contained at a score too low to tell its owner. Raise contain or lower notify`,
    ),
    ['contain'],
  ),
  v.forward(
    v.check(
      ({ contain, disable }) => disable >= contain,
      ({ input: { contain, disable } }) =>
        `is ${disable}, below contain (${contain}): a credential would be disabled at a score too low to pin it. Raise disable or lower contain`,
    ),
    ['disable'],
  ),
);

const clock = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 22:00'));
const quietSchema = keyed({
  from: described(clock, 'When they begin, like 22:00.'),
  until: described(clock, 'When they end, like 07:00; if that is before their beginning, on the next day.'),
  zone: described(
    v.optional(v.pipe(v.string(), v.check(isZone, 'must be the name of a time zone, like Europe/Berlin')), 'UTC'),
    'The time zone of these times, like Europe/Berlin.',
  ),
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== null;
  } catch {
    // fails toward: a policy that is refused with a sentence
    return false;
  }
}

const changeWindowSchema = v.pipe(
  keyed({
    from: described(timestamp, 'When it begins, like 2027-01-31T18:00:00Z.'),
    until: described(timestamp, 'When it ends.'),
    reason: described(v.pipe(v.string(), v.minLength(1)), 'What is being changed, in a sentence.'),
    accounts: described(v.optional(v.array(accountId), []), 'Ids of the accounts; empty for all.'),
  }),
  v.forward(
    v.check(
      ({ from, until }) => (parseInstant(from) ?? 0) < (parseInstant(until) ?? 0),
      ({ input: { from, until } }) => `is ${until}, not after from (${from}): no change would ever be under way`,
    ),
    ['until'],
  ),
);

export const policySchema = keyed({
  $schema: v.optional(v.string()),
  version: described(v.optional(v.string(), '1'), 'Your own label, recorded with every decision.'),
  mode: described(
    v.optional(v.picklist(['observe', 'enforce']), 'observe'),
    'observe decides and tells but changes nothing in AWS; enforce acts.',
  ),
  enforceIn: described(v.optional(v.array(accountId), []), 'Ids of the accounts in which enforce acts; empty for all.'),
  thresholds: v.optional(thresholdsSchema, {}),
  declared: described(
    v.optional(v.picklist(['observe', 'enforce']), 'observe'),
    'Whether use that the owner did not declare is hard evidence (enforce) or counts like other evidence (observe).',
  ),
  signals: described(
    v.optional(noList(v.record(signalId, signalSettings)), {}),
    'Per signal id: switch the signal off, or limit what it may lead to by itself. `rescind signals` lists them.',
  ),
  stale: v.optional(
    keyed({
      unusedDays: described(v.optional(days, 45), 'Days without use after which a credential is stale.'),
      longestUnusedDays: described(
        v.optional(days, 120),
        'A rarely used credential may rest for 1.5 times its longest gap, up to this many days or 1.1 times that gap.',
      ),
      rotationDays: described(
        v.optional(days, 90),
        'Age in days at which a long-lived credential should have been rotated.',
      ),
      neverUsedGraceDays: described(v.optional(days, 30), 'Days within which a new credential should first be used.'),
    }),
    {},
  ),
  retire: v.optional(
    keyed({
      upTo: described(
        v.optional(v.picklist(['notify', 'pin', 'disable']), 'disable'),
        'The last step that a sweep takes with a credential that nobody needs; only people delete.',
      ),
      noticeDays: described(v.optional(days, 14), 'Days between telling the owner and the first step.'),
      pinDays: described(v.optional(days, 7), 'Days for which it stays pinned to its last known networks.'),
      inactiveDays: described(
        v.optional(days, 30),
        'Days for which it stays switched off before a person is asked to delete it.',
      ),
      adoptDays: described(
        v.optional(days, 90),
        'Days that a credential in use, but without an owner, waits for a new one before it is pinned.',
      ),
    }),
    {},
  ),
  leases: described(
    v.optional(noList(v.record(v.picklist(leasedKinds), leaseSchema)), {}),
    'Kinds of credential on a lease: they last only while they are used and their owner wants them.',
  ),
  overprivileged: v.optional(
    keyed({
      unusedShare: described(
        v.optional(share, 0.6),
        'A credential is overprivileged if at least this share of its permissions, weighted by danger, is unused.',
      ),
      observedDays: described(
        v.optional(days, 30),
        'Days that must be on record before a permission counts as unused.',
      ),
      boundary: described(
        v.optional(v.picklist(['propose', 'apply']), 'propose'),
        'Whether a sweep with --apply only proposes to reduce an overprivileged credential to what it uses, or does so (apply) noticeDays after telling its owner.',
      ),
    }),
    {},
  ),
  limits: v.optional(
    keyed({
      disruptivePerAccountPerHour: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 4),
        'How many quarantines, revocations and disables are allowed in one account within an hour. Pins are counted apart: four times as many are allowed.',
      ),
      disruptivePerOrganizationPerDay: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 40),
        'The same in all accounts within a day.',
      ),
      harmfulDenials: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 5),
        'If a containment refuses this many honest calls within a quarter of an hour, Rescind undoes it.',
      ),
      reservedForHard: described(v.optional(share, 0.5), 'Share of each limit that only hard signals may use.'),
    }),
    {},
  ),
  changeWindows: described(
    v.optional(v.array(changeWindowSchema), []),
    'Periods in which learned evidence leads to a pin at most; hard evidence acts as always.',
  ),
  protect: described(
    v.optional(v.array(v.string()), []),
    'ARNs or access key ids that are never acted on, like a break-glass role; `*` stands for any characters.',
  ),
  notices: v.optional(
    keyed({
      channel: described(
        v.optional(v.string(), ''),
        'Slack channel id for notices whose owner has no channel, and for all notices in observe mode.',
      ),
      channels: described(
        v.optional(noList(v.record(v.string(), v.string())), {}),
        'Slack channel or user id by owner.',
      ),
      digestHours: described(
        v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(168)), 1),
        'Hours for which notices that can wait are collected into one message; 0 sends each by itself.',
      ),
      quiet: described(
        v.optional(v.nullable(quietSchema), null),
        'Quiet hours, in which only urgent notices are sent: containments, stolen credentials, and questions to people.',
      ),
      escalation: v.optional(
        keyed({
          channel: described(
            v.optional(v.string(), ''),
            'Slack channel or user id that gets unanswered notices; empty for the fallback channel.',
          ),
          afterHours: described(
            v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(168)), 4),
            'Hours after which an unanswered containment or question goes there; 0 for never.',
          ),
        }),
        {},
      ),
    }),
    {},
  ),
  sources: described(
    v.optional(noList(v.record(sourceName, sourceSchema)), {}),
    'Systems that may report uses of OAuth and API tokens, by the `source` of their events.',
  ),
  people: described(
    v.optional(v.array(personSchema), []),
    'Who may answer Rescind’s notices and questions. Answers of others are declined.',
  ),
  approvals: v.optional(
    keyed({
      blastRadius: described(
        v.optional(share, 0.8),
        'Blast radius from which people are asked before anything stronger than a pin: 1 is a credential that could do everything.',
      ),
      persons: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)), 2),
        'How many people have to agree.',
      ),
      hours: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(168)), 24),
        'Hours after which an unanswered question expires. Then nothing more is done.',
      ),
      hardEvidence: described(
        v.optional(v.picklist(['ask', 'act']), 'ask'),
        'Whether people are asked even on hard evidence (ask), or hard evidence acts at once (act).',
      ),
    }),
    {},
  ),
  trust: v.optional(
    keyed({
      bar: described(
        v.optional(share, 0.5),
        'Share of people’s answers in which a signal must be right. If it surely is not (95 % confidence), it no longer acts by itself.',
      ),
      answers: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10),
        'How many answers a signal needs before its track record counts.',
      ),
      unmeasured: described(
        v.optional(v.picklist(['act', 'tell']), 'act'),
        'Whether a signal may act while its answers do not settle that yet (act), or only tell (tell).',
      ),
    }),
    {},
  ),
  ownerTags: described(
    v.optional(v.array(v.string()), ['owner', 'team', 'email']),
    'Tags that name the owner of a credential, the best first.',
  ),
  owners: described(
    v.optional(noList(v.record(v.string(), v.string())), {}),
    'Whom the value of an owner tag means: value → a person’s address or a team.',
  ),
  askIdentityCenter: described(
    v.optional(v.boolean(), false),
    'Whether sweeps treat owners who have no active user in Identity Center as gone. Only useful if everybody signs in through it.',
  ),
  temporaryGrantDays: described(
    v.optional(v.nullable(days), null),
    'Days after which people are asked about a grant that somebody made by hand without an end; null for never.',
  ),
  exemptions: described(
    v.optional(v.array(exemptionSchema), []),
    'Credentials that are left alone until a given time.',
  ),
  cases: described(
    v.optional(v.array(policyCaseSchema), []),
    'Tests of this policy, which `rescind policy check` runs.',
  ),
});

export type Policy = v.InferOutput<typeof policySchema>;
export type Exemption = v.InferOutput<typeof exemptionSchema>;
export type LeaseTerms = v.InferOutput<typeof leaseSchema>;
export type Person = v.InferOutput<typeof personSchema>;
export type PolicyCase = v.InferOutput<typeof policyCaseSchema>;

/** Observe mode, the published windows, the measured thresholds. */
export const defaultPolicy: Policy = v.parse(policySchema, {});

/** Whether anything may be changed in the account. */
export function enforcesIn({ mode, enforceIn }: Policy, accountId: string): boolean {
  return mode === 'enforce' && (enforceIn.length === 0 || enforceIn.includes(accountId));
}
