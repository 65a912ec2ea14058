/** Says in words of our own why something is not done, which any log may hold. What another error says may quote what was being read. */
export class Reason extends Error {
  override readonly name = 'Reason';
}
