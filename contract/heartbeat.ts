/** Minutes between two rounds of heartbeats. */
export const minutesBetweenRounds = 5;

/** After so many minutes an account that a lane has not heard is silent: CloudTrail is often minutes late, its files longer. */
export const silentAfterMinutes = { fast: 15, bulk: 45 } as const;
