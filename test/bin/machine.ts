import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const doors = join(import.meta.dirname, '..', '..', 'bin');

type Door = 'setup.mjs' | 'rescind.mjs';

/** What makes this Node say that it is another. */
function asNode(version: string): string[] {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
}

/** A clone with nothing but its doors, a lockfile and an npm that only notes how it was called. */
export function freshClone({ npmFails = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-doors-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (path: string) => join(folder, path);
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text, { mode });
  };
  cpSync(join(doors, 'setup.mjs'), at('bin/setup.mjs'));
  cpSync(join(doors, 'rescind.mjs'), at('bin/rescind.mjs'));
  write(
    'bin/rescind.ts',
    `console.log('rescind', process.argv.slice(2).join(' '));\nprocess.exitCode = 3 as number;\n`,
  );
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write(
    'fake/npm',
    `#!/bin/sh\necho "$@" > "${at('npm-was-called')}"\necho words of npm\nexit ${npmFails ? 7 : 0}\n`,
    0o755,
  );

  const env = { PATH: `${at('fake')}${delimiter}${process.env.PATH ?? ''}`, NODE_ENV: 'production' };

  const install = (when: 'up to date' | 'out of date', to = 'node_modules') => {
    write(`${to}/.package-lock.json`, '{}');
    const at1970 = new Date(0);
    if (when === 'out of date') utimesSync(at(`${to}/.package-lock.json`), at1970, at1970);
  };

  return {
    write,
    /** An install that npm finished, before or after the lockfile came. */
    install,
    /** The same in a folder that is not the clone's, to which it has a link. */
    borrow(when: 'up to date' | 'out of date') {
      install(when, 'elsewhere');
      symlinkSync(at('elsewhere'), at('node_modules'));
    },
    /** What npm brings on Linux. */
    installNode24() {
      write(`node_modules/node-${process.platform}-${process.arch}/bin/.keep`, '');
      symlinkSync(process.execPath, at(`node_modules/node-${process.platform}-${process.arch}/bin/node`));
    },
    /** What npm brings where the loader or the libraries of that Node are not those of the system. */
    installStrangeNode(how: 'no loader' | 'old libraries') {
      const script = how === 'no loader' ? '#!/no/such/loader\n' : '#!/bin/sh\necho GLIBC not found >&2\nexit 1\n';
      write(`node_modules/node-${process.platform}-${process.arch}/bin/node`, script, 0o755);
    },
    /** The arguments of npm, or null if nobody called it. */
    npmCall: () => (existsSync(at('npm-was-called')) ? readFileSync(at('npm-was-called'), 'utf8').trim() : null),
    /** Opens a door as the named Node would. */
    open(door: Door, { node = process.versions.node, args = [] as string[] } = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...asNode(node), at(`bin/${door}`), ...args], {
        encoding: 'utf8',
        env,
      });
      return { status, stdout, stderr };
    },
    /** The same, and sends it a signal once it says something: with what status it ends, and all that was said. */
    async interrupt(door: Door, node: string, signal: NodeJS.Signals | null) {
      const opened = spawn(process.execPath, [...asNode(node), at(`bin/${door}`)], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      opened.stdout.on('data', (text) => {
        if (said === '' && signal !== null) opened.kill(signal);
        said += text;
      });
      const [status] = await once(opened, 'close');
      return { status, said };
    },
  };
}
