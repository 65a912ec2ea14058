import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Board } from './board.ts';
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
  /** A role or user of this account that may sweep the accounts, read-only. Absent: nobody. */
  readonly inspectorArn?: string | null;
  /** Name of the secret with the Slack bot's token. Absent: notices go to a topic. */
  readonly slackSecret?: string | null;
  /** False: the accounts have no role that writes inline denies. Absent: they have. */
  readonly inlineDenies?: boolean;
  /** Whether the organisation's units get the guard of the seal. */
  readonly guard?: boolean;
}

/** The administrator account, itself among the watched; it acts on nothing until the policy says so. */
export class RescindStack extends Stack {
  constructor(scope: Construct, id: string, given: RescindStackProps) {
    const { bundles, organization = null, trailBucket = null, slackSecret = null, inspectorArn = null } = given;
    const { inlineDenies = true, guard = false } = given;
    super(scope, id, { description: 'Rescind: watches the use of credentials, and takes back what is out there' });
    const foundation = new Foundation(this, 'Foundation');
    const hub = organization === null ? null : new Hub(this, 'Hub', organization.id);
    const observe = new Observe(this, 'Observe', { foundation, bundles, hubName: hub?.bus.eventBusName ?? null });
    const ingest = trailBucket === null ? null : new Ingest(this, 'Ingest', { foundation, bundles, trailBucket });
    const respond = new Respond(this, 'Respond', {
      foundation,
      bundles,
      everywhere: organization !== null,
      inlineDenies,
    });
    const notify = slackSecret === null ? null : new NotifySlack(this, 'Notify', { foundation, bundles, slackSecret });
    if (notify === null) new NotifyTopic(this, 'Notify', foundation);
    const responderArn = respond.worker.role.roleArn;
    const roles = { responderArn, inspectorArn, inlineDenies };
    new MemberRoles(this, 'Member', { ...roles, organizationId: organization?.id ?? null });
    if (organization !== null && hub !== null) new Members(this, 'Members', { ...roles, organization, hub, guard });
    new CfnOutput(this, 'SettingsBucket', { value: foundation.settings.bucketName });
    new CfnOutput(this, 'AlarmsTopic', { value: foundation.alarms.topicArn });
    new CfnOutput(this, 'RespondFunction', { value: respond.worker.function.functionName });
    new Board(
      this,
      'Board',
      [observe, ingest, respond, notify].flatMap((part) => (part === null ? [] : [part.worker])),
    );
  }
}
