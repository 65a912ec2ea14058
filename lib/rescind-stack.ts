import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Foundation } from './foundation.ts';
import { Ingest } from './ingest.ts';
import { MemberRoles } from './member-roles.ts';
import { NotifySlack, NotifyTopic } from './notify.ts';
import { Observe } from './observe.ts';
import { Hub, Members, type OrganizationGiven } from './organization.ts';
import { Respond } from './respond.ts';

export interface RescindStackProps {
  /** Folder in which each function has its bundle. */
  readonly bundles: string;
  /** Absent: this account alone. */
  readonly organization?: OrganizationGiven | null;
  /** A bucket of this account and region that a trail writes to and that tells EventBridge of it. */
  readonly trailBucket?: string | null;
  /** Name of the secret with the Slack bot's token. Absent: notices go to a topic. */
  readonly slackSecret?: string | null;
}

/** The administrator account, itself among the watched; it acts on nothing until the policy says so. */
export class RescindStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { bundles, organization = null, trailBucket = null, slackSecret = null }: RescindStackProps,
  ) {
    super(scope, id, { description: 'Rescind: watches the use of credentials, and takes back what is out there' });
    const foundation = new Foundation(this, 'Foundation');
    const hub = organization === null ? null : new Hub(this, 'Hub', organization.id);
    new Observe(this, 'Observe', { foundation, bundles, hubName: hub?.bus.eventBusName ?? null });
    if (trailBucket !== null) new Ingest(this, 'Ingest', { foundation, bundles, trailBucket });
    const { role } = new Respond(this, 'Respond', { foundation, bundles, everywhere: organization !== null });
    if (slackSecret === null) new NotifyTopic(this, 'Notify', foundation);
    else new NotifySlack(this, 'Notify', { foundation, bundles, slackSecret });
    new MemberRoles(this, 'Member', {
      responderArn: role.roleArn,
      organizationId: organization?.id ?? null,
    });
    if (organization !== null && hub !== null) {
      new Members(this, 'Members', { organization, hub, responderArn: role.roleArn });
    }
  }
}
