/** An error that stops the program, with its fix. */
export class Problem extends Error {
  override readonly name = 'Problem';
}
