import * as v from 'valibot';

/** The source of every event on the bus. */
export const eventSource = 'rescind';

const signal = v.strictObject({ id: v.string(), bits: v.number(), group: v.string(), evidence: v.string() });

const about = {
  version: v.literal(1),
  accountId: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  credential: v.string(),
  session: v.nullable(v.string()),
  at: v.pipe(v.string(), v.isoTimestamp()),
  eventID: v.nullable(v.string()),
  score: v.number(),
  verdict: v.string(),
  signals: v.array(signal),
  reason: v.string(),
  policyVersion: v.string(),
};

const notice = v.strictObject({
  id: v.string(),
  to: v.nullable(v.string()),
  about: v.string(),
  headline: v.string(),
  why: v.string(),
  whatWasDone: v.array(v.string()),
  whatToDo: v.array(v.string()),
  doesNotStop: v.array(v.string()),
});

const answerChoices = ['approve', 'refuse', 'mine', 'stranger', 'undo', 'extend', 'rotate'] as const;

/** The detail of each event, by detail type. Never secret material. A breaking change is a new version beside the old one. */
export const eventDetails = {
  /** Sent with the decision that the assessment led to. */
  CredentialAssessed: v.strictObject({ ...about, subject: v.string(), families: v.array(v.string()) }),
  ActionPlanned: v.strictObject({
    ...about,
    id: v.pipe(v.string(), v.startsWith('d_')),
    kind: v.string(),
    principal: v.string(),
    owner: v.nullable(v.string()),
    action: v.string(),
    mode: v.picklist(['observe', 'enforce']),
    reversible: v.boolean(),
    expires: v.nullable(v.string()),
    heldBack: v.nullable(v.string()),
    /** For `rotate`: the secret whose rotation was declared, and since when another rotation would do. */
    rotation: v.optional(
      v.nullable(v.strictObject({ secret: v.string(), unlessSince: v.nullable(v.pipe(v.string(), v.isoTimestamp())) })),
      null,
    ),
  }),
  /** What came of a decision, once for each delivery of it: readers know it by `notice.id`. */
  ActionTaken: v.strictObject({
    version: v.literal(1),
    id: v.pipe(v.string(), v.startsWith('d_')),
    outcomeId: v.pipe(v.string(), v.startsWith('o_')),
    accountId: about.accountId,
    credential: v.string(),
    action: v.string(),
    mode: v.picklist(['observe', 'enforce']),
    score: v.number(),
    outcome: v.string(),
    actions: v.array(v.strictObject({ containmentId: v.string(), sentence: v.string(), outcome: v.string() })),
    notice,
    /** What whoever is told can say to it. */
    choices: v.optional(v.array(v.picklist(answerChoices)), []),
    /** Nobody has to hear of it at once: nothing was changed or tried, and nothing is asked. */
    canWait: v.optional(v.boolean(), false),
  }),
  /** More than a pin is due, and so many people have to agree first. Unanswered by `expires`, nothing is done. */
  ApprovalRequested: v.strictObject({
    version: v.literal(1),
    id: v.pipe(v.string(), v.startsWith('d_')),
    accountId: about.accountId,
    credential: v.string(),
    owner: v.nullable(v.string()),
    action: v.string(),
    score: v.number(),
    reason: v.string(),
    persons: v.number(),
    expires: v.pipe(v.string(), v.isoTimestamp()),
    policyVersion: v.string(),
  }),
  /** People have said enough to settle what was asked or told. */
  DecisionAnswered: v.strictObject({
    version: v.literal(1),
    id: v.pipe(v.string(), v.startsWith('d_')),
    accountId: about.accountId,
    credential: v.string(),
    choice: v.picklist(answerChoices),
    by: v.array(v.string()),
    at: v.pipe(v.string(), v.isoTimestamp()),
  }),
  /** To the owner's own handler, for a token whose revocation was declared so. It may come again: see `id`. */
  RevocationRequested: v.strictObject({
    version: v.literal(1),
    id: v.pipe(v.string(), v.startsWith('o_')),
    accountId: about.accountId,
    /** As its source names it. */
    credential: v.string(),
  }),
  ActionRestored: v.strictObject({
    version: v.literal(1),
    containmentId: v.pipe(v.string(), v.startsWith('o_')),
    by: v.string(),
    outcome: v.string(),
  }),
  /** Nothing is done to it for a while, or it may be again: by whose order, and until when. */
  CredentialHeld: v.strictObject({
    version: v.literal(1),
    credential: v.string(),
    by: v.string(),
    held: v.boolean(),
    until: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
    notice,
  }),
  /** All accounts were looked through, or say why not. */
  SweepCompleted: v.strictObject({
    version: v.literal(1),
    id: v.pipe(v.string(), v.startsWith('s_')),
    startedAt: about.at,
    at: about.at,
    accounts: v.strictObject({ swept: v.number(), refused: v.number(), unfinished: v.number(), closed: v.number() }),
    /** The first of those that refused or were not finished; the rest is in the numbers. */
    unseen: v.array(v.strictObject({ accountId: about.accountId, reason: v.string() })),
    /** Of accounts that refused, those that were seen at work. */
    credentials: v.number(),
    kinds: v.record(v.string(), v.number()),
    ownerless: v.number(),
    findings: v.strictObject({ new: v.number(), changed: v.number(), known: v.number(), resolved: v.number() }),
    /** Things that could not be read in accounts that let us in. */
    gaps: v.number(),
  }),
} as const;

