import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { usualConcurrency } from '../contract/concurrency.ts';
import { anyAccount, envNames, ownReach } from '../contract/env.ts';
import type { KeyBinding } from '../contract/rotation.ts';
import { trailBucketOutput, trailPlaceIn, usualBackfillDays } from '../contract/trail.ts';
import { watcherOutput } from '../contract/watcher.ts';
import { pager } from './alarm.ts';
import { Backfill } from './backfill.ts';
import { Board } from './board.ts';
import type { Hears } from './calls.ts';
import { Foundation } from './foundation.ts';
import { Heartbeat } from './heartbeat.ts';
import { Ingest } from './ingest.ts';
import { Interact } from './interact.ts';
import { MemberRoles } from './member-roles.ts';
import { NotifyMail, NotifySlack } from './notify.ts';
import { Observe } from './observe.ts';
import { Hub, Members, type OrganizationGiven } from './organization.ts';
import { Respond } from './respond.ts';
import { Rotate } from './rotate.ts';
import { Sweep } from './sweep.ts';
import { tag } from './tag.ts';
import { Trail, type TrailGiven } from './trail.ts';

export interface RescindStackProps {
  /** Folder in which each function has its bundle. */
  readonly bundles: string;
  /** The Region that is deployed to. Absent: the first that is watched. */
  readonly home?: string;
  /** How many functions the account runs at once in this Region. Absent: as many as a new one. */
  readonly concurrency?: number;
  /** Absent: this account alone. */
  readonly organization?: OrganizationGiven | null;
  /** A bucket of this account and region that a trail writes to and that tells EventBridge of it, `NAME/PREFIX` where it has much beside; `new`: one is made, with its trail. */
  readonly trailBucket?: string | null;
  /** ARN of the key that the files of that bucket are encrypted with. Absent or null: S3's own. */
  readonly trailKey?: string | null;
  /** Days before the deployment that are learned from the trail's bucket before anything acts; 0 for none. */
  readonly backfillDays?: number;
  /** A role or user of this account that may sweep the accounts, read-only. Absent: nobody. */
  readonly inspectorArn?: string | null;
  /** Name of the secret with the Slack bot's token. Absent: notices go to a topic. */
  readonly slackSecret?: string | null;
  /** Which users' keys lie in which secrets, for the function that rotates them. Absent or empty: no such function. */
  readonly rotate?: readonly KeyBinding[];
  /** ARNs of the secrets with which tokens are revoked. Absent or empty: only their owners' handlers revoke any. */
  readonly tokenSecrets?: readonly string[];
  /** False: another deployment watches this account, and its roles here are that one's. Absent: this one does. */
  readonly watchesItself?: boolean;
  /** False: the accounts have no role that writes inline denies. Absent: they have. */
  readonly inlineDenies?: boolean;
  /** Whether the organisation's units get the guard of the seal. */
  readonly guard?: boolean;
  /** The Region that this one is watched from, by a stack of its own. Absent or null: nobody watches. */
  readonly watchRegion?: string | null;
}

/** Whoever has the trail's files, too, needs at once only what cannot wait for them. */
export function hearsWith(trailBucket: string | null): Hears {
  return trailBucket === null ? 'all' : 'decisive';
}

