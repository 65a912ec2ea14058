import type { Dossier } from '../assess.ts';
import type { DeclaredContext, Inventoried, Network, Networks } from '../context/recorded-context.ts';
import type { CredentialUse } from '../intake/credential-use.ts';
import type { Credential } from '../model/credential.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** What the fleet is told besides the records. */
export interface Surroundings {
  readonly networks: Networks;
  /** The owner's word on a credential. */
  readonly declared: (credential: Credential) => DeclaredContext | null;
  /** What a list of credentials says of one, where there was a list. */
  readonly inventoried?: (credential: Credential) => Inventoried | null;
  readonly knownAccounts: ReadonlySet<string>;
  /** All accounts of the organisation; null where nobody knows them all. Absent: a trail of several accounts is theirs. */
  readonly ours?: ReadonlySet<string> | null;
  /** Hears of every use before it is judged. */
  readonly onUse?: (use: CredentialUse, network: Network | null) => void;
  /**
   * Hears of every assessment with a signal in it; `use` null where somebody else's word caused it. A decision comes right after the
   * assessment that it was made of, before there is another.
   */
  readonly onAssessment?: (assessment: Assessment, use: CredentialUse | null, dossier: Dossier) => void;
}
