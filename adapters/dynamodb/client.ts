import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Region and credentials as the SDK finds them; `AWS_ENDPOINT_URL` is honoured. */
export function dynamodbClient(): DynamoDBClient {
  return new DynamoDBClient({});
}
