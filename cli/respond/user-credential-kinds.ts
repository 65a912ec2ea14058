/** What a user's ARN can stand for beside the user's sessions and access key. */
export const userCredentialKinds = ['console-password', 'service-specific', 'ssh-key'] as const;
export type UserCredentialKind = (typeof userCredentialKinds)[number];
