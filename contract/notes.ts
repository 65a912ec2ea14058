/** Where whoever looks at a deployment finds how it fares: notes in the table of what was learned. */
export const noteKeys = {
  backfill: 'backfill',
  sweepRun: 'sweep run',
  heartbeat: 'heartbeat',
} as const;
