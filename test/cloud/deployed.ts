import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RescindStackProps } from '../../lib/rescind-stack.ts';
import { addStacks } from '../../lib/stacks.ts';
import type { Template } from '../../simulator/aws/cloudformation/template.ts';
import { startDynamoDb } from '../adapters/dynamodb/table.ts';
import { bundled } from '../bundled.ts';
import { leanApp, untraced } from '../lib/lean-app.ts';
import { unchecked } from '../unchecked.ts';
import { type Given, LocalCloud, region } from './local-cloud.ts';

export interface Deployed {
  readonly cloud: LocalCloud;
  readonly table: { readonly client: Awaited<ReturnType<typeof startDynamoDb>>['client']; readonly name: string };
  close(): Promise<void>;
}

/** Where the stacks of this file are synthesized, one after the other: what is the same in the next is not compiled again. */
const outdir = mkdtempSync(join(tmpdir(), 'rescind-cloud-'));

/** The stacks as they are deployed, running. */
export async function deployed(
  props: Omit<RescindStackProps, 'bundles'>,
  accounts: Pick<Given, 'administrator' | 'members' | 'aws'>,
): Promise<Deployed> {
  const { bundles } = await bundled();
  const { stacks } = unchecked(() =>
    untraced(() => {
      const app = leanApp(outdir);
      addStacks(app, { home: region, ...props, bundles });
      return app.synth();
    }),
  );
  const templates = new Map(stacks.map(({ id, template }): [string, Template] => [id, template]));
  const dynamodb = await startDynamoDb();
  const cloud = await LocalCloud.start({
    assets: sharedAssets(join(bundles, '../assets')),
    templates,
    dynamodb,
    ...accounts,
  });
  return {
    cloud,
    table: { client: dynamodb.client, name: cloud.find('AWS::DynamoDB::GlobalTable', 'Memory').ref },
    async close() {
      await cloud.close();
      await dynamodb.close();
    },
  };
}

/**
 * The bundles where they lie for all files of a run, each under what is in it: what Node compiled of one for the first file,
 * it need not compile for the next.
 */
function sharedAssets(assets: string): string {
  mkdirSync(assets, { recursive: true });
  const missing = readdirSync(outdir).filter((name) => name.startsWith('asset.') && !existsSync(join(assets, name)));
  for (const name of missing) {
    // Whole or not at all; where somebody else was faster, theirs is the same.
    const copy = mkdtempSync(join(assets, 'part-'));
    cpSync(join(outdir, name), copy, { recursive: true });
    try {
      renameSync(copy, join(assets, name));
    } catch (error) {
      if (!existsSync(join(assets, name))) throw error;
    }
  }
  return assets;
}
