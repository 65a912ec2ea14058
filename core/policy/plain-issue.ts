import type * as v from 'valibot';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object with keys',
  null: 'null',
  undefined: 'nothing',
  '"a list"': 'a list',
};

/** What a check of ours found, as a clause that follows the place: `must be a text, not 5`. */
export function plainIssue({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  // A check with words of its own keeps them.
  if (!message.startsWith('Invalid ')) return message.replace(/\.$/, '');
  if (received === 'undefined') return 'is missing';
  const wanted = (expected ?? '').split(' | ').map(named).join(' or ');
  if (kind === 'schema') return `must be ${wanted.replace(/^\((.*)\)$/, '$1')}, not ${named(received)}`;
  switch (type) {
    case 'min_length':
      return 'must not be empty';
    case 'min_value':
    case 'max_value':
      return `must be ${(expected ?? '').replace('>=', 'at least ').replace('<=', 'at most ')}, not ${received}`;
    case 'integer':
      return `must be a whole number, not ${received}`;
    case 'iso_timestamp':
      return `must be a time like 2027-01-31T18:00:00Z, not ${received}`;
    default:
      return `is not valid: ${received}`;
  }
}

function named(word: string): string {
  const bare = word.replace(/^\(+|\)+$/g, '');
  return kinds[bare] ?? bare;
}