/** A schedule's bell, as EventBridge rings it. */
export function isBell(message: unknown): boolean {
  const { source, 'detail-type': type } = (message ?? {}) as Readonly<Record<string, unknown>>;
  return source === 'aws.events' && type === 'Scheduled Event';
}

/**
 * A reference to a token, never the token: its SHA-256, or a name that is said to be one (`ref:grant-17`). What could be the
 * token itself is of neither form.
 */
const tokenReference = v.pipe(v.string(), v.regex(/^(?:sha256:[0-9a-f]{64}|ref:[\w.-]{1,80})$/));
const word = v.pipe(v.string(), v.regex(/^[\w./-]{1,64}$/));
const shortText = v.pipe(v.string(), v.maxLength(512));

/** What a registered source reports under its own name: one use of one token. */
const credentialUsed = v.strictObject({
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[\w.:-]{1,128}$/)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  kind: v.picklist(['oauth-token', 'api-token']),
  token: tokenReference,
  /** Who holds it: the OAuth client, the application. */
  client: v.pipe(v.string(), v.regex(/^[\w.@ -]{1,128}$/)),
  /** The API, and what was called of it: `orders`, `read`. */
  service: word,
  action: word,
  readOnly: v.optional(v.boolean(), false),
  /** The API did not allow it. */
  refused: v.optional(v.boolean(), false),
  sourceIp: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
  userAgent: v.optional(v.nullable(shortText), null),
  /** What ties several uses together, where the source knows such a thing. */
  session: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[\w.:-]{1,128}$/))), null),
  resource: v.optional(v.nullable(shortText), null),
});

export type ReportedUse = v.InferOutput<typeof credentialUsed>;

/** What an event reports of a token's use: null where it reports none, `malformed` where its detail is not as it should be. */
export function reportedUseIn(envelope: unknown): ReportedUse | 'malformed' | null {
  const { 'detail-type': type, detail } = (envelope ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'CredentialUsed') return null;
  const read = v.safeParse(credentialUsed, detail);
  return read.success ? read.output : 'malformed';
}

/** An event on the bus as a queue holds it; null for what is none of that name. Throws where the detail is not as it should be. */
export function detailOf<Name extends EventName>(name: Name, envelope: unknown): EventDetail<Name> | null {
  const { source, 'detail-type': type, detail } = (envelope ?? {}) as Readonly<Record<string, unknown>>;
  if (source !== eventSource || type !== name) return null;
  return v.parse(eventDetails[name], detail) as EventDetail<Name>;
}

/** S3's word, by way of EventBridge, that an object was written; its key is as it is. */
const objectCreated = v.object({
  source: v.literal('aws.s3'),
  'detail-type': v.literal('Object Created'),
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({ key: v.string(), size: v.nullish(v.number(), null) }),
  }),
});

