import * as v from 'valibot';

const account = v.pipe(v.string(), v.regex(/^\d{12}$/));

const place = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Accounts of a list, by their places in it: all of them are more than a state machine can hand on. */
const slice = v.strictObject({ from: place, to: place });

/** What the state machine of the sweep asks its function for. */
const sweepStep = v.variant('step', [
  /** How many accounts there are to do, in slices. `run` is the execution, which may ask again, and `input` what it was started with. */
  v.strictObject({ step: v.literal('begin'), run: v.optional(v.string()), input: v.optional(v.unknown()) }),
  /** Which accounts of a slice are left to do. */
  v.strictObject({ step: v.literal('slice'), run: v.string(), slice }),
  /** One of them. */
  v.strictObject({ step: v.literal('account'), run: v.string(), account }),
  /** Sums up, and tells. */
  v.strictObject({ step: v.literal('end'), run: v.string() }),
]);

/** What the state machine of the backfill asks its function for. */
const backfillStep = v.variant('step', [
  /** Which days are left to learn, of how many accounts, in slices. `run` is the execution, which may ask again. */
  v.strictObject({ step: v.literal('begin'), run: v.optional(v.string()) }),
  /** Which accounts of a slice are left to learn on one day. */
  v.strictObject({
    step: v.literal('slice'),
    day: v.pipe(v.string(), v.isoDate()),
    folders: v.array(v.string()),
    slice,
  }),
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

/** What the schedule starts a sweep with; whoever starts one by hand gives anything else. */
export const bySchedule = { by: 'schedule' } as const;

const ofSchedule = v.object({ by: v.literal(bySchedule.by) });

/** Whether an execution was started by the schedule, which comes each hour, and not by somebody who wants a sweep now. */
export const isBySchedule = (input: unknown): boolean => v.is(ofSchedule, input);

export type SweepStep = v.InferOutput<typeof sweepStep>;
export type BackfillStep = v.InferOutput<typeof backfillStep>;

/** Throws where it is no such step: only a state machine calls these functions. */
export const sweepStepIn = (event: unknown): SweepStep => v.parse(sweepStep, event);
export const backfillStepIn = (event: unknown): BackfillStep => v.parse(backfillStep, event);
