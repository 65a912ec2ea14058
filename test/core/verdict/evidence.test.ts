import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../core/model/instant.ts';
import type { Signal } from '../../../core/signals/signal.ts';
import {
  addEvidence,
  emptyEvidence,
  fadeEvidence,
  signalsAbout,
  signalsOfSession,
} from '../../../core/verdict/evidence.ts';
import { noon } from '../../cases/use.ts';
import { signal } from './signals.ts';

function evidenceOf(signals: readonly Signal[]): readonly Signal[] {
  const evidence = emptyEvidence();
  for (const one of signals) addEvidence(evidence, one);
  const known = evidence.signals.map((one) => ({ ...one, ...(one.sessions && { sessions: one.sessions.toSorted() }) }));
  return known.toSorted((a, b) => (`${a.id} ${a.key} ${a.at}` < `${b.id} ${b.key} ${b.at}` ? -1 : 1));
}

/** Few ids, keys and days, so that pieces meet; no more distinct pieces than are kept. */
const anySignal = fc
  .record({
    id: fc.constantFrom('S09', 'S17'),
    key: fc.constantFrom('a', 'b', 'c'),
    bits: fc.double({ min: 0.1, max: 12, noNaN: true }),
    authority: fc.constantFrom('notify', 'corroborate', 'pin'),
    at: fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.nat(300))
      .map(([days, minutes]) => noon - days * day + minutes * minute),
    whose: fc.constantFrom({ sessions: ['ASIA1'] }, { sessions: ['ASIA2'] }, { onTheWay: true as const }, {}),
  })
  .map(({ bits, whose, ...rest }) =>
    signal('origin', bits, { ...rest, ...whose, eventId: `${rest.at}` as Signal['eventId'] }),
  );

