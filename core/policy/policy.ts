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
  v.minValue(1, 'must be at least 1: every credential comes to 0, whatever is known of it'),
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
    ({ received }) => `must be a time that there is, not ${received}`,
  ),
);

const scopeWord = String.raw`(?:all|\*|stale|overprivileged|anomalous|S\d{2})`;
const scopes = new RegExp(String.raw`^\s*${scopeWord}\s*(?:,\s*${scopeWord}\s*)*$`);

/** A clause that refuses an invalid scope. */
export const scopeForm = 'must be all, a family (stale, overprivileged, anomalous) or signal ids (S09, S14)';

export const exemptionSchema = keyed({
  credential: described(
    v.pipe(v.string(), v.minLength(1)),
    'Access key id or ARN, exact; `*` stands for a run of characters.',
  ),
  owner: described(v.pipe(v.string(), v.minLength(1)), 'Who answers for the exemption.'),
  reason: described(v.pipe(v.string(), v.minLength(1)), 'Why it is right, in a sentence.'),
  scope: described(
    v.pipe(v.string(), v.regex(scopes, scopeForm)),
    'What it covers: `all`, a family (`stale`), or signal ids (`S09,S14`).',
  ),
  until: described(timestamp, 'When it ends, ISO 8601 with a zone.'),
});

/** Fields of a CloudTrail record; those that every record has the same may be left out. */
const record = noList(v.record(v.string(), v.unknown()));

const policyCaseSchema = keyed({
  name: described(v.pipe(v.string(), v.minLength(1)), 'What the case is about, in a few words.'),
  usual: described(
    v.optional(v.array(record), []),
    'CloudTrail records of honest calls: each is made every hour from 08:00 to 17:00 UTC on the days before.',
  ),
  days: described(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 14),
    'Days of such calls.',
  ),
  use: described(
    v.union([v.array(record), record]),
    'The CloudTrail record, or records, that are tried, a minute apart; the first may tell its eventTime.',
  ),
  expect: described(v.picklist([...actionNames, 'nothing']), 'The most that the policy should decide because of it.'),
});

const personSchema = keyed({
  name: described(
    v.pipe(v.string(), v.regex(/^[\w+=,.@ -]{2,64}$/, 'must be 2 to 64 letters, digits, blanks or any of +=,.@-_')),
    'How the ledger and the messages call them.',
  ),
  slack: described(
    v.optional(v.pipe(v.string(), v.regex(/^[UW][A-Z0-9]{2,}$/, 'must be a Slack user id like U024BE7LH'))),
    'Their Slack user id.',
  ),
  aws: described(
    v.optional(v.array(v.pipe(v.string(), v.startsWith('arn:'))), []),
    'ARNs that they act by in AWS, as sts get-caller-identity prints them; `*` stands for a run of characters.',
  ),
  owns: described(v.optional(v.array(v.string()), []), 'Owners that they speak for, as credentials name them.'),
  approver: described(v.optional(v.boolean(), false), 'Whether they may approve, refuse, and take back for others.'),
});

const signalId = v.pipe(v.string(), v.regex(/^S\d{2}$/, 'must be a signal id like S09'));
const signalSettings = keyed({
  enabled: v.optional(v.boolean(), true),
  authority: v.optional(v.picklist(['hard', 'pin', 'corroborate', 'notify'])),
});

/** A source as EventBridge takes it, but for the names that AWS and Rescind keep for themselves. */
const sourceName = v.pipe(v.string(), v.regex(/^(?!aws\.|rescind$)[\w.-]{1,64}$/));

