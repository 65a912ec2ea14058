import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from '../../cdk.json' with { type: 'json' };
import { buildFunctions } from '../../functions/build.ts';
import type { RescindStackProps } from '../../lib/rescind-stack.ts';
import { addStacks } from '../../lib/stacks.ts';
import type { Template } from '../../simulator/aws/cloudformation/template.ts';
import { startDynamoDb } from '../adapters/dynamodb/table.ts';
import { type Given, LocalCloud, region } from './local-cloud.ts';

export interface Deployed {
  readonly cloud: LocalCloud;
  readonly table: { readonly client: Awaited<ReturnType<typeof startDynamoDb>>['client']; readonly name: string };
  close(): Promise<void>;
}

/** The bundles of the functions, built once for whatever is deployed of them, one after the other. */
export interface Workshop {
  readonly folder: string;
  close(): void;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-cloud-'));
  await buildFunctions(join(folder, 'dist'));
  return { folder, close: () => rmSync(folder, { recursive: true }) };
}

/** The stacks as they are deployed, running: of a workshop of their own, where none is given. */
export async function deployed(
  props: Omit<RescindStackProps, 'bundles'>,
  accounts: Pick<Given, 'administrator' | 'members' | 'aws'>,
  given: Workshop | null = null,
): Promise<Deployed> {
  const workshop = given ?? (await openWorkshop());
  const outdir = join(workshop.folder, 'cdk.out');
  // That the templates are sound is proven by the tests of the stack, and takes seconds.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({ context: flags.context, outdir });
  addStacks(app, { home: region, ...props, bundles: join(workshop.folder, 'dist') });
  const templates = new Map(app.synth().stacks.map(({ id, template }): [string, Template] => [id, template]));
  const dynamodb = await startDynamoDb();
  const cloud = await LocalCloud.start({ outdir, templates, dynamodb, ...accounts });
  return {
    cloud,
    table: { client: dynamodb.client, name: cloud.find('AWS::DynamoDB::GlobalTable', 'Memory').ref },
    async close() {
      await cloud.close();
      await dynamodb.close();
      if (given === null) workshop.close();
    },
  };
}
