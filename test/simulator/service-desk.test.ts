import { expect, it } from 'vitest';
import { personBehind } from '../../core/context/sessions/session-record.ts';
import { Sessions } from '../../core/context/sessions/sessions.ts';
import { intake } from '../../core/intake/intake.ts';
import { testimony } from '../../core/intake/testimony.ts';
import { simulate } from '../../simulator/simulate.ts';

const one = simulate({ seed: 2, days: 12, shape: 'service-desk', incidents: 4, benignChanges: ['company-vpn'] });
const records = one.records.map(({ record }) => record);
const ofSupport = records.filter(({ userIdentity }) =>
  String(userIdentity.sessionContext?.sessionIssuer?.arn).endsWith(':role/SupportAccess'),
);

it('technicians come from home into one role of each customer, under a name that is all of theirs', () => {
  expect(ofSupport.length).toBeGreaterThan(500);
  expect(new Set(ofSupport.map(({ userIdentity }) => userIdentity.arn?.split('/').at(-1)))).toEqual(
    new Set(['technician']),
  );
  expect(new Set(ofSupport.map(({ recipientAccountId }) => recipientAccountId)).size).toBeGreaterThan(2);
});

it('who is behind each of their sessions can be followed through the records', () => {
  const sessions = new Sessions();
  for (const record of records) {
    const word = testimony(record);
    if (word?.kind === 'mint') sessions.noteMint(word);
  }
  const uses = ofSupport.map((record) => intake(record)).flatMap((taken) => (taken.kind === 'use' ? [taken.use] : []));
  const people = uses.map((use) => sessions.of(use)?.parent ?? null).map((parent) => parent && personBehind(parent));
  expect(people.filter((person) => person === null)).toEqual([]);
  expect(new Set(people).size).toBeGreaterThan(4);
});

it('every other one goes out by a rented server, and the owner’s table of networks does not say whose it is', () => {
  const server = one.context.get('networks.csv') ?? '';
  expect(server).not.toContain('VPN gateway');
  const byAddress = Map.groupBy(ofSupport, ({ sourceIPAddress }) => sourceIPAddress);
  const people = (some: typeof ofSupport) => new Set(some.map(({ userIdentity }) => userIdentity.accessKeyId)).size;
  const rented = [...byAddress].filter(([address]) =>
    /^(88\.99|65\.109|51\.68|159\.89|188\.166|45\.77|172\.104)\./.test(address),
  );
  const [[, most] = ['', []]] = rented.toSorted(([, a], [, b]) => people(b) - people(a));
  expect(people(most)).toBeGreaterThan(20);
});
