import { formatInstant } from '../../core/model/instant.ts';
import { AwsError } from './aws-error.ts';
import { type Call, type Need, type Operation, type Operations, read, write } from './operation.ts';
import { requiredText } from './parameters.ts';
import type { WireRequest } from './protocol/wire.ts';
import type { AnywhereResource } from './state/beside-iam.ts';

const kinds = {
  profile: { word: 'Profile', name: 'profile' },
  trustanchor: { word: 'TrustAnchor', name: 'trustAnchor' },
  crl: { word: 'Crl', name: 'crl' },
} as const;

type Kind = keyof typeof kinds;

/** Reading, enabling and disabling of profiles, trust anchors and lists of revoked certificates. */
export const rolesAnywhereOperations: Operations = Object.fromEntries(
  (Object.keys(kinds) as Kind[]).flatMap((kind): [string, Operation][] => [
    [`Get${kinds[kind].word}`, read(need(kind), (call) => describe(found(call, kind), call))],
    [`Enable${kinds[kind].word}`, write(need(kind), (call) => switched(call, kind, true))],
    [`Disable${kinds[kind].word}`, write(need(kind), (call) => switched(call, kind, false))],
  ]),
);

/** `/profile/<id>` is GetProfile, `/profile/<id>/disable` DisableProfile. */
export function decodeAnywhereRequest({ path }: WireRequest) {
  const [, kind = '', id = '', verb = 'get'] = decodeURIComponent(path.split('?')[0] ?? '').split('/');
  const word = kind in kinds ? kinds[kind as Kind].word : kind;
  return { operation: `${verb.charAt(0).toUpperCase()}${verb.slice(1)}${word}`, parameters: { id } };
}

function arnOf({ caller, region, parameters }: Call, kind: Kind): string {
  return `arn:aws:rolesanywhere:${region}:${caller.account.id}:${kind.replace('trustanchor', 'trust-anchor')}/${requiredText(parameters, 'id')}`;
}

function need(kind: Kind): (call: Call) => Need {
  return (call) => ({ resource: arnOf(call, kind) });
}

function found(call: Call, kind: Kind): AnywhereResource {
  const resource = call.state.beside.anywhere.get(arnOf(call, kind));
  if (resource === undefined) throw new AwsError('ResourceNotFoundException', 404, `${kinds[kind].word} not found`);
  return resource;
}

function switched(call: Call, kind: Kind, enabled: boolean) {
  const resource = found(call, kind);
  resource.enabled = enabled;
  return describe(resource, call);
}

function describe({ kind, id, arn, name, enabled }: AnywhereResource, { now }: Call) {
  const what = kinds[kind].name;
  return { [what]: { [`${what}Id`]: id, [`${what}Arn`]: arn, name, enabled, updatedAt: formatInstant(now) } };
}
