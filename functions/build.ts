import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { envNames, type FunctionName } from '../contract/env.ts';

const root = join(import.meta.dirname, '..');

const names = Object.keys(envNames) as FunctionName[];

/** The functions that ask which network an address belongs to. */
const placesAddresses: ReadonlySet<FunctionName> = new Set(['observe', 'ingest', 'backfill'] as const);

/**
 * Bundles each function into its own folder of `out`, as the stack deploys it. In Lambda, credentials come from the
 * environment only, so the SDK's long chain of other places stays out of the bundles. Answers with what is in them.
 */
export async function buildFunctions(out: string): Promise<Metafile> {
  for (const name of names) rmSync(join(out, name), { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, join(root, `functions/${name}/handler.ts`)])),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'functions/environment-credentials.ts') },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  // The licence of the tables asks that who made them is named wherever they go.
  for (const name of placesAddresses)
    for (const file of ['tables.bin', 'ATTRIBUTION.md'])
      copyFileSync(join(root, 'adapters/networks', file), join(out, name, file));
  return metafile;
}
