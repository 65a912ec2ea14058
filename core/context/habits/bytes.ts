const text = new TextEncoder();
const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Appends to a buffer that is large enough for whatever is written. */
export class ByteWriter {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  /** Seven bits a byte, lowest first. */
  count(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  int32(value: number): void {
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  float(value: number): void {
    this.view.setFloat64(this.at, value);
    this.at += 8;
  }

  raw(value: Uint8Array): void {
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** At most 127 bytes of UTF-8. */
  text(value: string): void {
    const { written } = text.encodeInto(value, this.bytes.subarray(this.at + 1));
    this.byte(written);
    this.at += written;
  }

  finished(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }
}

/**
 * Reads what a `ByteWriter` wrote. Past the end, or after `refuse`, it reads zeroes and remembers the first problem:
 * the caller looks once, at the end.
 */
export class ByteReader {
  problem: string | null = null;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  refuse(problem: string): void {
    this.problem ??= problem;
  }

  byte(): number {
    return this.take(1) ? this.view.getUint8(this.at - 1) : 0;
  }

  /** Refuses numbers above `most`. */
  count(most: number): number {
    let value = 0;
    for (let unit = 1; unit <= 2 ** 42; unit *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte > 0x7f) continue;
      if (value <= most) return value;
      break;
    }
    this.refuse('a number is too large');
    return 0;
  }

  int32(): number {
    return this.take(4) ? this.view.getInt32(this.at - 4) : 0;
  }

  float(): number {
    return this.take(8) ? this.view.getFloat64(this.at - 8) : 0;
  }

  raw(length: number): Uint8Array {
    return this.take(length) ? this.bytes.slice(this.at - length, this.at) : new Uint8Array(length);
  }

  text(most: number): string {
    const bytes = this.raw(this.count(most));
    if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
    try {
      return strictText.decode(bytes);
    } catch {
      // fails toward: no baseline, hence no action
      this.refuse('a text is not UTF-8');
      return '';
    }
  }

  private take(length: number): boolean {
    if (this.problem === null && this.at + length > this.bytes.length) this.refuse('the bytes end too early');
    if (this.problem !== null) return false;
    this.at += length;
    return true;
  }
}