describe('evidence', () => {
  it('is of the way only as long as all of it is', () => {
    const phone = signal('origin', 5, { onTheWay: true });
    const later = { at: noon + hour, lastAt: noon + hour };
    expect(evidenceOf([phone, { ...phone, ...later }])).toMatchObject([{ onTheWay: true }]);
    for (const both of [
      [phone, signal('origin', 4, later)],
      [signal('origin', 4), { ...phone, ...later }],
    ])
      expect(evidenceOf(both)).toMatchObject([{ onTheWay: undefined, bits: 5 }]);
  });

  it('is the same in any order and however often it arrives', () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 40 }), fc.nat(), (signals, turn) => {
        const turned = signals.map((_, i) => signals[(i * 7 + turn) % signals.length] ?? signals[0]);
        const all = [...turned, ...signals.toReversed()].filter((one) => one !== undefined);
        expect(evidenceOf(all)).toEqual(evidenceOf(signals));
      }),
    );
  });

  it('of a session is what it gave last itself, and what is said of its role as such', () => {
    const [asRole, here, there, colleagues] = [
      signal('context', 8, { id: 'S39' }),
      signal('origin', 5, { sessions: ['ASIA1'] }),
      signal('scope', 5, { sessions: ['ASIA2'] }),
      signal('action', 5, { holder: 'bo', sessions: ['ASIA3'] }),
    ];
    expect(signalsOfSession([asRole, here, there, colleagues], 'ASIA1')).toEqual([asRole, here]);
    const evidence = { signals: [asRole, here, there, colleagues] };
    expect(signalsAbout(evidence, 'bo', 'ASIA2')).toEqual([asRole, there, colleagues]);
    expect(signalsAbout(evidence, 'ann', null)).toEqual([asRole]);
    expect(signalsAbout(evidence, null, 'ASIA2')).toEqual(evidence.signals);
  });

  it('is held against each session that gave it, whoever came last', () => {
    const given = (session: string) => signal('origin', 5, { sessions: [session] });
    const evidence = evidenceOf([given('ASIA2'), given('ASIA1'), given('ASIA2')]);
    expect(evidence).toHaveLength(1);
    for (const session of ['ASIA1', 'ASIA2']) expect(signalsOfSession(evidence, session)).toEqual(evidence);
    expect(signalsOfSession(evidence, 'ASIA3')).toEqual([]);
  });

  it('is held against the latest of very many, and against nobody else', () => {
    const given = (of: number) => Array.from({ length: of }, (_, n) => signal('origin', 5, { sessions: [`ASIA${n}`] }));
    const all = evidenceOf(given(65));
    expect(signalsOfSession(all, 'ASIA0')).toEqual([]);
    for (const session of ['ASIA1', 'ASIA64']) expect(signalsOfSession(all, session)).toEqual(all);
    expect(signalsOfSession(all, 'ASIA65')).toEqual([]);
  });

  it('keeps the first sighting’s record, the strongest one’s words and the last one’s time', () => {
    const first = signal('origin', 3, { evidence: 'weak', eventId: 'first' as Signal['eventId'] });
    const last = signal('origin', 8, { at: noon + minute, evidence: 'strong', eventId: 'last' as Signal['eventId'] });
    expect(evidenceOf([last, first])).toEqual([{ ...first, bits: 8, evidence: 'strong', lastAt: noon + minute }]);
  });

  it('keeps what the same thing may do, whichever of its sightings was the stronger', () => {
    const [told, witness] = [signal('scope', 8, { authority: 'notify' }), signal('scope', 5)];
    expect(evidenceOf([told, witness])).toMatchObject([{ bits: 8, authority: 'corroborate' }]);
    expect(evidenceOf([told, told])).toMatchObject([{ authority: 'notify' }]);
  });

  it('is the surer of two as heavy, in any order', () => {
    const said = signal('intent', 8, { basis: 'habit', evidence: '3 calls' });
    const sure = signal('intent', 8, { basis: 'fact', evidence: '4 calls' });
    const of = (...all: readonly Signal[]) => evidenceOf(all).map(({ basis, evidence }) => [basis, evidence]);
    expect(of(said, sure)).toEqual([['fact', '4 calls']]);
    expect(of(sure, said)).toEqual([['fact', '4 calls']]);
    expect(of(said, { ...sure, bits: 7 })).toEqual([['habit', '3 calls']]);
    const owners = signal('intent', 8, { basis: 'word', evidence: '5 calls' });
    expect(of(said, owners)).toEqual([['word', '5 calls']]);
    expect(of(sure, { ...owners, evidence: '0 calls' })).toEqual([['fact', '4 calls']]);
  });

  it('keeps the same thing of two days apart', () => {
    expect(evidenceOf([signal('origin', 8), signal('origin', 8, { at: noon - day })])).toHaveLength(2);
  });

  it('gives way at the weak end when there is too much of it', () => {
    const kept = evidenceOf(Array.from({ length: 200 }, (_, i) => signal('origin', i + 1, { key: `${i}` })));
    expect(kept.length).toBeLessThan(50);
    expect(kept.every(({ bits }) => bits > 150)).toBe(true);
  });

  it('keeps the one weak witness of a group, however many louder ones of another there are, in any order', () => {
    const looks = Array.from({ length: 60 }, (_, i) => signal('action', 4 + i / 100, { id: 'S48', key: `${i}` }));
    const place = signal('origin', 2, { id: 'S56' });
    for (const all of [
      [place, ...looks],
      [...looks, place],
      [...looks.toReversed(), place],
    ]) {
      const kept = evidenceOf(all);
      expect(kept).toContainEqual(place);
      expect(kept).toEqual(evidenceOf([place, ...looks]));
      expect(kept).toContainEqual(looks.at(-1));
    }
  });

  it('lets go of what is days old', () => {
    const evidence = emptyEvidence();
    addEvidence(evidence, signal('origin', 8, { at: noon - 10 * day }));
    addEvidence(evidence, signal('action', 8));
    fadeEvidence(evidence, noon);
    expect(evidence.signals.map(({ group }) => group)).toEqual(['action']);
  });

  it('lets go of the hour once that is hours ago', () => {
    const evidence = emptyEvidence();
    const late = noon - 7 * hour;
    for (const id of ['S31', 'S09']) addEvidence(evidence, signal('identity', 2, { id, at: late }));
    addEvidence(evidence, signal('identity', 1, { id: 'S31', key: 'this one', at: noon - hour }));
    addEvidence(evidence, signal('identity', 1, { id: 'S31', key: 'and this', at: late, lastAt: noon - hour }));
    fadeEvidence(evidence, noon);
    expect(evidence.signals.map(({ id, key }) => [id, key])).toEqual([
      ['S09', 'identity'],
      ['S31', 'this one'],
      ['S31', 'and this'],
    ]);
  });
});
