import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

export const root = join(import.meta.dirname, '..', '..');

/** One source file, as far as the walls ask. Paths are relative to the house, with `/`. */
export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly exportsDefault: boolean;
  /** Names that are called, made with `new`, reached into, handed on or taken apart, and `name.property`: `Date`, `Math.random`. */
  readonly globals: ReadonlySet<string>;
}

export interface Import {
  readonly from: string;
  /** A path in the house, or the package's name. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Only types, which are gone once it runs. */
  readonly typesOnly: boolean;
}

/** Every file that git tracks or would, whose path matches, with its text. */
export function houseFiles(wanted: RegExp): { path: string; text: string }[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  const paths = listed
    .toString()
    .split('\0')
    .filter((path) => wanted.test(path));
  return [...new Set(paths)].flatMap((path) => {
    const text = textOf(path);
    return text === null ? [] : [{ path, text }];
  });
}

/** Null where the file was deleted and git has not heard. */
function textOf(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return null;
  }
}

export function readSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const found: { to: string; typesOnly: boolean }[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ to: moduleRequest.value, typesOnly: entries.length > 0 && entries.every(({ isType }) => isType) });
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest !== null) found.push({ to: moduleRequest.value, typesOnly: isType });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end);
    found.push({ to: /^['"`](.*)['"`]$/s.exec(written)?.[1] ?? written, typesOnly: false });
  }
  const globals = new Set<string>();
  const handedOn = (one: { readonly type: string; readonly name?: unknown } | null) => {
    if (one?.type === 'Identifier') globals.add(String(one.name));
  };
  new Visitor({
    TSImportType: ({ source }) => {
      found.push({ to: String(source.value), typesOnly: true });
    },
    MetaProperty: ({ meta, property }) => {
      globals.add(`${meta.name}.${property.name}`);
    },
    MemberExpression: ({ object, property }) => {
      if (object.type !== 'Identifier') return;
      globals.add(object.name);
      if (property.type === 'Identifier') globals.add(`${object.name}.${property.name}`);
    },
    NewExpression: ({ callee }) => {
      if (callee.type === 'Identifier') globals.add(callee.name);
    },
    CallExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier') globals.add(callee.name);
      given.forEach(handedOn);
    },
    VariableDeclarator: ({ id, init }) => {
      handedOn(init);
      if (init?.type !== 'Identifier' || id.type !== 'ObjectPattern') return;
      for (const one of id.properties) {
        if (one.type === 'Property' && one.key.type === 'Identifier') globals.add(`${init.name}.${one.key.name}`);
      }
    },
  }).visit(program);
  return {
    path,
    imports: found.map((one) => importOf(path, one.to, one.typesOnly)),
    exportsDefault: module.staticExports.some(({ entries }) =>
      entries.some(({ exportName }) => exportName.kind === 'Default'),
    ),
    globals,
  };
}

function importOf(from: string, to: string, typesOnly: boolean): Import {
  if (to.startsWith('.')) return { from, to: posix.join(posix.dirname(from), to), isPackage: false, typesOnly };
  const [scope, name] = to.split('/');
  const packageName = to.startsWith('@') ? `${scope}/${name}` : to.startsWith('node:') ? to : (scope ?? to);
  return { from, to: packageName, isPackage: true, typesOnly };
}
