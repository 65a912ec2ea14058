export const metricNamespace = 'Rescind';
