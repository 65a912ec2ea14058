// Installs what is missing, then lets npm go on. Plain JavaScript: the machine's own Node runs it, before any install.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockfile = join(root, 'package-lock.json');
// npm writes this file last, so a killed install does not look like a finished one.
const installed = join(root, 'node_modules', '.package-lock.json');

/** The Node 24 that npm brings for this platform, or the machine's own if that is new enough. */
const platformNode = join(root, 'node_modules', `node-${process.platform}-${process.arch}`);
const ownNodeIsEnough = Number(process.versions.node.split('.')[0]) >= 24;

/** Another clone's: npm would empty that one, and fill it with what this one asks for. */
const isBorrowed = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() === true;

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  if (isBorrowed) {
    process.stderr.write(
      'node_modules is a link, and what it points at is not what package-lock.json asks for; installing would overwrite it there. Remove the link, and run the same command again.\n',
    );
    process.exit(1);
  }
  process.stderr.write('Installing what is missing (npm ci) …\n');
  // On Windows npm is a .cmd file, which only a shell starts. Its output goes to stderr, so that stdout stays ours.
  const install = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['inherit', 2, 2],
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_silent: undefined, npm_config_loglevel: undefined },
    },
  );
  if (install.status !== 0) {
    process.stderr.write('npm ci failed; its words are above. Mend that, then run the same command again.\n');
    process.exit(install.status ?? 1);
  }
}

if (!ownNodeIsEnough && !platformNodeRuns()) {
  const platform = `${process.platform}-${process.arch}`;
  const why = existsSync(platformNode)
    ? `The Node 24 that npm brings for ${platform} does not run on this system, as with musl (Alpine) or an old glibc`
    : `npm has no Node 24 for ${platform}`;
  process.stderr.write(
    `Rescind runs on Node 24. ${why}, and yours is ${process.versions.node}: install Node 24 or newer and run the same command again.\n`,
  );
  process.exit(1);
}

/** That it is there does not say that its loader and libraries are. */
function platformNodeRuns() {
  return spawnSync(join(platformNode, 'bin', 'node'), ['--version'], { stdio: 'ignore' }).status === 0;
}
