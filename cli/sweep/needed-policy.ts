import {
  controlPermissions,
  inspectPermissions,
  peoplePermissions,
  reachAllPermissions,
} from '../../contract/permissions.ts';

/** For the role or user that sweeps; an account that is read through a role needs the first statement only. */
export const policyOfASweep = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'ReadAnAccount', Effect: 'Allow', Action: inspectPermissions, Resource: '*' },
    { Sid: 'ReachTheOthers', Effect: 'Allow', Action: reachAllPermissions, Resource: '*' },
    { Sid: 'KnowWhatIsForbidden', Effect: 'Allow', Action: controlPermissions, Resource: '*' },
    { Sid: 'KnowWhoWorksHere', Effect: 'Allow', Action: peoplePermissions, Resource: '*' },
  ],
};
