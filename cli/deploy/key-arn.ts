/** Of a KMS key, not of an alias. */
export function isKeyArn(text: string): boolean {
  return /^arn:aws[\w-]*:kms:[a-z]{2}(-[a-z]+)+-[1-9]:\d{12}:key\/[\w-]+$/.test(text);
}
