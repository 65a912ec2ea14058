import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { houseFiles, root } from './source.ts';

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly license?: string; readonly dev?: true; readonly resolved?: string }>
  >;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8'));
const lockfile = read<Lockfile>('package-lock.json');
const manifest = read<Manifest>('package.json');

/** What those who ship the work may do without asking anyone. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

test('everything that ships has a permissive licence, in the lockfile and in its own manifest', () => {
  const shipped = Object.entries(lockfile.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const others = shipped.flatMap(([path, { license }]) => {
    const own = existsSync(join(root, path)) ? read<Manifest>(`${path}/package.json`).license : license;
    const licences = [license, own].map((one) => one ?? 'none');
    return licences.every((one) => permissive.has(one)) ? [] : [`${path}: ${licences.join(', ')}`];
  });
  expect(shipped.length).toBeGreaterThan(Object.keys(manifest.dependencies ?? {}).length);
  expect(others).toEqual([]);
});

test('versions are exact', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lockfile names no place to load from: any registry serves', () => {
  expect(Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('no file names a machine’s folders or a package registry', () => {
  const machine =
    /(\/(home|Users|root)\/[a-z]|[A-Z]:\\Users\\|\/work\/[a-z]|\bregistry\.(npmjs|yarnpkg)|npm\.pkg\.|pypi\.|artifactory)/;
  const texts = houseFiles(/\.(ts|mjs|js|json|md|css|csv|yml|sh)$|(^|\/)[^.]+$|^\.(npmrc|gitignore|ci\/run)$/);
  const naming = texts.flatMap(({ path, text }) => {
    const found = path === 'test/house/licences.test.ts' ? null : machine.exec(text);
    return found === null ? [] : [`${path}: ${found[0]}`];
  });
  expect(texts.length).toBeGreaterThan(100);
  expect(naming).toEqual([]);
});
