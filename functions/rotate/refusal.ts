/** A rotation that must not go on; a person has to do something first. The sentence holds nothing secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
