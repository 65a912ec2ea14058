import { formatInstant } from '../../core/model/instant.ts';
import { type Actor, type Entry, firstHolders } from '../actors/actor.ts';
import type { Place } from '../organisation/places.ts';
import { permissionOf } from '../record/permission.ts';

/** `credentials.json`: what owners wrote down. Some credentials are missing, and most entries are incomplete. */
export function credentialEntries(actors: readonly Actor[]): object[] {
  return firstHolders(actors.filter(({ entry }) => !entry.unregistered)).flatMap(entriesOf);
}

function entriesOf(actor: Actor): object[] {
  const { access, entry } = actor;
  switch (access.kind) {
    case 'key':
      return access.keys.map((key) => ({
        id: access.user.arn,
        type: 'iam-user-key',
        accountId: access.user.accountId,
        accessKeyId: key.id,
        ...rotationOf(actor, key.id),
        ...described(actor, Number.isFinite(key.from) ? { ...entry, createdAt: key.from, lastUsedAt: null } : entry),
      }));
    case 'console':
    case 'bearer':
      return [
        {
          id: access.user.arn,
          type: 'iam-user',
          accountId: access.user.accountId,
          accessKeyId: null,
          ...described(actor, entry),
        },
      ];
    case 'root': {
      const id = `arn:aws:iam::${access.accountId}:root`;
      return [{ id, type: 'root', accountId: access.accountId, accessKeyId: null, ...described(actor, entry) }];
    }
    default:
      return [
        {
          id: access.role.arn,
          type: 'role',
          accountId: access.role.accountId,
          accessKeyId: null,
          ...described(actor, entry),
        },
      ];
  }
}

function described(actor: Actor, entry: Entry): object {
  return {
    kind: entry.kind,
    owner: entry.owner,
    createdAt: formatInstant(entry.createdAt),
    ...(entry.lastUsedAt === null ? {} : { lastUsedAt: formatInstant(entry.lastUsedAt) }),
    ...(entry.granted.length === 0 ? {} : { granted: entry.granted }),
    ...(entry.purpose === null ? {} : { purpose: entry.purpose }),
    homeRegion: actor.region,
    ...(entry.expectations === 'none' ? {} : { expected: expectationsOf(actor) }),
  };
}

/** The keys that outside vendors hold come from a secret that makes them anew. */
function rotationOf({ archetype, access, region }: Actor, keyId: string): object {
  if (archetype !== 'vendor' || access.kind !== 'key') return {};
  const { accountId, name } = access.user;
  const secret = `arn:aws:secretsmanager:${region}:${accountId}:secret:keys/${name}-${keyId.slice(-6)}`;
  return { rotation: { secret } };
}

function expectationsOf(actor: Actor): object {
  const actions = [...new Set(actor.workload.map(([action]) => permissionOf(action)))].sort();
  const services = [...new Set(actions.map((action) => action.split(':')[0]))];
  const networks = [...new Set(actor.places.map(([place]) => networkName(place)))];
  const strict = actor.entry.expectations === 'places-and-actions';
  return { networks, regions: [actor.region], services, ...(strict ? { actions } : {}) };
}

function networkName(place: Place): string {
  if (place.endpoint !== undefined) return place.endpoint.id;
  return `AS${place.network?.asn}`;
}
