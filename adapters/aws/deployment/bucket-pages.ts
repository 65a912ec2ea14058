import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { DeploymentClients } from './clients.ts';

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
}

export interface BucketPage {
  readonly files: readonly StoredFile[];
  /** Each ends in a slash. */
  readonly folders: readonly string[];
  /** What the next page is asked for with; null on the last one. */
  readonly next: string | null;
}

export interface PageAsked {
  readonly prefix: string;
  /** Whether what lies deeper stands for its folder. */
  readonly byFolder?: boolean;
  readonly after?: string;
  readonly token?: string;
  readonly most?: number;
}

/** A bucket to leaf through, and how many pages more may be asked for. */
export interface BucketPages {
  /** Throws the SDK's error, and one of its own where no page is left. */
  page(asked: PageAsked): Promise<BucketPage>;
  left(): number;
}

export function bucketPages(
  Bucket: string,
  ExpectedBucketOwner: string,
  most: number,
  { s3 }: Pick<DeploymentClients, 's3'>,
): BucketPages {
  let left = most;
  return {
    left: () => left,
    async page({ prefix: Prefix, byFolder = false, after, token, most: MaxKeys }) {
      if (left === 0) throw new Error(`the bucket has more than ${most} pages of files to list`);
      left -= 1;
      const found = await s3.send(
        new ListObjectsV2Command({
          ...{ Bucket, ExpectedBucketOwner, Prefix, MaxKeys, StartAfter: after, ContinuationToken: token },
          ...(byFolder && { Delimiter: '/' }),
        }),
      );
      return {
        files: (found.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: Key, bytes: Size })),
        folders: (found.CommonPrefixes ?? []).flatMap(({ Prefix: one }) => one ?? []),
        next: found.NextContinuationToken ?? null,
      };
    },
  };
}
