/** An account that owns nothing; root may write anywhere. */
const nobody = 65_534;

/** Runs something without the rights of root, where the tests run as root. */
export async function withoutRights<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid!(nobody);
  try {
    return await run();
  } finally {
    process.seteuid!(0);
  }
}
