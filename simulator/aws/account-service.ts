import { AwsError } from './aws-error.ts';
import { type Operation, type Operations, read } from './operation.ts';
import { optionalNumber, pageByToken, requiredText, textList } from './parameters.ts';

const theAccount: Operation['needs'] = ({ caller }) => ({ resource: `arn:aws:account::${caller.account.id}:account` });

/** AWS's account service: Regions and contacts of the caller's own account. */
export const accountOperations: Operations = {
  ListRegions: read(theAccount, ({ caller, parameters }) => {
    const wanted = textList(parameters, 'RegionOptStatusContains');
    const regions = [...caller.account.regions]
      .map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }))
      .filter(({ RegionOptStatus }) => wanted.length === 0 || wanted.includes(RegionOptStatus));
    const page = pageByToken(regions, parameters, optionalNumber(parameters, 'MaxResults') ?? 50);
    return { Regions: page.items, NextToken: page.next };
  }),
  GetAlternateContact: read(theAccount, ({ caller, parameters }) => {
    const kind = requiredText(parameters, 'AlternateContactType');
    const address = caller.account.contacts.get(kind);
    if (address === undefined) {
      throw new AwsError('ResourceNotFoundException', 404, 'No contact of the inputted alternate contact type found.');
    }
    const AlternateContact = {
      AlternateContactType: kind,
      EmailAddress: address,
      Name: kind,
      PhoneNumber: '+0',
      Title: kind,
    };
    return { AlternateContact };
  }),
};
