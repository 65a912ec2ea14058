import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { listPrices } from '../../../cli/deploy/cost.ts';
import { fileTries } from '../../../contract/trail.ts';
import { minute, second } from '../../../core/model/instant.ts';
import type { ObservePorts } from '../../../core/observe/observe.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { comingAgain } from '../../../functions/ingest/deferred.ts';
import { ingestFiles, type NamedFile, tooLittleTime } from '../../../functions/ingest/files.ts';
import { LocalQueue } from '../../cloud/queue.ts';
import { type Delivered, envelopeOf, storyOf } from '../observe/events.ts';

const surroundings = { networks: bundledNetworks(), declared: () => null };
const circumstances = { policy: defaultPolicy, exemptions: [] };
const watching = { surroundings, circumstances, isWatched: () => true, homes: null, trail: null, guard: null };
const always = () => 4 * minute;

function fresh() {
  const announced: string[] = [];
  const announcer: ObservePorts['announcer'] = {
    announce: async (all) => void announced.push(...all.map(({ decision }) => decision.id)),
  };
  const asked = { reads: 0, writes: 0 };
  const [contexts, notes] = [memoryContextStore(), memoryNoteStore()];
  const counted: Pick<ObservePorts, 'contexts' | 'notes'> = {
    contexts: {
      load: (...given) => after('reads', 1, () => contexts.load(...given)),
      commit: (write) => after('writes', 1, () => contexts.commit(write)),
      commitAll: (writes) => after('writes', writes.length, () => contexts.commitAll(writes)),
    },
    notes: {
      load: (key) => after('reads', 1, () => notes.load(key)),
      commit: (write) => after('writes', 1, () => notes.commit(write)),
    },
  };
  function after<T>(what: keyof typeof asked, times: number, work: () => T): T {
    asked[what] += times;
    return work();
  }
  return { announced, asked, ports: { ...counted, announcer } };
}

const folderOf = (account: string) => `s3://logs/AWSLogs/o-simulated1/${account}/CloudTrail/eu-west-1/2026/11/02`;

function named(messageId: string, stored: Uint8Array, folder = folderOf(accountId)): NamedFile {
  const path = `${folder}/${messageId}.json.gz`;
  async function* open() {
    yield stored;
  }
  return { messageId, file: { path, size: stored.length, open, read: async () => stored } };
}

const stored = (Records: readonly unknown[]) => gzipSync(JSON.stringify({ Records }));

function filesOf(records: readonly Delivered[], length: number): NamedFile[] {
  return Array.from({ length: Math.ceil(records.length / length) }, (_, at) =>
    named(`m${at}`, stored(records.slice(at * length, (at + 1) * length))),
  );
}

const records = storyOf(1, 12);
const accountId = String(records[0]?.recipientAccountId);

