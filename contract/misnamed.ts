import type { KeyBinding } from './rotation.ts';
import { secretArnForm, secretNameForm } from './secret-arn.ts';

/** What a deployment is told by name. */
interface Names {
  readonly inspector: string | null;
  readonly slackSecret: string | null;
  readonly tokenSecrets: readonly string[];
  readonly bindings: readonly KeyBinding[];
}

/** Where it is deployed to; the account is null where nobody asked for it. */
interface Home {
  readonly region: string;
  readonly accountId: string | null;
}

/** What of it AWS would refuse halfway, or take and never use, and what to write instead; null where all may stand. */
export function misnamed(
  { inspector, slackSecret, tokenSecrets, bindings }: Names,
  home: Home,
): { readonly what: string; readonly remedy: string } | null {
  if (inspector !== null && !inspectorForm.test(inspector)) {
    return {
      what: `The inspector ${inspector} is not a role or user of one account, and whoever it names can read all of IAM`,
      remedy: 'Name one by its ARN: arn:aws:iam::ACCOUNT:role/NAME.',
    };
  }
  if (slackSecret !== null && !secretNameForm.test(slackSecret)) {
    return {
      what: `The Slack secret ${slackSecret} is not the name of a secret`,
      remedy: 'Give only its name, like rescind/slack, not its ARN: the secret is in this account and Region.',
    };
  }
  const noSecret = tokenSecrets.find((arn) => !secretArnForm.test(arn));
  if (noSecret !== undefined) {
    return {
      what: `${noSecret} is not the ARN of a secret`,
      remedy: `Give the whole ARN, with the six random characters at its end: ${exampleSecret}.`,
    };
  }
  return misplaced(bindings, home) ?? boundTwice(bindings);
}

/** Secrets Manager calls a function of its own account and Region alone. */
function misplaced(bindings: readonly KeyBinding[], { region, accountId }: Home) {
  const foreign = bindings.find(({ secret }) => {
    const [, , , of, account] = secret.split(':');
    return of !== region || (accountId !== null && account !== accountId);
  });
  if (foreign === undefined) return null;
  return {
    what: `The secret ${foreign.secret} is not in ${accountId === null ? '' : `account ${accountId} and `}${region}, and Secrets Manager only uses a rotation function in the secret’s own account and Region`,
    remedy: 'Leave it out here, and deploy where the secret is.',
  };
}

function boundTwice(bindings: readonly KeyBinding[]) {
  const again = bindings.find(({ secret }, at) => bindings.findIndex((one) => one.secret === secret) < at);
  if (again === undefined) return null;
  return {
    what: `The secret ${again.secret} is named twice, but it contains the key of one user`,
    remedy: 'Name each secret once.',
  };
}

const inspectorForm = /^arn:aws[\w-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/;
const exampleSecret = 'arn:…:secret:name-AbCdEf';
