import * as v from 'valibot';

const account = v.pipe(v.string(), v.regex(/^\d{12}$/));

/** What the state machine of the sweep asks its function for. */
const sweepStep = v.variant('step', [
  /** Which accounts are left to do. */
  v.strictObject({ step: v.literal('begin') }),
  /** One of them. */
  v.strictObject({ step: v.literal('account'), run: v.string(), account }),
  /** Sums up, and tells. */
  v.strictObject({ step: v.literal('end'), run: v.string() }),
]);

/** What the state machine of the backfill asks its function for. */
const backfillStep = v.variant('step', [
  /** Which days and accounts are left to learn. */
  v.strictObject({ step: v.literal('begin') }),
  /** What one account did on one day, or the next part of it; `folders` of the bucket are those that the account's may stand in. */
  v.strictObject({
    step: v.literal('learn'),
    day: v.pipe(v.string(), v.isoDate()),
    account,
    folders: v.array(v.string()),
  }),
  /** The day is over for all accounts. */
  v.strictObject({ step: v.literal('day'), day: v.pipe(v.string(), v.isoDate()) }),
  /** All days are. */
  v.strictObject({ step: v.literal('end') }),
]);

export type SweepStep = v.InferOutput<typeof sweepStep>;
export type BackfillStep = v.InferOutput<typeof backfillStep>;

/** Throws where it is no such step: only a state machine calls these functions. */
export const sweepStepIn = (event: unknown): SweepStep => v.parse(sweepStep, event);
export const backfillStepIn = (event: unknown): BackfillStep => v.parse(backfillStep, event);
