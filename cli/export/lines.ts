import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { cannotRead } from '../terminal/file-fault.ts';

const remedy = 'Give a decisions file: rescind replay PATH --decisions FILE';

/** Before anything is written about it. */
export function mustBeReadable(path: string): void {
  if (path === '-') return;
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  } catch (error) {
    throw cannotRead(path, error, remedy);
  }
}

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
    throw cannotRead(path, error, remedy);
  }
}
