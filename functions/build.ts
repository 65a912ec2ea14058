import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { envNames, type FunctionName } from '../contract/env.ts';

const root = join(import.meta.dirname, '..');

const names = Object.keys(envNames) as FunctionName[];

/** The functions that ask which network an address belongs to. */
const placesAddresses: ReadonlySet<FunctionName> = new Set(['observe', 'ingest', 'backfill'] as const);

/** Bundles each function into its own folder of `out`, as the stack deploys it. */
export async function buildFunctions(out: string): Promise<void> {
  await Promise.all(names.map((name) => buildFunction(name, join(out, name))));
}

/**
 * In Lambda, credentials come from the environment only, so the SDK's long chain of other places stays out of the bundle.
 */
async function buildFunction(name: FunctionName, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [join(root, `functions/${name}/handler.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'functions/environment-credentials.ts') },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  if (placesAddresses.has(name)) copyFileSync(join(root, 'adapters/networks/tables.bin'), join(folder, 'tables.bin'));
}
