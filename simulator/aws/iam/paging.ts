import { optionalNumber, optionalText, type Parameters, pageOf } from '../parameters.ts';

/** IAM gives a hundred at a time unless told otherwise. `more` goes into the answer as it is. */
export function pageFrom<T>(items: Iterable<T>, parameters: Parameters) {
  const page = pageOf(items, optionalText(parameters, 'Marker'), optionalNumber(parameters, 'MaxItems') ?? 100);
  return { items: page.items, more: { IsTruncated: page.next !== null, Marker: page.next } };
}
