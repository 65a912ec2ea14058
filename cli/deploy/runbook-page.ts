import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRunbookLink, usualRunbook } from '../../contract/runbook.ts';
import { root } from './tools.ts';

/** How a host of repositories writes the way to a file of the newest commit, by a word in its name. */
const ways: readonly (readonly [host: string, way: string])[] = [
  ['github', 'blob/HEAD'],
  ['gitlab', '-/blob/HEAD'],
];

/** Where a browser finds the runbook of a clone of `remote`; null where that cannot be told. Whatever signs in stays out of it. */
export function runbookPageOf(remote: string): string | null {
  const [, host = '', path = ''] =
    /^(?:https|ssh):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(.+)$/.exec(remote) ??
    /^[\w.-]+@([\w.-]+):(.+)$/.exec(remote) ??
    [];
  const way = ways.find(([word]) => host.split('.').includes(word))?.[1];
  const link = `https://${host}/${path.replace(/\/$/, '').replace(/\.git$/, '')}/${way}/${usualRunbook}`;
  return way !== undefined && isRunbookLink(link) ? link : null;
}

/** Of this very clone; null where it is none, or a folder in somebody else's. */
export function ownRunbookPage(folder: string = root): string | null {
  if (!existsSync(join(folder, '.git'))) return null;
  const remote = spawnSync('git', ['config', '--get', 'remote.origin.url'], { cwd: folder, encoding: 'utf8' });
  // fails toward: alarms name the file
  return remote.status === 0 ? runbookPageOf(remote.stdout.trim()) : null;
}
