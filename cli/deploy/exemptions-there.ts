import type { S3Client } from '@aws-sdk/client-s3';
import { readContextFiles } from '../../adapters/files/context-folder.ts';
import { clauseOf } from '../../adapters/s3/out-of-reach.ts';
import { listSettings } from '../../adapters/s3/settings.ts';
import { fail, ok, type Result } from '../../core/model/result.ts';
import type { Exemption, Policy } from '../../core/policy/policy.ts';

/** Exemptions of a deployment: of its policy and of its context folder. The error is a clause. */
export async function exemptionsThere(
  bucket: string,
  policy: Policy,
  s3: S3Client,
): Promise<Result<readonly Exemption[], string>> {
  try {
    const { context } = await listSettings(bucket, s3);
    const file = context.filter(({ path }) => path.endsWith('/exemptions.json'));
    const { exemptions, exemptionsUnreadable, problems } = await readContextFiles(file);
    if (!exemptionsUnreadable) return ok([...policy.exemptions, ...exemptions]);
    return fail(`exemptions.json ${problems[0]?.what ?? 'is not readable'}: nothing disruptive is done`);
  } catch (error) {
    // fails toward: saying that it cannot be looked at
    return fail(clauseOf(error));
  }
}
