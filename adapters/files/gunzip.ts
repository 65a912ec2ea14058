import { createGunzip, type Gunzip } from 'node:zlib';
import type { Chunks } from './bytes.ts';

/** A slice unpacks to no more than a thousand times its bytes. */
const sliceLength = 4_096;

/**
 * What gzip unpacks to, up to the last byte before the damage, where there is any, and then the error. zlib keeps to itself
 * what it unpacked of a write in which it finds damage: so a scout goes ahead, and where it fails, the slice is read byte by byte.
 */
export async function* gunzip(stored: Chunks): Chunks {
  const scout = new Unpacking();
  const reader = new Unpacking();
  try {
    for await (const slice of slices(stored)) {
      const damage = await scout.take(slice).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      for (const piece of damage === null ? [slice] : singly(slice)) yield* await reader.take(piece);
      if (damage !== null) throw damage.error;
    }
    yield* await reader.end();
  } finally {
    scout.close();
    reader.close();
  }
}

async function* slices(chunks: Chunks): Chunks {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += sliceLength) yield chunk.subarray(start, start + sliceLength);
  }
}

function* singly(slice: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < slice.length; at++) yield slice.subarray(at, at + 1);
}

class Unpacking {
  readonly #engine: Gunzip = createGunzip({ chunkSize: 65_536 });
  #unpacked: Uint8Array[] = [];
  #failed: (error: unknown) => void = () => {};

  constructor() {
    this.#engine.on('data', (chunk: Uint8Array) => void this.#unpacked.push(chunk));
    this.#engine.on('error', (error) => this.#failed(error));
  }

  /** What comes of it, and of what came before it; throws what zlib finds wrong. */
  take(piece: Uint8Array): Promise<readonly Uint8Array[]> {
    return this.#after((done) => void this.#engine.write(piece, () => done()));
  }

  end(): Promise<readonly Uint8Array[]> {
    return this.#after((done) => void this.#engine.once('end', done).end());
  }

  close(): void {
    this.#engine.destroy();
  }

  async #after(begin: (done: () => void) => void): Promise<readonly Uint8Array[]> {
    await new Promise<void>((done, failed) => {
      this.#failed = failed;
      begin(done);
    });
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    return unpacked;
  }
}
