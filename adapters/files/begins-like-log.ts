import { constants, gunzipSync } from 'node:zlib';
import type { InputFile } from '../../core/intake/input.ts';
import { encodingOf, isGzip } from './bytes.ts';
import { stamp } from './splitter.ts';

/** Bytes: a long field may come first. */
const startLength = 65_536;
/** Of what that comes to as gzip, which may be a thousand times as much. */
const mostPlain = 2 ** 20;

/** The start of an object, or of an array of objects, arrays or texts; not of an INI file, of Markdown or of a template. */
const json = new RegExp(String.raw`^\s*(?:${stamp})?(?:\{\s*["}]|\[\s*[[{"\]])`);

/** A word of CloudTrail's, of an event or of what holds some, in what JSON there is for other ends seldom together with that start. */
const ofLogs =
  /"Records\b|\bevent(?:Version|Name|Source|Time|ID|Data)\b|userIdentity|CloudTrailEvent|detail-type|awslogs/i;

/** Whether a file is worth reading, whatever its name: JSON with a word of a log's, in any encoding that is read, as it is or within gzip. */
export async function beginsLikeLog(file: InputFile): Promise<boolean> {
  try {
    const start = await startOf(file);
    if (!isGzip(start)) return isJson(start);
    const plain = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
    // What ends before it says anything, and gzip within gzip, are named by who reads them.
    return plain.length === 0 || isGzip(plain) || isJson(plain.subarray(0, mostPlain));
  } catch {
    // fails toward: it is read, and named where it cannot be
    return true;
  }
}

function isJson(start: Uint8Array): boolean {
  const text = new TextDecoder(encodingOf(start)).decode(start);
  return json.test(text) && ofLogs.test(text);
}

async function startOf(file: InputFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of file.open()) {
    parts.push(part);
    length += part.length;
    if (length >= startLength) break;
  }
  return Buffer.concat(parts).subarray(0, startLength);
}
