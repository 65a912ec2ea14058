import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type BindingPattern, type BindingRestElement, parseSync, Visitor } from 'oxc-parser';

export const root = join(import.meta.dirname, '..', '..');

/** One source file, as far as the walls ask. Paths are relative to the house, with `/`. */
export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly exportsDefault: boolean;
  /** It says nothing of its own. */
  readonly onlyHandsOn: boolean;
  /** Names of values, `name.property` where they are reached into, and `whole` of them where not: `Date`, `Math.random`, `Math.*`. */
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

type Pattern = BindingPattern | BindingRestElement;

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

/** As `Source.globals` has a value that is handed on, renamed, taken apart or reached into by a name that is worked out. */
export function whole(name: string): string {
  return `${name}.*`;
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
  /** Where identifiers begin that name no value by themselves. */
  const names = new Set<number>();
  const isNamedBy = ({ key, computed }: { readonly key: { readonly start: number }; readonly computed: boolean }) => {
    if (!computed) names.add(key.start);
  };
  /** Names that the file gives itself. */
  const own = new Set<string>();
  const give = (pattern: Pattern | null): void => {
    if (pattern === null) return;
    if (pattern.type === 'Identifier') own.add(pattern.name);
    else if (pattern.type === 'ObjectPattern')
      for (const one of pattern.properties) give(one.type === 'Property' ? one.value : one.argument);
    else if (pattern.type === 'ArrayPattern') pattern.elements.forEach(give);
    else if (pattern.type === 'AssignmentPattern') give(pattern.left);
    else if (pattern.type === 'RestElement') give(pattern.argument);
  };
  const giveAll = ({ params }: { readonly params: readonly unknown[] }) => (params as Pattern[]).forEach(give);
  new Visitor({
    VariableDeclarator: ({ id }) => give(id),
    FunctionDeclaration: giveAll,
    FunctionExpression: giveAll,
    ArrowFunctionExpression: giveAll,
    TSImportType: ({ source }) => {
      found.push({ to: String(source.value), typesOnly: true });
    },
    MetaProperty: ({ meta, property }) => {
      globals.add(`${meta.name}.${property.name}`);
    },
    MemberExpression: ({ object, property, computed }) => {
      if (computed) return;
      names.add(property.start);
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      names.add(object.start);
      globals.add(object.name).add(`${object.name}.${property.name}`);
    },
    // What `{ name }` says, it takes from a value of that name.
    Property: (one) => {
      if (!one.shorthand) isNamedBy(one);
    },
    MethodDefinition: isNamedBy,
    PropertyDefinition: isNamedBy,
    TSPropertySignature: isNamedBy,
    TSMethodSignature: isNamedBy,
    Identifier: ({ name, start }) => {
      if (!names.has(start)) globals.add(name).add(whole(name));
    },
  }).visit(program);
  for (const name of own) globals.delete(name);
  return {
    path,
    imports: found.map((one) => importOf(path, one.to, one.typesOnly)),
    exportsDefault: module.staticExports.some(({ entries }) =>
      entries.some(({ exportName: { kind, name } }) => kind === 'Default' || name === 'default'),
    ),
    onlyHandsOn:
      program.body.length > 0 &&
      program.body.every(
        (one) => one.type === 'ExportAllDeclaration' || (one.type === 'ExportNamedDeclaration' && one.source !== null),
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
