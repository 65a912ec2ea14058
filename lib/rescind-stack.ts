import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { KeyBinding } from '../contract/rotation.ts';
import { Board } from './board.ts';
import { Foundation } from './foundation.ts';
import { Ingest } from './ingest.ts';
import { MemberRoles } from './member-roles.ts';
import { NotifySlack, NotifyTopic } from './notify.ts';
import { Observe } from './observe.ts';
import { Hub, Members, type OrganizationGiven } from './organization.ts';
import { Respond } from './respond.ts';
import { Rotate } from './rotate.ts';

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
  /** Which users' keys lie in which secrets, for the function that rotates them. Absent or empty: no such function. */
  readonly rotate?: readonly KeyBinding[];
  /** ARNs of the secrets with which tokens are revoked. Absent or empty: only their owners' handlers revoke any. */
  readonly tokenSecrets?: readonly string[];
}

/** The administrator account, itself among the watched; it acts on nothing until the policy says so. */
export class RescindStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      bundles,
      organization = null,
      trailBucket = null,
      slackSecret = null,
      inspectorArn = null,
      rotate = [],
      tokenSecrets = [],
    }: RescindStackProps,
  ) {
    super(scope, id, { description: 'Rescind: watches the use of credentials, and takes back what is out there' });
    const foundation = new Foundation(this, 'Foundation');
    const hub = organization === null ? null : new Hub(this, 'Hub', organization.id);
    const observe = new Observe(this, 'Observe', { foundation, bundles, hubName: hub?.bus.eventBusName ?? null });
    const ingest = trailBucket === null ? null : new Ingest(this, 'Ingest', { foundation, bundles, trailBucket });
    const respond = new Respond(this, 'Respond', {
      foundation,
      bundles,
      tokenSecrets,
      everywhere: organization !== null,
    });
    const notify = slackSecret === null ? null : new NotifySlack(this, 'Notify', { foundation, bundles, slackSecret });
    if (notify === null) new NotifyTopic(this, 'Notify', foundation);
    if (rotate.length > 0) new Rotate(this, 'Rotate', { foundation, bundles, bindings: rotate });
    const responderArn = respond.worker.role.roleArn;
    new MemberRoles(this, 'Member', { responderArn, organizationId: organization?.id ?? null, inspectorArn });
    if (organization !== null && hub !== null)
      new Members(this, 'Members', { organization, hub, responderArn, inspectorArn });
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
