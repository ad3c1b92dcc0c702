/** Error that an optional package cannot be used here. */
export class MissingPackage extends Error {
  override readonly name = 'MissingPackage';
}

/**
 * Imports an optional package. The name is not a literal, so that bundlers ignore it.
 *
 * @throws MissingPackage if it is not installed; otherwise what the package throws
 */
export async function importOptional<Exports>(name: string): Promise<Exports> {
  try {
    const exports = await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
    return exports.default ?? exports; // CommonJS packages are default exports
  } catch (cause) {
    if (isMissing(cause, name)) throw new MissingPackage(`${name} is not installed`, { cause });
    throw cause;
  }
}

/** False if the package is installed but one of its own dependencies is missing. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = Object(error) as { code?: string; message?: string };
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return notFound && (message ?? '').includes(`'${name}'`);
}
