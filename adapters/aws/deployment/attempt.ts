import { fail, ok, type Result } from '../../../core/model/result.ts';
import { isGone } from '../errors.ts';

/** Null for what is not there; the error is AWS's word, for a sentence. fails toward: the caller says that it is unknown */
export async function attempt<T>(call: Promise<T>): Promise<Result<T | null, string>> {
  try {
    return ok(await call);
  } catch (error) {
    if (
      isGone(error) ||
      /does not exist|NonExistentQueue|NotFound/.test(`${(error as Error).name} ${wordsOf(error)}`)
    ) {
      return ok(null);
    }
    return fail(`${(error as Error).name}: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
