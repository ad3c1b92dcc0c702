import { type BackendName, useBackend } from '../../src/node/backends/useBackend';

/** Ends well, and says what the backend runs on, if the named backend works in this environment. */
try {
  const { detail } = await useBackend(process.argv[2] as BackendName, { log: null });
  process.stdout.write(detail, () => process.exit(0));
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error), () => process.exit(1));
}
