import { second } from '../../core/model/instant.ts';
import { AwsError } from './aws-error.ts';
import { anyResource, type Operations, read } from './operation.ts';
import { objectList, optionalNumber, pageByToken, requiredText, textList } from './parameters.ts';

/** Parameter Store of Systems Manager, as far as it lists what is there. */
export const parameterStoreOperations: Operations = {
  GetParameter: read(
    ({ parameters, region, caller }) => ({
      resource: `arn:aws:ssm:${region}:${caller.account.id}:parameter${requiredText(parameters, 'Name')}`,
    }),
    ({ caller, parameters, region }) => {
      const Name = requiredText(parameters, 'Name');
      const Value = caller.account.deployed.parameters.get(`${region} ${Name}`);
      if (Value === undefined) throw new AwsError('ParameterNotFound', 400, `Parameter ${Name} not found.`);
      return { Parameter: { Name, Value, Type: 'String', Version: 1 } };
    },
  ),
  DescribeParameters: read(anyResource, ({ state, parameters, region }) => {
    const types = objectList(parameters, 'ParameterFilters')
      .filter(({ Key }) => Key === 'Type')
      .flatMap((filter) => textList(filter, 'Values'));
    const own = [...state.beside.parameters.values()].filter(
      (one) => one.region === region && (types.length === 0 || types.includes(one.type)),
    );
    const page = pageByToken(own, parameters, optionalNumber(parameters, 'MaxResults') ?? 10);
    return {
      Parameters: page.items.map(({ arn, name, type, modifiedAt, modifiedBy }) => ({
        ARN: arn,
        Name: name,
        Type: type,
        LastModifiedDate: modifiedAt / second,
        LastModifiedUser: modifiedBy,
        Version: 1,
      })),
      NextToken: page.next,
    };
  }),
};
