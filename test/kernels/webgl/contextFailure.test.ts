import { expect, it } from 'vitest';

import type { WebglBackend } from '../../../src/kernels/webgl/backend';
import { contextFailure } from '../../../src/kernels/webgl/contextFailure';

const message =
  'WebGL has lost the graphics card: its driver was reset, its memory ran out, or the page has too many WebGL contexts. ' +
  'Reload the page and resume from the last checkpoint; if memory ran out, use smaller batches, smaller images or fewer filters';

/** A backend with the part of a context that is listened to. */
function backendOf(isLost: boolean) {
  const canvas = new EventTarget();
  const backend = { gpgpu: { gl: { canvas, isContextLost: () => isLost } } };
  return { canvas, backend: backend as unknown as WebglBackend };
}

it('resolves when the context is lost, and not before', async () => {
  const { canvas, backend } = backendOf(false);
  const failure = contextFailure(backend);
  expect(await Promise.race([failure, Promise.resolve('pending')])).toBe('pending');
  canvas.dispatchEvent(new Event('webglcontextlost'));
  expect(await failure).toEqual(new Error(message));
});

it('resolves at once if the context has been lost before', async () => {
  expect(await contextFailure(backendOf(true).backend)).toEqual(new Error(message));
});

it('is one promise per context', () => {
  const { backend } = backendOf(false);
  expect(contextFailure(backend)).toBe(contextFailure(backend));
});
