import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authenticateRequest } from '../../simulator/aws/caller.ts';
import { dispatch } from '../../simulator/aws/dispatch.ts';
import { signatureOf, type WireRequest } from '../../simulator/aws/protocol/wire.ts';
import type { SimulatedAws } from '../../simulator/aws/simulated-aws.ts';
import type { DynamoDb } from '../adapters/dynamodb/table.ts';
import type { LocalAlarms, MetricDatum } from './alarms.ts';

export interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** What a topic was told; `person` is what subscriptions filter by. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
  readonly person: string | null;
}

export interface Backends {
  readonly aws: SimulatedAws;
  readonly accountId: string;
  readonly region: string;
  readonly dynamodb: DynamoDb['ask'];
  /** Objects by bucket and key: `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  readonly putEvent: (entry: Entry) => void;
  /** To the queue of that name. */
  readonly sendMessage: (queue: string, body: string) => void;
  /** What a topic is told. */
  readonly publish: (letter: Published) => void;
  /** CloudWatch in the Region that watches; null where none does. */
  readonly alarms: LocalAlarms | null;
  /** The clock of the local cloud. An SDK that reads another in an answer signs and asks again, up to ten times. */
  readonly now: () => number;
  /** Who speaks with which access key. */
  readonly roleOf: (accessKeyId: string) => string | null;
}

interface DynamoDbCall {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: { readonly pk: { readonly S: string } };
  readonly Item?: { readonly pk: { readonly S: string } };
  /** Of one table alone, as our code asks. */
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly { readonly pk: { readonly S: string } }[] }>
  >;
}

type Stored = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Read {
  readonly Item?: Stored;
  readonly Responses?: Readonly<Record<string, readonly Stored[]>>;
}

interface Asked {
  readonly request: WireRequest;
  readonly method: string;
  readonly url: URL;
  readonly accessKeyId: string;
  /** That the call was signed for. */
  readonly region: string;
}

/**
 * Everything of AWS behind one endpoint. Each call is held against the policies of whoever signed it, as the template
 * has them: what is not allowed is refused, and what was allowed is noted.
 */
export class Gateway {
  /** Of each role, what AWS charges for, by name: requests of each kind, and units of table reads and writes. */
  readonly spent = new Map<string, Record<string, number>>();
  /** Units of table reads and writes, by the first two words of the item's key. */
  readonly unitsByKind = new Map<string, { readonly read: number; readonly written: number }>();
  /** `role action resource`, of every call that was allowed. */
  readonly used = new Set<string>();
  readonly denied: string[] = [];
  /** Of buckets whose objects a key of its owner encrypts, the key's ARN. */
  readonly sealedBy = new Map<string, string>();
  /** Hears who calls, before anything comes of it; while it takes its time, the call waits. */
  onCall: (who: string, call: { readonly accessKeyId: string; readonly operation: string }) => void | Promise<void> =
    () => {};
  readonly #backends: Backends;
  readonly #server: Server;

  constructor(backends: Backends) {
    this.#backends = backends;
    this.#server = createServer((request, response) => {
      response.setHeader('date', new Date(backends.now()).toUTCString());
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    // However long a client takes between two calls, the second finds the connection open.
    this.#server.keepAliveTimeout = 0;
  }

