import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { memoryContextStore } from '../../../adapters/memory/context-store.ts';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { type BackfillProgress, noteKeys } from '../../../contract/notes.ts';
import { backfillStepIn } from '../../../contract/steps.ts';
import { trailPlaceIn } from '../../../contract/trail.ts';
import { activeDaysBefore } from '../../../core/context/habits/familiarity.ts';
import type { NoteStore, StoredNote } from '../../../core/context/note-store.ts';
import { dayOf } from '../../../core/model/instant.ts';
import { defaultPolicy } from '../../../core/policy/policy.ts';
import { takeStep } from '../../../functions/backfill/take-step.ts';
import type { BackfillWork } from '../../../functions/backfill/work.ts';
import { afterLearning } from '../../../functions/learning.ts';
import type { IsWatched } from '../../../functions/organization.ts';
import { definition } from '../../../lib/backfill.ts';
import { execute, StateError } from '../../cloud/state-machine.ts';
import { honestDays, trailFilesOf, userHolder } from '../../cloud/story.ts';

const networks = bundledNetworks();
export const account = '111122223333';
export const key = 'AKIAEXAMPLEEXAMPLE01';
export const now = Date.UTC(2026, 10, 24, 20);

/** What a bucket answers instead of what was asked: S3's code, and its sentence. */
interface Refusal {
  readonly code: string;
  readonly message?: string;
}

