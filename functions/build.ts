import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/**
 * Bundles each function into its own folder of `out`, as the stack deploys it. In Lambda, credentials come from the
 * environment only, so the SDK's long chain of other places stays out of the bundle.
 */
export async function buildFunctions(out: string): Promise<void> {
  const folder = join(out, 'observe');
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [join(root, 'functions/observe/handler.ts')],
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
  copyFileSync(join(root, 'adapters/networks/tables.bin'), join(folder, 'tables.bin'));
}