  async open(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((closed) => this.#server.close(() => closed()));
  }

  /** Whether the policies of the key's role allow it. */
  allows(
    accessKeyId: string,
    action: string,
    resource: string,
    context: Readonly<Record<string, string[]>> = {},
    region = this.#backends.region,
  ): boolean {
    const { aws, roleOf } = this.#backends;
    const { allowed } = aws.attempt({ accessKeyId, action, resource, region, context, from: { ip: '198.51.100.7' } });
    const who = roleOf(accessKeyId) ?? accessKeyId;
    if (allowed) this.used.add(`${who} ${action} ${resource}`);
    else this.denied.push(`${who} ${action} ${resource}`);
    return allowed;
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const url = new URL(incoming.url ?? '/', 'http://aws');
    const method = incoming.method ?? 'GET';
    const request = { method, path: incoming.url ?? '/', headers, body: Buffer.concat(chunks).toString() };
    const signature = signatureOf(request);
    const accessKeyId = signature?.accessKeyId ?? '';
    const { region } = this.#backends;
    const asked = { request, url, method, accessKeyId, region: signature?.region ?? region };
    const operation = operationOf(request);
    await this.onCall(this.#backends.roleOf(accessKeyId) ?? accessKeyId, { accessKeyId, operation });
    const signer = signature === null ? null : await authenticateRequest(this.#backends.aws.world, request, signature);
    // In the words of the service that is called.
    if (signer?.ok === false) return this.#others(asked, signature?.service ?? '', response);
    switch (signature?.service) {
      case 'dynamodb':
        return this.#dynamodb(asked, response);
      case 'events':
        // Buses are the local cloud's; connections are of the account that is asked about.
        return headers['x-amz-target']?.endsWith('.PutEvents') === true
          ? this.#events(asked, response)
          : this.#others(asked, 'events', response);
      case 'sqs':
        return this.#sqs(asked, response);
      case 'sns':
        return this.#sns(asked, response);
      case 's3':
        return this.#s3(asked, response);
      case 'monitoring':
        return this.#monitoring(asked, response);
      default:
        return this.#others(asked, signature?.service ?? '', response);
    }
  }

  spend(accessKeyId: string, what: string, amount = 1): void {
    const who = this.#backends.roleOf(accessKeyId) ?? accessKeyId;
    const spent = this.spent.get(who) ?? {};
    spent[what] = (spent[what] ?? 0) + amount;
    this.spent.set(who, spent);
  }

  async #dynamodb({ request, accessKeyId }: Asked, response: ServerResponse): Promise<void> {
    const { accountId, region, dynamodb } = this.#backends;
    const operation = operationOf(request);
    const { RequestItems = {}, ...call } = JSON.parse(request.body) as DynamoDbCall;
    const { IndexName, Key, Item } = call;
    const [[batched, { Keys }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
    const TableName = call.TableName ?? batched;
    const named = [Key ?? Item ?? [], Keys].flat().map(({ pk }) => pk.S);
    const [leading] = named;
    const table = `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`;
    const resource = IndexName === undefined ? table : `${table}/index/${IndexName}`;
    const keys = leading === undefined ? {} : { 'dynamodb:LeadingKeys': named };
    if (!this.allows(accessKeyId, `dynamodb:${operation}`, resource, keys)) {
      refuse(response);
      return;
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await dynamodb(headers, Buffer.from(request.body));
    const kept = ['content-type', 'x-amz-crc32', 'x-amzn-requestid'].flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const { body } = answer;
    if (body.includes('ConditionalCheckFailedException')) this.spend(accessKeyId, 'racesLost');
    // A refused conditional put is charged as a put.
    const units =
      Item === undefined
        ? { read: readUnitsOf(JSON.parse(body), Keys.length), written: 0 }
        : { read: 0, written: Math.ceil(bytesOf(Item) / 1_024) };
    this.spend(accessKeyId, 'readUnits', units.read);
    this.spend(accessKeyId, 'writeUnits', units.written);
    const kind = (leading ?? operation).split(' ', 2).join(' ');
    const before = this.unitsByKind.get(kind);
    this.unitsByKind.set(kind, {
      read: (before?.read ?? 0) + units.read,
      written: (before?.written ?? 0) + units.written,
    });
    response.writeHead(answer.status, Object.fromEntries(kept)).end(body);
  }

  #events({ request, accessKeyId }: Asked, response: ServerResponse): void {
    const { accountId, region, putEvent } = this.#backends;
    const { Entries } = JSON.parse(request.body) as { Entries: Entry[] };
    if (Entries.length < 1 || Entries.length > 10)
      throw new Error(`${Entries.length} events at once: AWS takes 1 to 10`);
    for (const { EventBusName } of Entries) {
      const bus = `arn:aws:events:${region}:${accountId}:event-bus/${EventBusName}`;
      if (!this.allows(accessKeyId, 'events:PutEvents', bus)) {
        refuse(response);
        return;
      }
    }
    this.spend(accessKeyId, 'events', Entries.length);
    for (const entry of Entries) putEvent(entry);
    const body = { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'e' })) };
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  }

  #sqs({ request, accessKeyId }: Asked, response: ServerResponse): void {
    const { accountId, region, sendMessage } = this.#backends;
    const { QueueUrl, MessageBody } = JSON.parse(request.body) as { QueueUrl: string; MessageBody: string };
    const name = QueueUrl.split('/').at(-1) ?? '';
    const operation = operationOf(request);
    if (!this.allows(accessKeyId, `sqs:${operation}`, `arn:aws:sqs:${region}:${accountId}:${name}`)) {
      refuse(response);
      return;
    }
    if (operation !== 'SendMessage') throw new Error(`${operation} of SQS is not known here`);
    sendMessage(name, MessageBody);
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
    const body = JSON.stringify({ MessageId: 'm', MD5OfMessageBody });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  }

