import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { memoryTable } from '../contract/tables.ts';
import { Observe } from './observe.ts';

export interface RescindStackProps {
  /** Folder in which each function has its bundle. */
  readonly bundles: string;
}

/** One account, one region, observing only. */
export class RescindStack extends Stack {
  constructor(scope: Construct, id: string, { bundles }: RescindStackProps) {
    super(scope, id, { description: 'Rescind: observes the use of credentials, and plans what to take back' });
    const table = new TableV2(this, 'Memory', {
      partitionKey: { name: memoryTable.key, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: memoryTable.expires,
      // What was learned takes weeks to learn again.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const bus = new EventBus(this, 'Bus', { eventBusName: 'rescind' });
    new Observe(this, 'Observe', { table, bus, bundles });
  }
}
