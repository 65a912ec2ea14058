/** Without the CDK's own checks, which take longer than all the rest: that the stacks pass them is a test of theirs. */
export function unchecked<T>(work: () => T): T {
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
}
