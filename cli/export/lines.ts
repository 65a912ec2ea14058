import { createReadStream } from 'node:fs';
import { UsageError } from '../exit.ts';

/** The lines of a file, or of the standard input for `-`, numbered from 1; empty ones are left out. */
export async function* numberedLines(path: string): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  for await (const chunk of chunksOf(path)) {
    // Only a line feed ends a line: JSON may hold the other ends in its texts.
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      number++;
      if (text.trim() !== '') yield { number, text };
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield { number: number + 1, text: rest };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === '-' ? process.stdin : createReadStream(path);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${(error as Error).message}.`,
      'Give a decisions file: rescind replay PATH --decisions FILE',
    );
  }
}
