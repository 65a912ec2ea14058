import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const sectionName = 'source';

export function sourceHash(): string {
  return createHash('sha256')
    .update(readFileSync(new URL('./skim.as.ts', import.meta.url)))
    .digest('hex');
}

/** A custom section of a WebAssembly module, which says nothing to whoever runs it. */
export function section(text: string): Buffer {
  const content = Buffer.concat([Buffer.from([sectionName.length]), Buffer.from(sectionName), Buffer.from(text)]);
  if (content.length > 127) throw new Error('a length over 127 takes more than one byte');
  return Buffer.concat([Buffer.from([0, content.length]), content]);
}
