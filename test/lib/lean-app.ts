import { App } from 'aws-cdk-lib';
import flags from '../../cdk.json' with { type: 'json' };

/** An app of the CDK that makes the same templates, and nothing beside them, which takes as long again as some of them. */
export function leanApp(outdir: string, context: Readonly<Record<string, string>> = {}): App {
  return new App({
    context: { ...flags.context, '@aws-cdk/core:enableAdditionalMetadataCollection': false, ...context },
    outdir,
    stackTraces: false,
    treeMetadata: false,
    analyticsReporting: false,
  });
}

/** The CDK keeps for each value where it was made, which nobody reads here. */
export function untraced<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}
