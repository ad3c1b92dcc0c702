/** Why an optional package cannot be used here. */
export class MissingPackage extends Error {
  override readonly name = 'MissingPackage';
}

/**
 * Imports a package that need not be installed. The name is not a literal, so that no bundler looks for it.
 *
 * @throws MissingPackage if it is not installed; what the package throws when it is
 */
export async function importOptional<Exports>(name: string): Promise<Exports> {
  try {
    const exports = await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
    return exports.default ?? exports; // CommonJS packages come as the default export
  } catch (cause) {
    if (isMissing(cause, name)) throw new MissingPackage(`${name} is not installed`, { cause });
    throw cause;
  }
}

/** Not when the package is there and something it needs itself is missing. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = Object(error) as { code?: string; message?: string };
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return notFound && (message ?? '').includes(`'${name}'`);
}
