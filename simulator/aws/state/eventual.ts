/**
 * A value whose readers lag behind its writers, as IAM's do. Writers always see the newest value; a reader at time t
 * sees what was true at t minus the lag. Versions are kept only while someone may still see them.
 */
export class Eventual<T> {
  readonly latest: T;
  private superseded: { readonly until: number; readonly value: T }[] = [];

  constructor(value: T) {
    this.latest = value;
  }

  /** To be called before each change of `latest`. */
  aboutToChange(now: number, lag: number): void {
    this.superseded = this.superseded.filter(({ until }) => until > now - lag);
    if (lag > 0) this.superseded.push({ until: now, value: structuredClone(this.latest) });
  }

  seenAt(now: number, lag: number): T {
    return this.superseded.find(({ until }) => until > now - lag)?.value ?? this.latest;
  }
}
