import type { WebgpuBackend } from './backend';

/**
 * Resolves when the device fails: when it is lost or reports an uncaught error, after which tfjs would compute garbage or
 * hang. Stays pending otherwise.
 */
export function deviceFailure({ device }: WebgpuBackend): Promise<Error> {
  const known = failures.get(device);
  if (known) return known;
  const failure = new Promise<Error>((resolve) => {
    device.lost.then(({ reason, message }) => resolve(lost(reason, message)));
    device.addEventListener('uncapturederror', (event) => resolve(faulty((event as GPUUncapturedErrorEvent).error)));
  });
  failures.set(device, failure);
  return failure;
}

/** One listener per device, for any number of calls. */
const failures = new WeakMap<GPUDevice, Promise<Error>>();

const lost = (reason: string, message: string) =>
  new Error(
    `WebGPU has lost the graphics card (${reason || 'unknown'}: ${firstLine(message)}): its driver was reset, its memory ran ` +
      `out, or somebody destroyed the device. ${advice}`,
  );

const faulty = (error: GPUError) =>
  new Error(
    `WebGPU reports an error, and what it computes is wrong from here on: ${firstLine(error.message)}. ${advice}`,
  );

const advice =
  'Restart the program and resume from the last checkpoint; if memory ran out, use smaller batches, smaller images or ' +
  'fewer filters';

const firstLine = (message: string) => message.trim().split('\n')[0]!.replace(/\.$/, '');
