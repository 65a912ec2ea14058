import { expect, test } from 'vitest';
import { unknownOwner } from '../../../../core/model/owner.ts';
import { type Clues, type Directory, ownershipOf } from '../../../../core/signals/standing/ownership.ts';

const nothing: Clues = {
  declared: unknownOwner,
  tags: [],
  userName: null,
  accountTags: [],
  onlyUser: null,
  maker: null,
  contact: null,
};
const directory: Directory = { ownerTags: ['owner'], people: null };
const tagged = (Value: string) => [{ Key: 'Owner', Value }];

test('the surest source that names somebody counts, and is named', () => {
  const all: Clues = {
    ...nothing,
    tags: tagged('ada@acme.example'),
    accountTags: tagged('platform team'),
    onlyUser: 'bob@acme.example',
    maker: 'cy@acme.example',
    contact: 'security@acme.example',
  };
  const sourceOf = (clues: Clues) => ownershipOf(clues, directory).ownerSource;
  expect(sourceOf(all)).toBe('tag');
  expect(sourceOf({ ...all, tags: [] })).toBe('account-tag');
  expect(sourceOf({ ...all, tags: [], accountTags: [] })).toBe('only-user');
  expect(sourceOf({ ...all, tags: [], accountTags: [], onlyUser: null })).toBe('maker');
  expect(sourceOf({ ...nothing, contact: all.contact })).toBe('contact');
  expect(sourceOf(nothing)).toBeNull();
});

test('the policy says whom a tag means', () => {
  const names = { 'team-blue': 'ada@acme.example', gone: '' };
  const owned = (Value: string) => ownershipOf({ ...nothing, tags: tagged(Value) }, { ...directory, names });
  expect(owned('team-blue').owner).toEqual({ kind: 'person', name: 'ada@acme.example' });
  expect(owned('team-red').owner).toMatchObject({ name: 'team-red' });
  expect(owned('gone').owner.kind).toBe('unknown');
});

test('whom a tag means may have left, too; whoever made it is asked then', () => {
  const clues = { ...nothing, tags: tagged('team-blue'), maker: 'cy@acme.example' };
  const people = new Set(['cy@acme.example']);
  expect(ownershipOf(clues, { ...directory, names: { 'team-blue': 'ada@acme.example' }, people })).toEqual({
    owner: { kind: 'person', name: 'cy@acme.example' },
    ownerSource: 'maker',
    formerOwner: 'ada@acme.example',
  });
});
