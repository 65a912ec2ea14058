/** `npm test` tries a few of many, to be done within minutes; `npm run test:deep` tries them all. */
export const isDeep: boolean = process.env.RESCIND_TEST_DEPTH === 'deep';

/** How often a property is tried. */
export function tries(many: number): number {
  return isDeep ? many : Math.ceil(many / 6);
}

/** The cases to go through: put those first that differ most. */
export function few<Case>(cases: readonly Case[], count = 1): Case[] {
  return isDeep ? [...cases] : cases.slice(0, count);
}
