/** What a person keeps in the bucket of settings; a change counts from the next minute on, without a deployment. */
export const settingsKeys = {
  /** As `rescind policy schema` describes it. Where there is none, the default observes. */
  policy: 'rescind.policy.json',
  /** Before the names of a context folder's files. */
  context: 'context/',
} as const;
