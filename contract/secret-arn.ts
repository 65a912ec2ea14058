import { regionForm } from './regions.ts';

const name = '[A-Za-z0-9/_+=.@-]+';

/** Of a secret's name alone. */
export const secretNameForm = new RegExp(`^${name}$`);

/** Of a secret's ARN with its six last characters. */
export const secretArnForm = new RegExp(
  `^arn:aws[\\w-]*:secretsmanager:${regionForm}:\\d{12}:secret:${name}-[A-Za-z0-9]{6}$`,
);