const sourceSchema = keyed({
  accountId: described(
    v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be the 12 digits of an account')),
    'The account that its events come from; they are believed from no other.',
  ),
  kinds: described(
    v.optional(v.array(v.picklist(['oauth-token', 'api-token'])), ['oauth-token', 'api-token']),
    'What it may speak of.',
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
  useDays: described(days, 'Days after the last use at which the lease ends.'),
  consentDays: described(v.optional(v.nullable(days), null), 'Days after the owner’s last word at which it ends too.'),
});
/** From gentlest to gravest: each threshold must be at least the one before it. */
const thresholdsSchema = v.pipe(
  keyed({
    notify: described(v.optional(points, 40), 'Score from which the owner is told.'),
    contain: described(v.optional(points, 60), 'Score from which a pin or quarantine may be put on.'),
    disable: described(v.optional(points, 80), 'Score from which a credential may be switched off.'),
    quorumBits: described(
      v.optional(v.pipe(v.number(), v.minValue(0)), 3.5),
      'Evidence a group needs to be a witness.',
    ),
    quorumGroups: described(
      v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 2),
      'Witnesses that learned evidence needs.',
    ),
    learningDays: described(v.optional(days, 7), 'Active days before learned evidence has its full weight.'),
  }),
  v.forward(
    v.check(
      ({ notify, contain }) => contain >= notify,
      ({ input: { notify, contain } }) =>
        `is ${contain}, below notify (${notify}): a credential would be contained before its owner is worth a word. Raise contain or lower notify`,
    ),
    ['contain'],
  ),
  v.forward(
    v.check(
      ({ contain, disable }) => disable >= contain,
      ({ input: { contain, disable } }) =>
        `is ${disable}, below contain (${contain}): a credential would be switched off before it may be contained. Raise disable or lower contain`,
    ),
    ['disable'],
  ),
);

