import { second } from '../../core/model/instant.ts';
import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Need, type Operations, read, write } from './operation.ts';
import { optionalNumber, pageByToken, requiredText } from './parameters.ts';
import type { Connection } from './state/beside-iam.ts';

/** EventBridge's connections: credentials that it presents to somebody else's API. */
export const connectionOperations: Operations = {
  ListConnections: read(anyResource, ({ state, parameters, region }) => {
    const own = [...state.beside.connections.values()].filter((one) => one.region === region);
    const page = pageByToken(own, parameters, optionalNumber(parameters, 'Limit') ?? 100);
    return {
      Connections: page.items.map((one) => {
        const { name, ...rest } = described(one);
        return { ...rest, Name: name, AuthorizationType: 'API_KEY' };
      }),
      NextToken: page.next,
    };
  }),
  DescribeConnection: read(theConnection, (call) => {
    const { name, ...rest } = described(found(call));
    return { ...rest, Name: name, AuthorizationType: 'API_KEY' };
  }),
  DeauthorizeConnection: write(theConnection, (call) => {
    const connection = found(call);
    connection.state = 'DEAUTHORIZED';
    const { name: _, ...rest } = described(connection);
    // The work is begun when the answer goes out; it is done by the next read.
    return { ...rest, ConnectionState: 'DEAUTHORIZING' };
  }),
};

function theConnection({ caller, parameters, region }: Call): Need {
  return {
    resource: `arn:aws:events:${region}:${caller.account.id}:connection/${requiredText(parameters, 'Name')}`,
  };
}

function found({ state, parameters, region }: Call): Connection {
  const name = requiredText(parameters, 'Name');
  const connection = [...state.beside.connections.values()].find((one) => one.name === name && one.region === region);
  if (connection === undefined) {
    throw new AwsError('ResourceNotFoundException', 400, `Failed to describe the connection '${name}'.`);
  }
  return connection;
}

function described({ arn, name, state, createdAt, authorizedAt }: Connection) {
  return {
    name,
    ConnectionArn: arn,
    ConnectionState: state as string,
    CreationTime: createdAt / second,
    LastAuthorizedTime: authorizedAt / second,
  };
}
