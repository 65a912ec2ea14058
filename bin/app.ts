import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { RescindStack } from '../lib/rescind-stack.ts';

const app = new App();
new RescindStack(app, 'Rescind', { bundles: join(import.meta.dirname, '../dist') });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
