import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { shapeNames } from '../../simulator/shapes.ts';
import { simulate } from '../../simulator/simulate.ts';

it.each(shapeNames)('a %s is the same for the same seed, and another for another', (shape) => {
  const printOf = (seed: number) => {
    const { records, context, labels } = simulate({ seed, days: 12, shape });
    return createHash('sha256')
      .update(JSON.stringify([records, [...context], labels]))
      .digest('hex');
  };
  expect(printOf(2)).toBe(printOf(2));
  expect(printOf(3)).not.toBe(printOf(2));
});
