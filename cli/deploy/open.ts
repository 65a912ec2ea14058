import {
  type Asked,
  configuredRegion,
  type DeploymentClients,
  deploymentClients,
} from '../../adapters/aws/deployment/clients.ts';
import { type Place, readPlace } from '../../adapters/aws/deployment/place.ts';
import { UsageError } from '../exit.ts';
import { deploymentFault, noRegion } from './deployment-fault.ts';
import { refusedOwnRegion } from './regions.ts';

export interface Where {
  readonly profile?: string;
  readonly region?: string;
}

export interface Opened {
  /** For further clients. */
  readonly sdk: Asked;
  readonly clients: DeploymentClients;
  readonly place: Place;
}

/** Who asks and where; throws one sentence where that cannot be told. */
export async function openPlace({ profile, region: given }: Where): Promise<Opened> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = given ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? (await configuredRegion(profile));
  if (region === null) throw noRegion;
  const sdk = { region, ...(profile !== undefined && { profile }) };
  const clients = deploymentClients(sdk);
  const place = await read(clients, profile);
  const refusal = refusedOwnRegion(place);
  if (refusal !== null) throw new UsageError(refusal.what, refusal.remedy);
  return { sdk, clients, place };
}

async function read(clients: DeploymentClients, profile: string | undefined): Promise<Place> {
  try {
    return await readPlace(clients);
  } catch (error) {
    // fails toward: no deployment
    throw deploymentFault(error, profile);
  }
}
