import type { WebglBackend } from './backend';

/**
 * Resolves when the browser takes the context away, after which tfjs would compute garbage or hang. Stays pending
 * otherwise.
 */
export function contextFailure({ gpgpu: { gl } }: WebglBackend): Promise<Error> {
  const known = failures.get(gl);
  if (known) return known;
  const failure = new Promise<Error>((resolve) => {
    if (gl.isContextLost()) resolve(lost());
    gl.canvas.addEventListener('webglcontextlost', () => resolve(lost()), { once: true });
  });
  failures.set(gl, failure);
  return failure;
}

/** One listener per context, for any number of calls. */
const failures = new WeakMap<WebGLRenderingContext, Promise<Error>>();

const lost = () =>
  new Error(
    'WebGL has lost the graphics card: its driver was reset, its memory ran out, or the page has too many WebGL contexts. ' +
      'Reload the page and resume from the last checkpoint; if memory ran out, use smaller batches, smaller images or ' +
      'fewer filters',
  );
