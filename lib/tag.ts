/** On everything that is made, and by way of stack sets on what is made in members: what it belongs to, for bills and searches. */
export const tag = ['application', 'rescind'] as const;
