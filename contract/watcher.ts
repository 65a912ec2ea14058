/** What is counted in another Region at each round of heartbeats; the second one not during a drill. */
export const watcherMetrics = { rounds: 'Rounds', drill: 'DrillRounds' } as const;

export type WatcherCount = keyof typeof watcherMetrics;

/** The alarm that rings where a count is missing. A Region may watch over deployments of several. */
export function watcherAlarm(of: WatcherCount, home: string): string {
  return `rescind-${of}-${home}`;
}

/** What each count has beside its name. */
export function watcherDimensions(home: string): Readonly<Record<string, string>> {
  return { service: 'heartbeat', home };
}
