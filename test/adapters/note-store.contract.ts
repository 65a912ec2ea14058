import { expect, it } from 'vitest';
import type { NoteStore } from '../../core/context/note-store.ts';

const write = { key: 'k', text: '{"a":1}', expectedVersion: null, until: 86_400_000 };

/** What every store of notes promises, whatever it keeps them in. `open` gives a new, empty store. */
export function noteStoreContract(name: string, open: () => NoteStore): void {
  it(`${name} gives notes back as written, and lets only who has read them write over them`, async () => {
    const notes = open();
    expect(await notes.load('k')).toBeNull();
    expect(await notes.commit(write)).toBe(true);
    expect(await notes.commit(write)).toBe(false);
    expect(await notes.commit({ ...write, expectedVersion: 7 })).toBe(false);
    expect(await notes.load('k')).toEqual({ text: '{"a":1}', version: 1 });
    expect(await notes.commit({ ...write, text: '2', expectedVersion: 1 })).toBe(true);
    expect(await notes.load('k')).toEqual({ text: '2', version: 2 });
  });

  it(`${name} gives back long notes as they were, whatever is written in them, and short ones in their place`, async () => {
    const notes = open();
    const long = JSON.stringify(Array.from({ length: 400 }, (_, i) => ({ i, network: `as${i} Zürich 東京` })));
    expect(await notes.commit({ ...write, text: long })).toBe(true);
    expect(await notes.load('k')).toEqual({ text: long, version: 1 });
    expect(await notes.commit({ ...write, expectedVersion: 1 })).toBe(true);
    expect(await notes.load('k')).toEqual({ text: '{"a":1}', version: 2 });
  });
}
