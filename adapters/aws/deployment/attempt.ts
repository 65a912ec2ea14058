import { fail, ok, type Result } from '../../../core/model/result.ts';
import { executorError, isGone } from '../errors.ts';

/** Null for what is not there; the error is AWS's word, for a sentence. fails toward: the caller says that it is unknown */
export async function attempt<T>(call: Promise<T>): Promise<Result<T | null, string>> {
  try {
    return ok(await call);
  } catch (error) {
    const { sentence } = executorError(error);
    const isAbsent = isGone(error) || /does not exist|NonExistentQueue|NotFound/.test(sentence);
    return isAbsent ? ok(null) : fail(sentence);
  }
}
