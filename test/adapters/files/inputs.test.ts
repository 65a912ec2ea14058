import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInputs } from '../../../adapters/files/inputs.ts';

describe('finding inputs', () => {
  let folder = '';
  const put = (path: string, content = '{"Records":[]}') => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const find = async (...paths: string[]) => {
    const found: string[] = [];
    for await (const input of openInputs(paths)) {
      const path = 'file' in input ? input.file.path : input.path;
      found.push(`${input.kind} ${path.replace(folder, '').replaceAll('\\', '/')}`);
    }
    return found;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rescind-inputs-'));
    put('logs/AWSLogs/1/CloudTrail/eu-central-1/2026/11/02/b.json.gz');
    put('logs/AWSLogs/1/CloudTrail/eu-central-1/2026/11/02/a.json.gz');
    put('logs/AWSLogs/1/CloudTrail-Digest/eu-central-1/d.json.gz');
    put('logs/AWSLogs/1/CloudTrail-Insight/eu-central-1/i.json.gz');
    put('logs/README.md');
    put('logs/AWSLogs/1/CloudTrail-Digest/eu-central-1/unnamed');
    put('logs/flat.ndjson');
    symlinkSync(join(folder, 'logs'), join(folder, 'logs', 'loop'));
    put('odd-name', '{"eventID":"x"}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('walks a folder in order of names and accounts for all that it passes over', async () => {
    expect(await find(join(folder, 'logs'))).toEqual([
      'file /logs/AWSLogs/1/CloudTrail/eu-central-1/2026/11/02/a.json.gz',
      'file /logs/AWSLogs/1/CloudTrail/eu-central-1/2026/11/02/b.json.gz',
      'skipped /logs/AWSLogs/1/CloudTrail-Digest/eu-central-1/d.json.gz',
      'skipped /logs/AWSLogs/1/CloudTrail-Digest/eu-central-1/unnamed',
      'skipped /logs/AWSLogs/1/CloudTrail-Insight/eu-central-1/i.json.gz',
      'unnamed /logs/README.md',
      'file /logs/flat.ndjson',
      'skipped /logs/loop',
    ]);
  });

  it('takes names in one order, which is not that in which this system lists them', async () => {
    for (const name of ['\u{ff5e}', '\u{1f600}']) put(`signs/${name}.json`);
    expect(await find(join(folder, 'signs'))).toEqual(['file /signs/\u{1f600}.json', 'file /signs/\u{ff5e}.json']);
  });

  it('follows a link to a file, and says of others where they lead', async () => {
    put('store/a1');
    mkdirSync(join(folder, 'linked'));
    const link = (to: string, name: string) => symlinkSync(join(folder, to), join(folder, 'linked', name));
    link('store/a1', 'a.json');
    link('store', 'b');
    link('store/gone', 'c.json');
    link('linked/d.json', 'd.json');
    const found: string[] = [];
    for await (const input of openInputs([join(folder, 'linked')])) {
      found.push('reason' in input ? input.reason : input.kind);
    }
    const nowhere = 'is a link that leads nowhere';
    expect(found).toEqual(['file', 'is a link to a folder: name it to have it read', nowhere, nowhere]);
  });

  it('reads a file that is named, whatever its name', async () => {
    expect(await find(join(folder, 'odd-name'))).toEqual(['file /odd-name']);
  });

  it('tells a path that is not there and goes on', async () => {
    expect(await find(join(folder, 'nowhere'), join(folder, 'odd-name'))).toEqual([
      'unreadable /nowhere',
      'file /odd-name',
    ]);
  });

  it('takes - for the standard input', async () => {
    expect(await find('-')).toEqual(['file -']);
  });
});
