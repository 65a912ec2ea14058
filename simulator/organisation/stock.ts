import type { Random } from '../random.ts';
import { hex, uuid } from './ids.ts';

/** The resources that one workload works with. */
export interface Stock {
  readonly service: string;
  readonly bucket: string;
  readonly secret: string;
  readonly parameter: string;
  readonly table: string;
  readonly queue: string;
  readonly functionName: string;
  readonly repository: string;
  readonly cluster: string;
  readonly instance: string;
  readonly kmsKey: string;
  readonly logGroup: string;
  readonly model: string;
}

const products = [
  'orders',
  'billing',
  'search',
  'ledger',
  'catalogue',
  'claims',
  'parcels',
  'payroll',
  'reports',
  'checkout',
  'loyalty',
  'intake',
  'pricing',
  'notify',
  'media',
  'metrics',
];
const parts = ['api', 'worker', 'sync', 'export', 'ingest', 'web', 'etl', 'cache', 'hooks', 'index'];

export const models = [
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'anthropic.claude-haiku-4-5-20251001-v1:0',
  'amazon.nova-pro-v1:0',
  'amazon.titan-embed-text-v2:0',
  'meta.llama3-3-70b-instruct-v1:0',
];

/** What somebody who tries models out may ask for. */
export const trialModels = [
  ...models,
  'anthropic.claude-opus-4-1-20250805-v1:0',
  'amazon.nova-lite-v1:0',
  'amazon.nova-canvas-v1:0',
  'cohere.embed-multilingual-v3',
  'deepseek.r1-v1:0',
  'mistral.mistral-large-2407-v1:0',
  'stability.stable-image-core-v1:1',
];

/** `number` keeps namesakes apart. */
export function stockOf(random: Random, company: string, number: number): Stock {
  const service = `${random.pick(products)}-${random.pick(parts)}${number === 0 ? '' : number + 1}`;
  const stage = random.pick(['prod', 'prod', 'live', 'stage']);
  return {
    service,
    bucket: `${company}-${service}-${hex(random, 6)}`,
    secret: `${stage}/${service}/db-${random.text('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjk', 6)}`,
    parameter: `/${stage}/${service}`,
    table: `${service}-${stage}`,
    queue: `${service}-jobs`,
    functionName: `${service}-${random.pick(['handler', 'runner', 'trigger'])}`,
    repository: `${company}/${service}`,
    cluster: `${stage}-cluster`,
    instance: `i-0${hex(random, 16)}`,
    kmsKey: uuid(random),
    logGroup: `/aws/${service}/${stage}`,
    model: random.pick(models),
  };
}
