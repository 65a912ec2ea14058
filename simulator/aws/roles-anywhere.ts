import { formatInstant } from '../../core/model/instant.ts';
import { AwsError } from './aws-error.ts';
import { anyResource, type Call, type Need, type Operation, type Operations, read, write } from './operation.ts';
import { optionalText, pageOf, requiredText } from './parameters.ts';
import type { WireRequest } from './protocol/wire.ts';
import type { AnywhereResource } from './state/beside-iam.ts';

const kinds = {
  profile: { word: 'Profile', name: 'profile' },
  trustanchor: { word: 'TrustAnchor', name: 'trustAnchor' },
  crl: { word: 'Crl', name: 'crl' },
} as const;

type Kind = keyof typeof kinds;

/** As many as a page holds. */
const pageSize = 10;

/** Reading, enabling and disabling of profiles, trust anchors and lists of revoked certificates. */
export const rolesAnywhereOperations: Operations = {
  ListSubjects: read(anyResource, (call) => {
    const own = call.state.beside.subjects.filter(({ region }) => region === call.region);
    return listOf('subjects', call, own, ({ id, lastSeenAt }) => ({
      subjectId: id,
      enabled: true,
      lastSeenAt: formatInstant(lastSeenAt),
    }));
  }),
  ...Object.fromEntries(
    (Object.keys(kinds) as Kind[]).flatMap((kind): [string, Operation][] => [
      [`Get${kinds[kind].word}`, read(need(kind), (call) => describe(found(call, kind), call))],
      [`Enable${kinds[kind].word}`, write(need(kind), (call) => switched(call, kind, true))],
      [`Disable${kinds[kind].word}`, write(need(kind), (call) => switched(call, kind, false))],
      [
        `List${kinds[kind].word}s`,
        read(anyResource, (call) => {
          const own = [...call.state.beside.anywhere.values()].filter(
            (one) => one.kind === kind && one.region === call.region,
          );
          return listOf(`${kinds[kind].name}s`, call, own, (one) => detail(one, call));
        }),
      ],
    ]),
  ),
};

function listOf<T>(name: string, { parameters }: Call, items: readonly T[], describe: (item: T) => object) {
  const page = pageOf(items, optionalText(parameters, 'nextToken'), pageSize);
  return { [name]: page.items.map(describe), nextToken: page.next };
}

const lists: Readonly<Record<string, string>> = {
  profiles: 'ListProfiles',
  trustanchors: 'ListTrustAnchors',
  crls: 'ListCrls',
  subjects: 'ListSubjects',
};

/** `/profile/<id>` is GetProfile, `/profile/<id>/disable` DisableProfile, `/profiles` ListProfiles. */
export function decodeAnywhereRequest({ path }: WireRequest) {
  const { pathname, searchParams } = new URL(path, 'http://rolesanywhere');
  const [, kind = '', id = '', verb = 'get'] = decodeURIComponent(pathname).split('/');
  const list = lists[kind];
  if (list !== undefined) return { operation: list, parameters: Object.fromEntries(searchParams) };
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

function describe(resource: AnywhereResource, call: Call) {
  return { [kinds[resource.kind].name]: detail(resource, call) };
}

function detail({ kind, id, arn, name, enabled, createdAt }: AnywhereResource, { now }: Call) {
  const what = kinds[kind].name;
  const since = createdAt === undefined ? {} : { createdAt: formatInstant(createdAt) };
  return { [`${what}Id`]: id, [`${what}Arn`]: arn, name, enabled, ...since, updatedAt: formatInstant(now) };
}
