import { defaultLimits, type Limits } from '../../../adapters/files/limits.ts';
import { isDeep } from '../../depth.ts';

/** Of what may be held in memory of a stranger's file: to fill all of it as often takes a processor for more than ten seconds. */
export const share = isDeep ? 1 : 1 / 4;

const { whole, piece, inflated, ratio, ratioFrom, values } = defaultLimits;

export const limits: Limits = {
  whole: whole * share,
  piece: piece * share,
  inflated: inflated * share,
  ratio,
  ratioFrom: ratioFrom * share,
  values: values * share,
};
