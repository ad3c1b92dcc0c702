/** The command line says something that cannot be meant: the program ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
