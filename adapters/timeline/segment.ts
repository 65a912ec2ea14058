import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Told, Waiting } from '../../core/intake/told.ts';

const headLength = 12;

/** Hours in a file, in order, to be read back once from its start. */
export class Segment {
  readonly #file: number;
  #at = 0;
  #next: { readonly key: number; readonly length: number } | null = null;

  /** Only the user that runs this may read the file. */
  constructor(path: string, hours: readonly (readonly [key: number, held: readonly (Told | Waiting)[]])[]) {
    this.#file = openSync(path, 'wx+', 0o600);
    for (const [key, held] of hours) this.#write(key, held);
    this.#at = 0;
    this.#readHead();
  }

  /** The hour that comes next; null at the end. */
  get nextKey(): number | null {
    return this.#next?.key ?? null;
  }

  take(): (Told | Waiting)[] {
    const bytes = Buffer.allocUnsafe(this.#next?.length ?? 0);
    this.#read(bytes);
    this.#readHead();
    return deserialize(bytes) as (Told | Waiting)[];
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(key: number, held: readonly (Told | Waiting)[]): void {
    const bytes = serialize(held);
    const head = Buffer.allocUnsafe(headLength);
    head.writeDoubleLE(key, 0);
    head.writeUInt32LE(bytes.length, 8);
    for (const part of [head, bytes]) {
      for (let written = 0; written < part.length; ) written += writeSync(this.#file, part, written);
    }
  }

  #readHead(): void {
    const head = Buffer.allocUnsafe(headLength);
    this.#next = this.#read(head) ? { key: head.readDoubleLE(0), length: head.readUInt32LE(8) } : null;
  }

  /** False at the end. */
  #read(into: Buffer): boolean {
    let read = 0;
    while (read < into.length) {
      const length = readSync(this.#file, into, read, into.length - read, this.#at + read);
      if (length === 0) return false;
      read += length;
    }
    this.#at += read;
    return true;
  }
}
