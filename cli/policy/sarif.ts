import type { PolicyProblem } from './policy-file.ts';

/** Problems as code scanning takes them: SARIF 2.1.0. */
export function sarifOf(path: string, problems: readonly PolicyProblem[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'rescind', rules: [{ id: 'policy' }] } },
        results: problems.map(({ line, column, where, what }) => ({
          ruleId: 'policy',
          level: 'error',
          message: { text: `${where} ${what}`.trim() },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: path },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}
