/** What is counted in another Region at each round of heartbeats; the second one not during a drill. */
export const watcherMetrics = { rounds: 'Rounds', drill: 'DrillRounds' } as const;

export type WatcherCount = keyof typeof watcherMetrics;

/** The stack that watches over a deployment in `home`. A Region may watch over deployments of several. */
export function watcherStack(home: string): string {
  return `RescindWatch-${home}`;
}

/** The output of a deployment that says which Region it is watched from, and what it says where nobody watches. */
export const watcherOutput = { name: 'WatchRegion', nobody: 'none' } as const;

/** The alarm that rings where a count is missing. */
export function watcherAlarm(of: WatcherCount, home: string): string {
  return `rescind-${of}-${home}`;
}

/** What each count has beside its name. */
export function watcherDimensions(home: string): Readonly<Record<string, string>> {
  return { service: 'heartbeat', home };
}
