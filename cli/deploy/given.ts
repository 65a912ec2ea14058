import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { bindingsIn } from '../../contract/rotation.ts';
import { UsageError } from '../exit.ts';
import { listPrices, type Prices, pricesSchema } from './cost.ts';
import type { DeploymentWish } from './deployment-plan.ts';
import { ownRunbookPage } from './runbook-page.ts';

/** What was asked of a deployment. */
export interface DeployGiven {
  readonly profile?: string;
  readonly region?: string;
  /** True: all of it. */
  readonly organization?: true | readonly string[];
  readonly regions?: readonly string[];
  readonly trailBucket?: string;
  readonly trailKey?: string;
  readonly backfillDays?: number;
  readonly inspector?: string;
  readonly slackSecret?: string;
  /** A file. */
  readonly rotate?: string;
  readonly tokenSecrets?: readonly string[];
  readonly inlineDenies: boolean;
  readonly guard?: true;
  readonly watch?: string;
  readonly runbook?: string;
  readonly eventsPerDay?: number;
  readonly prices?: string;
  readonly out: string;
  readonly remove?: true;
  readonly revertDrift?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function wishOf(given: DeployGiven): DeploymentWish {
  const {
    organization,
    regions = null,
    trailBucket = null,
    trailKey = null,
    backfillDays = null,
    inspector = null,
    slackSecret = null,
  } = given;
  const units = organization === true ? [] : (organization ?? null);
  const rotate = given.rotate === undefined ? null : bindingsOf(given.rotate);
  return {
    units,
    regions,
    trailBucket,
    trailKey,
    backfillDays,
    inspector,
    slackSecret,
    rotate,
    tokenSecrets: given.tokenSecrets?.join() ?? null,
    inlineDenies: given.inlineDenies,
    guard: given.guard === true,
    watch: given.watch ?? null,
    runbook: given.runbook ?? ownRunbookPage(),
  };
}

function bindingsOf(path: string): string {
  try {
    return JSON.stringify(bindingsIn(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UsageError(
      `${path} does not say which user's key is in which secret: ${(error as Error).message}.`,
      'docs/rotation.md shows such a file.',
    );
  }
}

export function pricesIn(path: string | undefined): Prices {
  if (path === undefined) return listPrices;
  try {
    return v.parse(pricesSchema, { ...listPrices, ...JSON.parse(readFileSync(path, 'utf8')) });
  } catch (error) {
    throw new UsageError(`${path} contains no prices: ${(error as Error).message}.`, 'docs/cost.md shows such a file.');
  }
}