const clock = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 22:00'));
const quietSchema = keyed({
  from: described(clock, 'When it begins: 22:00.'),
  until: described(clock, 'When it ends: 07:00, on the next day where that is earlier.'),
  zone: described(
    v.optional(v.pipe(v.string(), v.check(isZone, 'must be the name of a time zone, like Europe/Berlin')), 'UTC'),
    'Whose clock: a name like Europe/Berlin.',
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

export const policySchema = keyed({
  $schema: v.optional(v.string()),
  version: described(v.optional(v.string(), '1'), 'Your own label; it travels with every decision.'),
  mode: described(
    v.optional(v.picklist(['observe', 'enforce']), 'observe'),
    'observe computes everything and does nothing; enforce acts.',
  ),
  enforceIn: described(
    v.optional(v.array(v.string()), []),
    'Account ids (or ou-… ids) in which enforce acts; empty means all of them.',
  ),
  thresholds: v.optional(thresholdsSchema, {}),
  declared: described(
    v.optional(v.picklist(['observe', 'enforce']), 'observe'),
    'Whether a breach of what the owner declared is a hard signal (enforce) or evidence like other (observe).',
  ),
  signals: described(
    v.optional(noList(v.record(signalId, signalSettings)), {}),
    'Per signal id: switch it off, or lower what it may do alone. `rescind signals` lists them.',
  ),
  stale: v.optional(
    keyed({
      unusedDays: described(v.optional(days, 45), 'Idle days from which a credential is stale.'),
      longestUnusedDays: described(
        v.optional(days, 120),
        'Cap for rare work: 1.5 times its longest gap, but never longer than this or 1.1 times that gap.',
      ),
      rotationDays: described(v.optional(days, 90), 'Age from which a long-lived credential should have been rotated.'),
      neverUsedGraceDays: described(v.optional(days, 30), 'Days that a new credential may wait for its first use.'),
    }),
    {},
  ),
  retire: v.optional(
    keyed({
      upTo: described(
        v.optional(v.picklist(['notify', 'pin', 'disable']), 'disable'),
        'How far a sweep goes with what nobody needs; deletion is always a person’s.',
      ),
      noticeDays: described(v.optional(days, 14), 'Days between the warning and the first step.'),
      pinDays: described(v.optional(days, 7), 'Days that it stays pinned to its last known networks.'),
      inactiveDays: described(v.optional(days, 30), 'Days that it stays switched off before its deletion is proposed.'),
      adoptDays: described(v.optional(days, 90), 'Days that an orphan at work waits for a new owner.'),
    }),
    {},
  ),
  leases: described(
    v.optional(noList(v.record(v.picklist(leasedKinds), leaseSchema)), {}),
    'Kinds of credential that only last while they are used and their owners want them.',
  ),
  overprivileged: v.optional(
    keyed({
      unusedShare: described(
        v.optional(share, 0.6),
        'Share of granted weight left unused from which a credential is overprivileged.',
      ),
      observedDays: described(v.optional(days, 30), 'Days of use that must be on record before unused means anything.'),
      boundary: described(
        v.optional(v.picklist(['propose', 'apply']), 'propose'),
        'Whether a sweep that acts keeps who holds more than it uses to what it uses, noticeDays after its warning.',
      ),
    }),
    {},
  ),
  limits: v.optional(
    keyed({
      disruptivePerAccountPerHour: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 4),
        'Pins, quarantines, revocations and disables.',
      ),
      disruptivePerOrganizationPerDay: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 40),
      harmfulDenials: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 5),
        'Honest calls within a quarter of an hour that a containment refuses before it is taken back by itself.',
      ),
      reservedForHard: described(v.optional(share, 0.5), 'Share of each limit that only hard signals may use.'),
    }),
    {},
  ),
  changeWindows: described(
    v.optional(
      v.array(
        keyed({
          from: described(timestamp, 'When it begins, ISO 8601 with a zone.'),
          until: described(timestamp, 'When it ends.'),
          reason: described(v.pipe(v.string(), v.minLength(1)), 'What is being changed, in a sentence.'),
          accounts: described(v.optional(v.array(v.string()), []), 'Account ids; empty means all of them.'),
        }),
      ),
      [],
    ),
    'Stretches in which learned evidence leads to a pin at most; hard evidence acts as ever.',
  ),
  protect: described(
    v.optional(v.array(v.string()), []),
    'ARNs or access key ids never acted on (break-glass); `*` stands for a run of characters.',
  ),
  notices: v.optional(
    v.strictObject({
      channel: described(
        v.optional(v.string(), ''),
        'Slack channel id for whatever has no owner with a channel of its own, and for all of observe mode.',
      ),
      channels: described(v.optional(v.record(v.string(), v.string()), {}), 'Slack channel or user id by owner.'),
      digestHours: described(
        v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(168)), 1),
        'For how many hours what can wait is gathered into one message; 0 sends each by itself.',
      ),
      quiet: described(
        v.optional(v.nullable(quietSchema), null),
        'Hours in which only what cannot wait is sent: containments, and what people are asked.',
      ),
      escalation: v.optional(
        keyed({
          channel: described(
            v.optional(v.string(), ''),
            'Slack channel or user id that hears of what nobody answered; empty for the fallback channel.',
          ),
          afterHours: described(
            v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(168)), 4),
            'Hours without an answer to a containment or a question until then; 0 for never.',
          ),
        }),
        {},
      ),
    }),
    {},
  ),
  sources: described(
    v.optional(noList(v.record(sourceName, sourceSchema)), {}),
    'Who may report uses of OAuth and API tokens, by the `source` of their events.',
  ),
  people: described(
    v.optional(v.array(personSchema), []),
    'Who may answer what Rescind asks. Whoever is not in it is told so, and answers nothing.',
  ),
  approvals: v.optional(
    keyed({
      blastRadius: described(
        v.optional(share, 0.8),
        'Share of what a credential could do from which people are asked before more than a pin is put on.',
      ),
      persons: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)), 2),
        'How many people have to agree.',
      ),
      hours: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(168)), 24),
        'How long the question stands. Unanswered, nothing is done.',
      ),
      hardEvidence: described(
        v.optional(v.picklist(['ask', 'act']), 'ask'),
        'What hard evidence does where people would be asked: wait for them like all other (ask), or act at once (act).',
      ),
    }),
    {},
  ),
  trust: v.optional(
    keyed({
      bar: described(
        v.optional(share, 0.5),
        'Share of its answers in which a reason has to be right to act by itself. Below it for sure, it is demoted.',
      ),
      answers: described(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10),
        'Answers of people from which a reason counts as measured.',
      ),
      unmeasured: described(
        v.optional(v.picklist(['act', 'tell']), 'act'),
        'What a reason may do before it is measured: act, or only tell until it has proved itself.',
      ),
    }),
    {},
  ),
  ownerTags: v.optional(v.array(v.string()), ['owner', 'team', 'email']),
  owners: described(
    v.optional(noList(v.record(v.string(), v.string())), {}),
    'Whom a tag means: what it says → a person’s address or a team.',
  ),
  askIdentityCenter: described(
    v.optional(v.boolean(), false),
    'Whether sweeps ask Identity Center who works here: whoever it does not let in has left. For where everybody signs in by it.',
  ),
  temporaryGrantDays: described(
    v.optional(v.nullable(days), null),
    'Days after which a grant that somebody made by hand, and gave no end, is asked about; null for never.',
  ),
  exemptions: v.optional(v.array(exemptionSchema), []),
  cases: described(
    v.optional(v.array(policyCaseSchema), []),
    'What this policy should decide in given cases; `rescind policy check` tries them.',
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
