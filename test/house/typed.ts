import { houseFiles } from './source.ts';

/** A line that a reader is meant to type. */
export interface Typed {
  readonly page: string;
  readonly line: string;
}

const tools = '(?:\\$ )?(?:npx |npm |node |rescind |aws |git |cd )';

/** What is to be typed on a page, in its order: in `sh` blocks, after `$` in `console` blocks, and set off by four blanks. */
export function typedOn(page: string, text: string): Typed[] {
  const blocks = text.matchAll(/^ *```(\w*)\n(.*?)^ *```|^(?: {4}.*\n)+/gms);
  return [...blocks].flatMap(([whole, language, block = whole]) => {
    const lines = block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/\s+#.*/, '').trim());
    const isShell = language === 'sh';
    const commands = isShell ? lines : lines.filter((line) => new RegExp(`^${tools}`).test(line));
    return commands
      .filter((line) => isShell || language !== 'console' || line.startsWith('$ '))
      .flatMap((line) => line.replace(/^\$ /, '').split(' && '))
      .filter((line) => line !== '')
      .map((line) => ({ page, line }));
  });
}

/** Of the README, CONTRIBUTING and all pages of docs. */
export function typedEverywhere(): Typed[] {
  return houseFiles(/\.md$/)
    .filter(({ path }) => /^(docs\/.*|[A-Z]+)\.md$/.test(path))
    .flatMap(({ path, text }) => typedOn(path, text));
}

interface Elsewhere {
  readonly line: RegExp;
  /** The test that types it, and by which words it does. */
  readonly test: string;
  readonly by: string;
}

/** Lines of `rescind` that need more than is there where the others are tried. */
export const elsewhere: readonly Elsewhere[] = [
  { line: /^rescind demo/, test: 'test/cli/demo/demo.test.ts', by: "'demo', '--seed', '2', '--days'" },
  { line: /^rescind deploy/, test: 'test/cli/deploy/aws.test.ts', by: "'deploy', ...args" },
  { line: /^rescind destroy/, test: 'test/cli/deploy/aws.test.ts', by: "'destroy', '--dry-run'" },
  { line: /^rescind status --region/, test: 'test/cli/deploy/aws.test.ts', by: "'status', '--region', 'us-east-1'" },
  { line: /^rescind approve/, test: 'test/cli/approve.test.ts', by: "'approve', ...args" },
  { line: /^rescind restore .*--deployment/, test: 'test/cli/approve.test.ts', by: "'o_soft', '--deployment'" },
  { line: /^rescind hold .*--deployment/, test: 'test/cli/approve.test.ts', by: "'hold', scene.key, '--deployment'" },
  { line: /^rescind exempt .*--deployment/, test: 'test/cli/approve.test.ts', by: "'2999-01-31', '--deployment'" },
  { line: /^rescind policy apply/, test: 'test/cli/approve.test.ts', by: "'policy', 'apply', path" },
  { line: /^rescind explain .*--deployment/, test: 'test/cli/approve.test.ts', by: "'explain', id, '--deployment'" },
  { line: /^rescind replay \.\.\/shared/, test: 'test/house/data-page.test.ts', by: 'replay' },
];

interface Untried {
  readonly line: RegExp;
  /** As CONTRIBUTING.md gives it. */
  readonly why: string;
}

/** Lines that no test types. */
export const untried: readonly Untried[] = [
  { line: /^(git|cd) /, why: 'no command of ours' },
  { line: /^npm (test|run check|run test:deep)$|^npx vitest run /, why: 'it is what runs the tests' },
  { line: /^npm run bench /, why: 'minutes to hours long' },
  { line: /^npm run build:/, why: 'a test fails while what it writes is stale' },
  { line: /^npm run deploy/, why: 'it is `rescind deploy`' },
  { line: /^npm start$/, why: 'it is `rescind demo`' },
  { line: /^aws /, why: 'AWS’s own command line' },
];