/** A trail's bucket, read by the real client, and the state machine's own definition with the function's steps in this process. */
export function backfillScene() {
  const objects = new Map<string, Buffer>();
  const notes: NoteStore = forgetful((): number => here.now);
  const contexts = memoryContextStore();
  const said: { readonly message: string; readonly [fact: string]: unknown }[] = [];
  const read: string[] = [];
  const here = {
    objects,
    notes,
    contexts,
    /** What went into the log. */
    said,
    /** Keys of what was handed over. */
    read,
    now,
    /** `NAME` or `NAME/PREFIX`. */
    bucket: 'logs',
    /** How many are asked for, beside today. */
    days: 6,
    refusal: (_action: 's3:ListBucket' | 's3:GetObject', _key: string): Refusal | null => null,
    mayGoOn: () => true,
    /** Whose past is to be learned; null while nobody knows. */
    isWatched: ((_account: string) => true) as IsWatched | null,
    /** Hears of each step before it is taken, and may throw. */
    onStep: (_step: string) => {},
    /** Executions that were started. */
    runs: 0,
    /** Five days of one user until yesterday, or as many, in a file of three records each. */
    layPast(prefix = '', days = 5, of = account): readonly string[] {
      const past = trailFilesOf(of, honestDays(userHolder(of, 'bot', key), now).slice(-3 * days));
      for (const [path, body] of past) objects.set(`${prefix}${path}`, body);
      return [...past.keys()].map((path) => `${prefix}${path}`);
    },
    run,
    take,
    async progress(): Promise<BackfillProgress> {
      const note = await notes.load(noteKeys.backfill);
      if (note === null) throw new Error('no backfill has begun');
      return JSON.parse(note.text);
    },
    /** On how many days the key is known to have been at work. */
    async knownDays(): Promise<number> {
      const stored = await contexts.load(`access-key ${key}`);
      return stored === null ? 0 : activeDaysBefore(stored.baseline, dayOf(here.now));
    },
    /** As whoever judges would act, with a policy that enforces. */
    async mode(): Promise<string> {
      const settings = async () => ({ policy: { ...defaultPolicy, mode: 'enforce' as const } });
      return (await afterLearning(settings, 'first', notes)()).policy.mode;
    },
  };

  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLEKEY000001', secretAccessKey: 'not-a-secret' },
    maxAttempts: 1,
    // Nobody here asks who signed, and a bucket of a thousand folders is asked two thousand times.
    signer: async () => ({ sign: async <Request>(request: Request) => request }),
    requestHandler: {
      handle: async ({ path, query }: { path: string; query: Readonly<Record<string, string>> }) => {
        const { status, body } = answer(decodeURIComponent(path.slice(1)), query);
        return { response: { statusCode: status, headers: {}, body: Readable.from([body]) } };
      },
    },
  });

  function answer(path: string, query: Readonly<Record<string, string>>): { status: number; body: Buffer } {
    const isList = query['list-type'] === '2';
    const refused = here.refusal(isList ? 's3:ListBucket' : 's3:GetObject', path);
    if (refused !== null) {
      const text = `<Error><Code>${refused.code}</Code><Message>${refused.message ?? 'no'}</Message></Error>`;
      return { status: 403, body: Buffer.from(text) };
    }
    if (isList) return { status: 200, body: Buffer.from(listing(query.prefix ?? '', query.delimiter ?? null)) };
    read.push(path);
    const body = objects.get(path);
    return body === undefined
      ? { status: 404, body: Buffer.from('<Error><Code>NoSuchKey</Code><Message>no</Message></Error>') }
      : { status: 200, body };
  }

  function listing(prefix: string, delimiter: string | null): string {
    const rows = [...objects].flatMap(([path, { length }]) => {
      if (!path.startsWith(prefix)) return [];
      const end = delimiter === null ? -1 : path.indexOf(delimiter, prefix.length);
      return end < 0
        ? [`<Contents><Key>${path}</Key><Size>${length}</Size></Contents>`]
        : [`<CommonPrefixes><Prefix>${path.slice(0, end + 1)}</Prefix></CommonPrefixes>`];
    });
    return `<ListBucketResult>${[...new Set(rows)].join('')}<IsTruncated>false</IsTruncated></ListBucketResult>`;
  }

  const ports = { contexts, notes, announcer: { announce: () => Promise.reject(new Error('nobody is to be told')) } };
  const observing: BackfillWork['observing'] = async () => ({
    surroundings: { networks, declared: () => null, inventoried: () => null },
    circumstances: { policy: defaultPolicy, exemptions: [] },
    ports,
  });

  async function take(step: unknown): Promise<object> {
    const { bucket, days } = here;
    const trail = trailPlaceIn(bucket);
    if (trail === null) throw new Error(`${bucket} is no bucket`);
    const watched = async () => here.isWatched;
    const work: BackfillWork = { bucket, trail, s3, notes, days, now: () => here.now, watched, observing };
    return takeStep(backfillStepIn(step), work, here.mayGoOn, (_, message, facts) => said.push({ message, ...facts }));
  }

  /** The state machine's hour has come. Answers how the execution ends. */
  async function run(): Promise<string> {
    here.runs += 1;
    try {
      await execute(
        definition('the function', 2) as Parameters<typeof execute>[0],
        {},
        {
          id: `run ${here.runs}`,
          startChildren: () => {},
          invoke: async (_, payload) => {
            here.onStep((payload as { step: string }).step);
            return take(payload).catch((error: Error) => {
              throw new StateError('Error', error.message);
            });
          },
        },
      );
      return 'succeeded';
    } catch (error) {
      if (error instanceof StateError) return error.name;
      throw error;
    }
  }

  return here;
}

/** Notes that are gone when their time is over, as a table forgets them, for whoever reads and whoever writes. */
function forgetful(now: () => number): NoteStore {
  const kept = new Map<string, StoredNote & { readonly until: number }>();
  const load: NoteStore['load'] = async (key) => {
    const note = kept.get(key);
    return note !== undefined && note.until > now() ? note : null;
  };
  return {
    load,
    async commit({ key, text, expectedVersion, until }) {
      if (((await load(key))?.version ?? null) !== expectedVersion) return false;
      kept.set(key, { text, version: (expectedVersion ?? 0) + 1, until: until ?? Number.POSITIVE_INFINITY });
      return true;
    },
  };
}