/** The same from S3 itself, which writes a key as a form does; one message may tell of several. */
const objectsCreated = v.object({
  Records: v.pipe(
    v.array(
      v.object({
        eventSource: v.literal('aws:s3'),
        eventName: v.pipe(v.string(), v.startsWith('ObjectCreated:')),
        s3: v.object({
          bucket: v.object({ name: v.string() }),
          object: v.object({ key: v.string(), size: v.nullish(v.number(), null) }),
        }),
      }),
    ),
    v.minLength(1),
  ),
});

/** What S3 says to a queue once, when it is to tell it of objects. */
const greeting = v.object({ Service: v.literal('Amazon S3'), Event: v.literal('s3:TestEvent') });

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number | null;
}

/** Throws where it is no such word. */
export function createdObjectsIn(message: unknown): readonly CreatedObject[] {
  if (v.is(greeting, message)) return [];
  const told = v.safeParse(objectsCreated, message);
  const all = told.success
    ? told.output.Records.map(({ s3: { bucket, object } }) => ({
        bucket,
        object: { ...object, key: decoded(object.key) },
      }))
    : [v.parse(objectCreated, message).detail];
  return all.map(({ bucket, object }) => ({ bucket: bucket.name, key: object.key, size: object.size }));
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}

const by = v.pipe(v.string(), v.regex(/^[\w+=,.@ -]{2,64}$/));
const credential = v.pipe(v.string(), v.minLength(1), v.maxLength(2_048));

/** A key that is off for what was seen of it stays off, unless this is true. */
const enableKey = v.optional(v.boolean());

/** A request to STS that somebody signed: STS says who they are. */
const proof = v.strictObject({
  region: v.pipe(v.string(), v.maxLength(30)),
  headers: v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(4_096))),
});

/** What the function `respond` hears of people. Whoever calls it by hand proves who they are: IAM says only who may call. */
const wish = v.variant('wish', [
  /** What people said to a decision, once it is settled: the function that interacts asked who they are. */
  v.strictObject({
    wish: v.literal('answer'),
    id: v.pipe(v.string(), v.regex(/^d_[\w-]{1,60}$/)),
    choice: v.picklist(answerChoices),
    by: v.pipe(v.array(by), v.minLength(1)),
  }),
  /** One person's word to a decision, with the proof of who they are. */
  v.strictObject({
    wish: v.literal('say'),
    id: v.pipe(v.string(), v.regex(/^d_[\w-]{1,60}$/)),
    choice: v.picklist(answerChoices),
    proof,
  }),
  /** One person's order about a credential, with the proof of who they are. `exempt`: what they laid down in the settings. */
  v.strictObject({
    wish: v.literal('order'),
    order: v.picklist(['hold', 'lift', 'exempt']),
    credential,
    reason: v.pipe(v.string(), v.maxLength(500)),
    until: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
    enableKey,
    proof,
  }),
  /** The text of a policy that is to count, with the proof of who says so. */
  v.strictObject({ wish: v.literal('policy'), text: v.pipe(v.string(), v.maxLength(1_000_000)), proof }),
]);

export type Wish = v.InferOutput<typeof wish>;

/** What the proof beside a policy is good for; `digest`: SHA-256 of its text, in hexadecimal. */
export function policyText(digest: string): string {
  return `policy ${digest}`;
}
export type Order = Wish & { readonly wish: 'order' };

/** What the proof beside an order is good for. */
export function orderText({ order, credential, until, enableKey }: Omit<Order, 'proof' | 'reason' | 'wish'>): string {
  return `${order} ${credential} ${until ?? 'open'}${enableKey === true ? ' enable-key' : ''}`;
}

/** Null where it is no wish. */
export function wishIn(event: unknown): Wish | null {
  const read = v.safeParse(wish, event);
  return read.success ? read.output : null;
}

/** What a call by hand may wish, each with its proof; that people agreed is for the functions alone to say, which asked who they are. */
export function callIn(event: unknown): Exclude<Wish, { wish: 'answer' }> | null {
  const read = wishIn(event);
  return read?.wish === 'answer' ? null : read;
}

export type EventName = keyof typeof eventDetails;
export type EventDetail<Name extends EventName> = v.InferOutput<(typeof eventDetails)[Name]>;
