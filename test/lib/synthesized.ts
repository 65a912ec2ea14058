import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ManagementStack } from '../../lib/management-stack.ts';
import { RescindStack, type RescindStackProps } from '../../lib/rescind-stack.ts';
import { WatchStack } from '../../lib/watch-stack.ts';
import { bundled } from '../bundled.ts';
import { isDeep } from '../depth.ts';
import { unchecked } from '../unchecked.ts';
import { leanApp, untraced } from './lean-app.ts';

export type Given = Omit<RescindStackProps, 'bundles'>;

type Context = Readonly<Record<string, string>>;

export const organization = {
  id: 'o-abcdefghij',
  units: ['ou-abcd-12345678'],
  regions: ['us-east-1', 'eu-west-1'],
  callAs: 'DELEGATED_ADMIN',
} as const;

/** The bundles, and stacks synthesized on them: each template once, whoever asks for it again. */
export async function openWorkshop() {
  const { bundles, metafile } = await bundled();
  // One after the other in one folder: the bundles, the same in each, are weighed and laid there once.
  const outdir = mkdtempSync(join(tmpdir(), 'rescind-cdk.out-'));
  const newApp = (context: Context = {}) => leanApp(outdir, context);
  const made = new Map<string, Template>();
  const once = (what: object, make: () => Template) => {
    const key = JSON.stringify(what);
    const known = made.get(key);
    if (known !== undefined) return known;
    const template = untraced(make);
    made.set(key, template);
    return template;
  };
  const checked = (make: (app: App) => unknown) => {
    const app = newApp();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    untraced(() => {
      make(app);
      app.synth();
    });
  };
  return {
    /** The folder in which each function has its bundle. */
    bundles,
    metafile,
    template: (given: Given = {}, context: Context = {}) =>
      once([given, context], () =>
        unchecked(() => Template.fromStack(new RescindStack(newApp(context), 'Rescind', { bundles, ...given }))),
      ),
    /** Under the same checks; for other Regions than an organisation usually has, those of the CDK only where all is tried. */
    management: (home = 'eu-west-1', regions: readonly string[] = organization.regions) =>
      once({ management: home, regions }, () => {
        const make = () => {
          const app = newApp();
          const stack = new ManagementStack(app, 'RescindManagement', { home, hears: 'decisive', regions });
          Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
          return Template.fromStack(stack);
        };
        return isDeep || regions === organization.regions ? make() : unchecked(make);
      }),
    /** What watches a deployment in eu-west-1, under the same checks. */
    watch: (region: string) =>
      once({ watch: region }, () => {
        const app = newApp();
        const stack = new WatchStack(app, 'RescindWatch', { home: 'eu-west-1', region });
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        return Template.fromStack(stack);
      }),
    /** Synthesizes under the checks of cdk-nag and of the CDK, which throw what they find. */
    check(given: Given, plant: (stack: RescindStack) => void = () => {}): void {
      checked((app) => plant(new RescindStack(app, 'Rescind', { bundles, ...given })));
    },
    /** What stack sets carry as text, under the same checks: where it is made, nobody looks at it. */
    checkMember: (make: (app: App) => Stack) => checked(make),
  };
}
