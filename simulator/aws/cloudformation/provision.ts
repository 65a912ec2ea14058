import { controlPolicy } from './control-policy.ts';
import { ownCrafts, provisioner } from './crafts.ts';
import { changeStackSet, removeStackSet, spreadStackSet } from './stack-sets.ts';

/** What a stack makes, changes and takes away: in its own account, and from there in others. */
export const { make, change, remove } = provisioner({
  ...ownCrafts,
  'AWS::CloudFormation::StackSet': {
    make: ({ properties }, site) => void spreadStackSet(properties, site),
    change: ({ properties }, _, site) => changeStackSet(properties, site),
    remove: ({ properties }, site) => removeStackSet(properties, site),
  },
  'AWS::Organizations::Policy': controlPolicy,
});
