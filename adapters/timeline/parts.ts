import type { What } from '../../core/intake/what/what.ts';
import type { Who } from '../../core/intake/who/who.ts';
import { Pages, type PagesRead, type Part, pagesOf } from './pages.ts';
import type { Spill } from './spill.ts';

/** About the bytes of a part, but for the texts of its own. */
const partWeight = 500;

/** All that records share, each by a number: in memory, and on disk once there is too much of it. */
export class Parts {
  /** Of what is in memory. */
  readonly #numbers = new Map<Part, number>();
  /** In the order of their numbers, after those that moved. */
  #held: Part[] = [];
  #weight = 0;
  readonly #moved: Pages;

  constructor(pagesRead: PagesRead) {
    this.#moved = new Pages(pagesRead);
  }

  /** Bytes in memory, about. */
  get weight(): number {
    return this.#weight;
  }

  /** How many there are. */
  get length(): number {
    return this.#moved.length + this.#held.length;
  }

  /** Those in memory that came after the first `known`. */
  after(known: number): readonly Part[] {
    return this.#held.slice(known - this.#moved.length);
  }

  /** What moved to disk meanwhile gets another number, under which it is as good. */
  numberOf(part: Part): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    const number = this.length;
    this.#held.push(part);
    this.#numbers.set(part, number);
    this.#weight += weightOf(part);
    return number;
  }

  readonly at = (number: number): Part => {
    const moved = this.#moved.length;
    return number < moved ? this.#moved.at(number) : (this.#held[number - moved] as Part);
  };

  moveTo(spill: Spill): void {
    const start = spill.length;
    const lengths: number[] = [];
    for (const page of pagesOf(this.#held)) {
      lengths.push(page.length);
      spill.write(page);
    }
    this.#moved.add(spill, start, lengths, this.#held.length);
    this.#held = [];
    this.#numbers.clear();
    this.#weight = 0;
  }
}

function weightOf(part: Part): number {
  let weight = partWeight;
  for (const text of 'credential' in part ? textsOfCaller(part) : textsOfCall(part)) weight += text?.length ?? 0;
  return weight;
}

type Texts = readonly (string | null | undefined)[];

/** Those that a stranger can make long; the same text in several places may be several texts. */
function textsOfCaller({ credential, principal, session, sourceIdentity, federatedSubject, issuedTo }: Who): Texts {
  return [credential.id, credential.principal, principal.arn, session, sourceIdentity, federatedSubject, issuedTo?.id];
}

function textsOfCall({ userAgent, errorCode, vpcEndpointId, target }: What): Texts {
  const { principalName, resource, policyArn, document, sharedWith } = target;
  return [userAgent, errorCode, vpcEndpointId, principalName, resource, policyArn, document, ...sharedWith];
}
