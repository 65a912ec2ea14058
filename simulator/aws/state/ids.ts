const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const size = 1n << 80n;
// Odd, so that multiplying modulo a power of two never gives one id twice.
const scatter = 0x9e37_79b9_7f4a_7c15_f39dn;

/** Makes ids that look like AWS's, never repeat, and are the same in every run. */
export class Ids {
  private count = 0n;

  /** `AKIA` + 16 letters and digits; `AIDA`, `AROA` and `ANPA` the same. */
  unique(prefix: string): string {
    return prefix + this.letters(16);
  }

  secret(): string {
    return `${this.letters(16)}${this.letters(16)}simulate`.slice(0, 40);
  }

  uuid(): string {
    const hex = this.scattered().toString(16).padStart(20, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(8, 20)}`;
  }

  private letters(length: number): string {
    let rest = this.scattered();
    let text = '';
    for (let i = 0; i < length; i += 1, rest >>= 5n) text += base32[Number(rest & 31n)];
    return text;
  }

  private scattered(): bigint {
    this.count += 1n;
    return (this.count * scatter) % size;
  }
}