describe('files of one delivery', () => {
  it('are read where they hold messages, as on a laptop', async () => {
    const bodies = [{ Records: records.slice(0, 5) }, { Records: records.slice(5, 9) }, records[9]];
    const queued = gzipSync(JSON.stringify({ Messages: bodies.map((body) => ({ Body: JSON.stringify(body) })) }));
    const counts = async (bytes: Uint8Array) =>
      (await ingestFiles([named('m', bytes)], { ...watching, ports: fresh().ports }, always)).counts;
    expect(await counts(queued)).toEqual(await counts(stored(records.slice(0, 10))));
  });

  it('come to what they come to one by one', async () => {
    const [together, alone] = [fresh(), fresh()];
    const files = filesOf(records, 40);
    const all = await ingestFiles(files, { ...watching, ports: together.ports }, always);
    for (const one of files) await ingestFiles([one], { ...watching, ports: alone.ports }, always);
    expect(together.announced.length).toBeGreaterThan(0);
    expect(together.announced.toSorted()).toEqual(alone.announced.toSorted());
    expect(Object.values(all.counts).reduce((sum, times) => sum + times, 0)).toBe(records.length);
    expect(all.failed.size).toBe(0);
    expect(all.lost).toBe(0);
    // What is asked of the table is most of what a million records cost: $0.10 at the most (docs/cost.md).
    const perMillion = ({ asked: { reads, writes } }: ReturnType<typeof fresh>) =>
      (reads * listPrices.tableReadsPerMillion + writes * listPrices.tableWritesPerMillion) / records.length;
    expect(perMillion(together)).toBeLessThan(0.06);
    expect(perMillion(alone)).toBeGreaterThan(0.1);
  });

  it('tell of who cuts or narrows the rule of the other lane, which tells of it no more', async () => {
    const [record] = records;
    const by = { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/eve`, accountId, userName: 'eve' };
    const cuts = (eventName: string, name: string) => ({
      ...{ ...record, eventID: `${eventName} ${name}`, eventSource: 'events.amazonaws.com', eventName },
      ...{ userIdentity: by, readOnly: false, requestParameters: { name, eventPattern: '{"source":["aws.sts"]}' } },
    });
    const rule = 'StackSet-rescind-regional-0b7a3c1e-Calls-1A2B';
    const laid = [cuts('PutRule', rule), cuts('DisableRule', rule), cuts('DisableRule', 'orders')];
    const { tampering, lost } = await ingestFiles(
      [named('m0', stored(laid))],
      { ...watching, ports: fresh().ports },
      always,
    );
    expect([tampering, lost]).toEqual([2, 0]);
  });

  it('one that breaks off fails alone, after what could be read of it', async () => {
    const { ports } = fresh();
    const whole = stored(records.slice(0, 50));
    const files = [named('half', whole.subarray(0, whole.length - 12)), ...filesOf(records.slice(50, 90), 40)];
    const { failed, counts, lost } = await ingestFiles(files, { ...watching, ports }, always);
    expect([...failed].map(([messageId, error]) => [messageId, (error as Error).name])).toEqual([
      ['half', 'Unreadable'],
    ]);
    expect(lost).toBe(0);
    expect(counts.scored).toBeGreaterThan(60);
  });

  it('one that cannot be judged fails alone, too', async () => {
    const { ports } = fresh();
    const keyOf = (record: Delivered) => JSON.stringify(record).match(/AKIA[A-Z0-9]{16}/)?.[0];
    const key = records.map(keyOf).find((one) => one !== undefined);
    const poison = records.filter((record) => keyOf(record) === key);
    const sound = records.filter((record) => keyOf(record) === undefined).slice(0, 60);
    const notes = {
      ...ports.notes,
      load: async (name: string) => {
        if (name === `member access-key ${key}`) throw new Error('a table that does not answer');
        return ports.notes.load(name);
      },
    };
    const files = [named('poison', stored(poison)), named('sound', stored(sound))];
    const found = await ingestFiles(files, { ...watching, ports: { ...ports, notes } }, always);
    expect([...found.failed]).toEqual([['poison', new Error('a table that does not answer')]]);
  });

  it('are judged as they are read, and never held all together', async () => {
    const [one] = records.filter((record) => JSON.stringify(record).includes('AKIA'));
    let read = 0;
    const files = Array.from({ length: 11 }, (_, at) => {
      const body = stored(Array.from({ length: 1_001 }, (_, n) => ({ ...one, eventID: `${at}-${n}` })));
      const { messageId, file } = named(`m${at}`, body);
      return { messageId, file: { ...file, read: () => file.read().finally(() => read++) } };
    });
    const readWhenJudged: number[] = [];
    const { ports } = fresh();
    const contexts = {
      ...ports.contexts,
      load: (subject: string) => {
        readWhenJudged.push(read);
        return ports.contexts.load(subject);
      },
    };
    const observing = { ...watching, ports: { ...ports, contexts } };
    const { counts, lost } = await ingestFiles(files, observing, always);
    expect([counts.scored, lost]).toEqual([11_011, 0]);
    expect(Math.min(...readWhenJudged)).toBeLessThan(files.length);
  });

  it('where time is short, the first is read all the same, and the others come again', async () => {
    const { ports } = fresh();
    const files = filesOf(records.slice(0, 90), 30);
    const inTime = () => 2 * minute - 1;
    const { failed, late, counts, lost } = await ingestFiles(files, { ...watching, ports }, inTime);
    expect([[...failed], [...late], lost]).toEqual([[], ['m1', 'm2'], 0]);
    expect(Object.values(counts).reduce((sum, times) => sum + times, 0)).toBe(30);
  });

  it('one for which there is too little time is broken off: it failed only where it had all of the time', async () => {
    const { ports } = fresh();
    // Each of the first two takes until half a minute is left, whoever comes after it.
    let left = 4 * minute;
    const slow = ({ messageId, file }: NamedFile, takes: number): NamedFile => {
      async function read() {
        left -= takes;
        return file.read();
      }
      async function* open() {
        yield await read();
      }
      return { messageId, file: { ...file, read, open } };
    };
    const files = filesOf(records.slice(0, 90), 30);
    const of = async (takes: readonly number[]) => {
      left = 4 * minute;
      const given = files.map((one, at) => slow(one, takes[at] ?? 0));
      const found = await ingestFiles(given, { ...watching, ports }, () => left);
      return [[...found.failed], [...found.late], found.lost];
    };
    expect(await of([minute, minute, second])).toEqual([[], [], 0]);
    expect(await of([minute, 160 * second, second])).toEqual([[], ['m1', 'm2'], 0]);
    expect(await of([220 * second, second, second])).toEqual([[['m0', tooLittleTime]], ['m1', 'm2'], 0]);
  });

  it('hundreds of large ones, of which a delivery has time for some, are all read, and none is set aside', async () => {
    const { ports } = fresh();
    let now = 0;
    const aside = new LocalQueue('aside', 0, () => now);
    const queue = new LocalQueue('files', 25 * minute, () => now);
    queue.redriveTo(aside, fileTries);
    const [body] = filesOf(records.slice(0, 3), 3);
    const poison = 'poison';
    const names = [poison, ...Array.from({ length: 250 }, (_, at) => `f${at}`)];
    for (const name of names) queue.send(JSON.stringify({ name }));
    const read = new Set<string>();
    const deliver = async () => {
      const received = queue.receive(100).toSorted((a, b) => b.receives - a.receives);
      let left = 4 * minute;
      const files = received.map(({ messageId, body: text }): NamedFile => {
        const { name } = JSON.parse(text) as { name: string };
        async function take() {
          left -= 25 * second;
          if (name === poison) throw new Error('cannot be read');
          read.add(name);
          return (await body?.file.read()) ?? Buffer.from('');
        }
        async function* open() {
          yield await take();
        }
        return { messageId, file: { path: body?.file.path ?? '', size: 1, read: take, open } };
      });
      const { failed, late } = await ingestFiles(files, { ...watching, ports }, () => left);
      const waits = received.filter(({ messageId }) => late.has(messageId));
      const again = await comingAgain(
        waits.map((one) => ({ ...one, message: JSON.parse(one.body) })),
        async (message) => queue.send(JSON.stringify(message)),
        tooLittleTime,
      );
      for (const { messageId } of received)
        if (!failed.has(messageId) && !again.has(messageId)) queue.delete(messageId);
    };
    for (let n = 0; queue.bodies().length > 0 && n < 500; n++) {
      await deliver();
      now += 4 * minute;
    }
    expect(queue.bodies()).toEqual([]);
    expect(read.size).toBe(names.length - 1);
    expect(aside.bodies()).toEqual([JSON.stringify({ name: poison })]);
  });

  it('one that no queue takes anew comes again, and is set aside for a person to see', async () => {
    const full = new Error('no room');
    const late = [1, fileTries].map((receives) => ({ messageId: `m${receives}`, message: {}, receives }));
    const refused = async () => {
      throw full;
    };
    expect([...(await comingAgain(late, refused, tooLittleTime))]).toEqual([
      ['m1', tooLittleTime],
      [`m${fileTries}`, full],
    ]);
  });

  describe('in the folder of one account', () => {
    const other = String(Number(accountId) + 1);
    const { recipientAccountId: _, ...unsaid } =
      records.find((record) => JSON.stringify(record).includes('AKIA')) ?? {};
    const eventOf = (detail: object) => envelopeOf({ ...records[0], ...detail } as Delivered, { account: accountId });
    const countsOf = async (record: object, folder: string) => {
      const { ports } = fresh();
      const files = [named('m0', stored([record]), folder)];
      return (await ingestFiles(files, { ...watching, ports }, always)).counts;
    };

    it.each([
      ['it is read', accountId, { ...unsaid, recipientAccountId: accountId }, 'scored'],
      ['of another account it is not believed', other, { ...unsaid, recipientAccountId: accountId }, 'inadmissible'],
      ['where it does not say whose it is, the folder does', accountId, unsaid, 'scored'],
      ['and then it accuses nobody of another account', other, unsaid, 'foreign-principal'],
      ['an envelope of its own vouches for nothing', other, eventOf(unsaid), 'no-event-id'],
    ])('a record: %s', async (_name, account, record, fate) => {
      expect(await countsOf(record, folderOf(account))).toEqual({ [fate]: 1 });
    });

    it('which no trail wrote, nothing is read', async () => {
      expect(await countsOf(unsaid, 's3://logs/elsewhere')).toEqual({ skipped: 1 });
    });
  });

  it('of what is no log file nothing is asked', async () => {
    const unread = { path: 'readme.txt', size: 1, open: () => Promise.reject() as never, read: () => Promise.reject() };
    const files = [{ messageId: 'm0', file: unread }];
    const { counts, failed } = await ingestFiles(files, { ...watching, ports: fresh().ports }, always);
    expect([counts, failed.size]).toEqual([{ skipped: 1 }, 0]);
  });

  it('of an account that is not watched no file is opened, and no other waits for it', async () => {
    const other = String(Number(accountId) + 1);
    const shut = () => Promise.reject(new Error('opened')) as never;
    const { file } = named('m0', new Uint8Array(), folderOf(other));
    const files = [{ messageId: 'm0', file: { ...file, open: shut, read: shut } }, ...filesOf(records, records.length)];
    const { announced, ports } = fresh();
    const some = { ...watching, isWatched: (id: string) => id === accountId, ports };
    const { counts, failed, late, lost } = await ingestFiles(files, some, always);
    expect([failed.size, late.size, lost]).toEqual([0, 0, 0]);
    expect(counts.unwatched).toBe(1);
    expect(counts.scored).toBeGreaterThan(0);
    expect(announced.length).toBeGreaterThan(0);
  });
});
