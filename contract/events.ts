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
} as const;

export type EventName = keyof typeof eventDetails;
export type EventDetail<Name extends EventName> = v.InferOutput<(typeof eventDetails)[Name]>;
