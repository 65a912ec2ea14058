import { matchesGlob } from '../../../model/glob.ts';

/** 1 lists and describes, 2 reads data, 4 writes, 8 changes permissions or hands out credentials. */
export type Weight = 1 | 2 | 4 | 8;

/** `l`ist, `r`ead, `w`rite, `p`ermissions, as in the dictionary. */
export type Level = 'l' | 'r' | 'w' | 'p';

const handsOutCredentials = [
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:updateloginprofile',
  'iam:createservicespecificcredential',
  'iam:resetservicespecificcredential',
  'iam:passrole',
  'sts:assumerole*',
  'sts:getfederationtoken',
  'sts:getsessiontoken',
  'secretsmanager:getsecretvalue',
  'secretsmanager:batchgetsecretvalue',
  'ssm:getparameter',
  'ssm:getparameters*',
  'ssm:getparameterhistory',
  'ec2:getpassworddata',
  '*:getauthorizationtoken',
  'redshift*:getclustercredentials*',
  'redshift*:getcredentials',
  'rds-db:connect',
  'lightsail:getinstanceaccessdetails',
  'sso:getrolecredentials',
  'cognito-identity:getcredentialsforidentity',
  'eks:accesskubernetesapi',
  'rolesanywhere:createsession',
];

export function weightOf(action: string, level: Level): Weight {
  if (level === 'p' || handsOutCredentials.some((pattern) => matchesGlob(pattern, action))) return 8;
  if (level === 'w') return 4;
  return level === 'l' || action.includes(':describe') ? 1 : 2;
}

/** What the verb says, for an action that the dictionary lacks. */
export function levelByVerb(action: string): Level {
  const verb = action.slice(action.indexOf(':') + 1);
  if (/^(?:list|describe|search)/.test(verb)) return 'l';
  return /^(?:get|batchget|query|scan|read|view|check|lookup|head)/.test(verb) ? 'r' : 'w';
}
