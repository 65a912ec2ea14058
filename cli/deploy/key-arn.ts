import { regionForm } from '../../contract/regions.ts';

const keyArn = new RegExp(`^arn:aws[\\w-]*:kms:${regionForm}:\\d{12}:key/[\\w-]+$`);

/** Of a KMS key, not of an alias. */
export function isKeyArn(text: string): boolean {
  return keyArn.test(text);
}
