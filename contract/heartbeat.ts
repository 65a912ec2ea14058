/** Minutes between two rounds of heartbeats. */
export const minutesBetweenRounds = 5;

const roundsPerHour = 60 / minutesBetweenRounds;

/** How many Regions of so many have their turn in one round: as few as bring each of them its turn within the hour. */
export const regionsPerRound = (regions: number) => Math.max(1, Math.ceil(regions / roundsPerHour));

/** Minutes from one turn of a Region to its next. */
export const minutesBetweenTurns = (regions: number) =>
  Math.ceil(regions / regionsPerRound(regions)) * minutesBetweenRounds;

/** After so many minutes an account that a lane has not heard is silent: CloudTrail is often minutes late, its files longer. */
export const silentAfterMinutes = { fast: 15, bulk: 45 } as const;

/** For so long an account that has just come is missed by nobody: stack sets need it to make its roles, and its rules in each Region. */
export const graceMinutes = 60;