  #sns({ request, accessKeyId }: Asked, response: ServerResponse): void {
    const form = new URLSearchParams(request.body);
    const topic = form.get('TopicArn') ?? '';
    const operation = form.get('Action') ?? '';
    if (!this.allows(accessKeyId, `sns:${operation}`, topic)) {
      refuse(response, true);
      return;
    }
    if (operation !== 'Publish') throw new Error(`${operation} of SNS is not known here`);
    const [subject, text] = [form.get('Subject') ?? '', form.get('Message') ?? ''];
    // What the service would not take for a subject.
    if (!/^[\x20-\x7e]{1,100}$/.test(subject) || text === '') {
      const body =
        '<ErrorResponse><Error><Code>InvalidParameter</Code><Message>Subject</Message></Error></ErrorResponse>';
      response.writeHead(400, { 'content-type': 'text/xml' }).end(body);
      return;
    }
    this.#backends.publish({ topic, subject, text, person: form.get('MessageAttributes.entry.1.Value.StringValue') });
    const answer = '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  }

  #monitoring({ request, accessKeyId, region }: Asked, response: ServerResponse): void {
    const { accountId, alarms, now } = this.#backends;
    const operation = operationOf(request);
    const {
      Namespace,
      MetricData = [],
      AlarmNames = [],
    } = JSON.parse(request.body) as {
      Namespace?: string;
      MetricData?: MetricDatum[];
      AlarmNames?: string[];
    };
    const context: Record<string, string[]> = Namespace === undefined ? {} : { 'cloudwatch:namespace': [Namespace] };
    const resource = operation === 'DescribeAlarms' ? `arn:aws:cloudwatch:${region}:${accountId}:alarm:*` : '*';
    if (!this.allows(accessKeyId, `cloudwatch:${operation}`, resource, context, region)) {
      refuse(response);
      return;
    }
    const there = alarms?.region === region ? alarms : null;
    there?.count(Namespace ?? '', MetricData, now());
    const states = AlarmNames.map((AlarmName) => ({ AlarmName, StateValue: there?.state(AlarmName, now()) ?? null }));
    const body =
      operation === 'DescribeAlarms' ? { MetricAlarms: states.filter((one) => one.StateValue !== null) } : {};
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  }

  #s3({ url, method, accessKeyId }: Asked, response: ServerResponse): void {
    const { objects } = this.#backends;
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const action = objectAction(method, key, url.searchParams);
    const resource = key === '' ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
    const listed = { 's3:prefix': [url.searchParams.get('prefix') ?? ''] };
    if (!this.allows(accessKeyId, action, resource, action === 's3:ListBucket' ? listed : {})) {
      refuse(response, true);
      return;
    }
    if (action === 's3:ListBucket') {
      this.spend(accessKeyId, 'lists');
      const text = listingOf(objects, bucket, url.searchParams);
      response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
      return;
    }
    const sealed = this.sealedBy.get(bucket);
    const via = { 'kms:ViaService': [`s3.${this.#backends.region}.amazonaws.com`] };
    if (sealed !== undefined && !this.allows(accessKeyId, 'kms:Decrypt', sealed, via)) {
      refuse(response, true);
      return;
    }
    if (action !== 's3:GetObject') throw new Error(`${action} is not known here`);
    const body = objects.get(`${bucket}/${key}`);
    this.spend(accessKeyId, 'objects');
    if (body === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>no</Message></Error>');
    else response.writeHead(200, { 'content-length': body.length, etag: tagOf(body) }).end(body);
  }

  async #others({ request, accessKeyId }: Asked, service: string, response: ServerResponse): Promise<void> {
    const { aws, roleOf } = this.#backends;
    const before = aws.journal.length;
    const reply = await dispatch(aws.switchboard(), request, { ip: '198.51.100.7' });
    const call = aws.journal[before];
    const who = roleOf(accessKeyId) ?? roleInSession(call?.caller ?? null);
    if (call?.effect === 'denied')
      this.denied.push(`${who} ${service}:${call.operation} ${JSON.stringify(call.parameters)}`);
    for (const one of call?.allowed ?? []) this.used.add(`${who} ${one}`);
    if (reply === null) response.destroy();
    else response.writeHead(reply.status, reply.headers).end(reply.body);
  }
}

