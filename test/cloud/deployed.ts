import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from '../../cdk.json' with { type: 'json' };
import { buildFunctions } from '../../functions/build.ts';
import { RescindStack, type RescindStackProps } from '../../lib/rescind-stack.ts';
import { WatchStack } from '../../lib/watch-stack.ts';
import { startDynamoDb } from '../adapters/dynamodb/table.ts';
import { type Given, LocalCloud, region } from './local-cloud.ts';

export interface Deployed {
  readonly cloud: LocalCloud;
  readonly table: { readonly client: Awaited<ReturnType<typeof startDynamoDb>>['client']; readonly name: string };
  close(): Promise<void>;
}

/** The stack as it is deployed, running. */
export async function deployed(
  props: Omit<RescindStackProps, 'bundles'>,
  accounts: Pick<Given, 'administrator' | 'members' | 'aws'>,
): Promise<Deployed> {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-cloud-'));
  const bundles = join(folder, 'dist');
  await buildFunctions(bundles);
  const outdir = join(folder, 'cdk.out');
  // That the templates are sound is proven by the tests of the stack, and takes seconds.
  process.env.CDK_VALIDATION = 'false';
  const app = new App({ context: flags.context, outdir });
  new RescindStack(app, 'Rescind', { bundles, ...props });
  if (props.watchRegion != null) new WatchStack(app, 'RescindWatch', { home: region, region: props.watchRegion });
  app.synth();
  const dynamodb = await startDynamoDb();
  const cloud = await LocalCloud.start({ outdir, stack: 'Rescind', dynamodb, ...accounts });
  return {
    cloud,
    table: { client: dynamodb.client, name: cloud.find('AWS::DynamoDB::GlobalTable', 'Memory').ref },
    async close() {
      await cloud.close();
      await dynamodb.close();
      rmSync(folder, { recursive: true });
    },
  };
}