/** The administrator account, as a rule itself among the watched; it acts on nothing until the policy says so. */
export class RescindStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      bundles,
      concurrency = usualConcurrency,
      organization = null,
      home = organization?.regions[0] ?? 'us-east-1',
      trailBucket = null,
      trailKey = null,
      backfillDays = usualBackfillDays,
      slackSecret = null,
      inspectorArn = null,
      rotate = [],
      tokenSecrets = [],
      watchesItself = true,
      inlineDenies = true,
      guard = false,
      watchRegion = null,
    }: RescindStackProps,
  ) {
    super(scope, id, { description: 'Rescind: watches the use of credentials, and contains those that look stolen' });
    Tags.of(this).add(...tag);
    const foundation = new Foundation(this, 'Foundation');
    const hub = organization === null ? null : new Hub(this, 'Hub', organization.id);
    const everywhere = organization !== null;
    const reach = [...(watchesItself ? [ownReach] : []), ...(organization?.units ?? [])];
    const homes = this.#homesIn(organization);
    const trail = this.#trailFrom(trailBucket, trailKey, organization);
    // A trail that is made now has no past.
    const learning = trail !== null && trailBucket !== 'new' && backfillDays > 0 ? 'first' : 'none';
    const hears = hearsWith(trailBucket);
    const common = { foundation, bundles, learning } as const;
    const observe = new Observe(this, 'Observe', {
      ...common,
      hears,
      reach,
      homes,
      watchesItself,
      trail,
      hubName: hub?.bus.eventBusName ?? null,
    });
    const ingest = trail === null ? null : new Ingest(this, 'Ingest', { ...common, trail, reach, homes });
    const respond = new Respond(this, 'Respond', { ...common, everywhere, homes, inlineDenies, tokenSecrets });
    const notify = slackSecret === null ? null : new NotifySlack(this, 'Notify', { foundation, bundles, slackSecret });
    const wishes = respond.worker.queue;
    const interact =
      slackSecret === null ? null : new Interact(this, 'Interact', { foundation, bundles, slackSecret, wishes });
    const mail = slackSecret === null ? new NotifyMail(this, 'Notify', { foundation, bundles, wishes }) : null;
    if (rotate.length > 0) new Rotate(this, 'Rotate', { foundation, bundles, bindings: rotate });
    const sweep = new Sweep(this, 'Sweep', { ...common, concurrency, reach });
    if (trail !== null && learning === 'first') {
      new Backfill(this, 'Backfill', { foundation, bundles, concurrency, trail, reach, days: backfillDays });
    }
    const heartbeat = new Heartbeat(this, 'Heartbeat', {
      ...common,
      reach,
      regions: organization?.regions ?? [this.region],
      hasTrail: trail !== null,
      watchRegion,
    });
    const trusted = {
      responderArn: respond.worker.role.roleArn,
      sweeperArn: sweep.steps.role.roleArn,
      heartbeatArn: heartbeat.worker.role.roleArn,
      inspectorArn,
      inlineDenies,
    };
    if (watchesItself) new MemberRoles(this, 'Member', { ...trusted, organizationId: organization?.id ?? null });
    if (organization !== null && hub !== null) {
      const members = new Members(this, 'Members', {
        ...trusted,
        organization,
        hub,
        hears,
        home,
        watchesItself,
        guard,
      });
      // It comes into being after those who have to know it.
      if (members.guard !== null) {
        observe.worker.function.addEnvironment(envNames.observe.guard, members.guard);
        ingest?.worker.function.addEnvironment(envNames.ingest.guard, members.guard);
      }
    }
    this.#tell({
      ResponderArn: trusted.responderArn,
      SweeperArn: trusted.sweeperArn,
      HeartbeatArn: trusted.heartbeatArn,
      HubArn: hub?.bus.eventBusArn,
      [trailBucketOutput]: trailBucket === 'new' ? undefined : trail?.name,
      SettingsBucket: foundation.settings.bucketName,
      AlarmsTopic: foundation.alarms.topicArn,
      PagesTopic: pager(this, 'Page').topicArn,
      [watcherOutput.name]: watchRegion ?? watcherOutput.nobody,
      RespondFunction: respond.worker.function.functionName,
    });
    new Board(
      this,
      'Board',
      mail === null ? 'notify' : 'mail',
      [observe, ingest, respond, notify, mail, interact, heartbeat].flatMap((part) =>
        part === null ? [] : [part.worker],
      ),
    );
  }

  /** The outputs, by which the command line and the accounts know what is here. */
  #tell(outputs: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, name, { value });
    }
  }

  /** Beside the administrator, the management account has a stack. Whoever administers for it may not have said which that is. */
  #homesIn(organization: OrganizationGiven | null): string {
    if (organization === null || organization.callAs === 'SELF') return this.account;
    const { management = null } = organization;
    return management === null ? anyAccount : [this.account, management].join(',');
  }

  #trailFrom(bucket: string | null, key: string | null, organization: OrganizationGiven | null): TrailGiven | null {
    if (bucket === null) return null;
    if (bucket === 'new') return new Trail(this, 'Trail', organization).given;
    const place = trailPlaceIn(bucket);
    if (place === null) throw new Error(`${bucket} is not the name of a trail’s bucket`);
    return { name: place.bucket, prefix: place.prefix, shown: place.bucket, key, tell: null };
  }
}
