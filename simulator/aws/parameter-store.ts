import { second } from '../../core/model/instant.ts';
import { anyResource, type Operations, read } from './operation.ts';
import { objectList, optionalNumber, pageByToken, textList } from './parameters.ts';

/** Parameter Store of Systems Manager, as far as it lists what is there. */
export const parameterStoreOperations: Operations = {
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
