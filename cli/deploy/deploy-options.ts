import { join, resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { isRunbookLink } from '../../contract/runbook.ts';
import { secretArnForm } from '../../contract/secret-arn.ts';
import { trailPlaceIn } from '../../contract/trail.ts';
import { isRegionName } from '../region.ts';
import { isKeyArn } from './key-arn.ts';

/** Absolute: the CDK is run in the project's folder, not in the user's. */
export function outFolder(): Option {
  return new Option('--out <dir>', 'where the template goes')
    .argParser((path) => resolve(path))
    .default(join(import.meta.dirname, '../../cdk.out'), 'cdk.out');
}

/** `ou-…,ou-…` or `r-…`. */
export function unitIds(text: string): readonly string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (!ids.every((id) => /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(id))) {
    throw new InvalidArgumentError('Units are named ou-…,ou-… or r-….');
  }
  return [...new Set(ids)];
}

export function regionName(text: string): string {
  if (isRegionName(text)) return text;
  throw new InvalidArgumentError('A Region is named like us-east-1.');
}

export function regionNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (!names.every(isRegionName)) {
    throw new InvalidArgumentError('Regions are named like us-east-1,eu-west-1.');
  }
  return names;
}

/** `NAME`, `NAME/PREFIX`, `new` or `none`. */
export function trailBucket(text: string): string {
  if (trailPlaceIn(text) !== null) return text;
  throw new InvalidArgumentError('Give a bucket’s name, or NAME/PREFIX, without s3://; or new, or none.');
}

/** Of the key itself: IAM gives no leave to decrypt by the alias of one. */
export function keyArn(text: string): string {
  if (isKeyArn(text)) return text;
  throw new InvalidArgumentError('Give the ARN of a key, not of an alias: arn:aws:kms:REGION:ACCOUNT:key/….');
}

export function watcher(text: string): string {
  if (text === 'none' || isRegionName(text)) return text;
  throw new InvalidArgumentError('Name one Region, like us-west-2, or none.');
}

export function runbookLink(text: string): string {
  if (isRunbookLink(text)) return text;
  throw new InvalidArgumentError('Give the full address of a page, https://…, without a # at the end.');
}

export function secretArns(text: string): readonly string[] {
  const arns = text.split(',').map((arn) => arn.trim());
  if (!arns.every((arn) => secretArnForm.test(arn))) {
    throw new InvalidArgumentError(
      'Give the ARNs of secrets with their six last characters: arn:…:secret:name-AbCdEf,….',
    );
  }
  return arns;
}

export function amount(text: string): number {
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n) || n < 0) throw new InvalidArgumentError('That is not a number.');
  return n;
}