/** By its own word, in the protocols that have one. */
function operationOf({ headers }: WireRequest): string {
  return (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
}

/** The permission that a call of S3 takes; of whatever else it may be, one that nobody has. */
function objectAction(method: string, key: string, query: URLSearchParams): string {
  const kind = `${method} ${key === '' ? 'bucket' : 'object'}`;
  if (kind === 'GET bucket' && query.get('list-type') === '2') return 's3:ListBucket';
  const own = [...query.keys()].filter((name) => name !== 'x-id');
  if (kind === 'GET object' && own.length === 0) return 's3:GetObject';
  if (kind === 'PUT object' && own.length === 0) return 's3:PutObject';
  if (kind === 'DELETE object' && own.length === 0) return 's3:DeleteObject';
  return `s3:${kind} ${own.join()}`;
}

function roleInSession(caller: string | null): string {
  return /assumed-role\/([^/]+)\//.exec(caller ?? '')?.[1] ?? String(caller);
}

/** Of an answer with one item, or with those that there are of so many: what is not there costs as much as the least. */
function readUnitsOf({ Item, Responses }: Read, asked: number): number {
  const items = Responses === undefined ? [Item] : Object.values(Responses).flat();
  const units = items.map((item) => Math.max(1, Math.ceil(bytesOf(item) / 4_096)));
  return units.reduce((sum, one) => sum + one, Responses === undefined ? 0 : asked - items.length);
}

/** An item's size as DynamoDB reckons it: names, and values without the wire's own words. */
function bytesOf(item: Stored | undefined): number {
  return Object.entries(item ?? {}).reduce((sum, [name, value]) => {
    const [[type = '', text = ''] = []] = Object.entries(value);
    return sum + name.length + (type === 'B' ? Buffer.byteLength(text, 'base64') : Buffer.byteLength(text));
  }, 0);
}

/** As ListObjectsV2 answers: a thousand at a time, and folders where a delimiter is given. */
function listingOf(objects: ReadonlyMap<string, Buffer>, bucket: string, asked: URLSearchParams): string {
  const prefix = asked.get('prefix') ?? '';
  const delimiter = asked.get('delimiter');
  const after = asked.get('continuation-token') ?? '';
  const keys = [...objects.keys()].flatMap((path) => {
    const key = path.startsWith(`${bucket}/${prefix}`) ? path.slice(bucket.length + 1) : null;
    if (key === null) return [];
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    return [end < 0 ? key : key.slice(0, end + 1)];
  });
  const all = [...new Set(keys)].toSorted().filter((key) => key > after);
  const page = all.slice(0, 1_000);
  const rows = page.map((key) => {
    const body = objects.get(`${bucket}/${key}`);
    return body === undefined
      ? `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${key}</Key><Size>${body.length}</Size><ETag>${tagOf(body)}</ETag></Contents>`;
  });
  const isTruncated = page.length < all.length;
  const token = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return `<ListBucketResult>${rows.join('')}${token}<IsTruncated>${isTruncated}</IsTruncated></ListBucketResult>`;
}

function tagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function refuse(response: ServerResponse, xml = false): void {
  const code = xml ? 'AccessDenied' : 'AccessDeniedException';
  const body = xml
    ? `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
    : JSON.stringify({ __type: code, message: 'no' });
  response.writeHead(xml ? 403 : 400, { 'content-type': xml ? 'text/xml' : 'application/x-amz-json-1.0' }).end(body);
}
