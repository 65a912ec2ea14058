/**
 * What AWS has switched on where a template does not say so. Ours say so all the same: CloudFormation looks for drift in what
 * a template says, and in nothing else, so that what somebody switched off would stay off for good.
 */
export const switchedOn = {
  alarm: { actionsEnabled: true },
  mapping: { enabled: true },
  rule: { state: 'ENABLED' },
  schedule: { state: 'ENABLED' },
} as const;
