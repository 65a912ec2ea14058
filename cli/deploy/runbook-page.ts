import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
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
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  const top = git('rev-parse', '--show-toplevel');
  // fails toward: alarms name the file
  if (top.status !== 0 || realpathSync(top.stdout.trim()) !== realpathSync(folder)) return null;
  const remote = git('config', '--get', 'remote.origin.url');
  return remote.status === 0 ? runbookPageOf(remote.stdout.trim()) : null;
}
