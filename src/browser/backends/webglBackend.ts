import * as tf from '@tensorflow/tfjs';

import type { WebglBackend } from '../../kernels/webgl/backend';
import { contextFailure } from '../../kernels/webgl/contextFailure';
import type { Activated } from '../../utils/chooseBackend';
import { isRasteriser } from '../../utils/isRasteriser';
import { makeCurrent } from '../../utils/makeCurrent';

/**
 * Activates WebGL on a GPU that computes with 32 bits.
 *
 * @throws Error if there is no WebGL, if it has only 16 bits, or if it is a software rasteriser and that is not allowed
 */
export async function activateWebgl({ allowSoftware }: { allowSoftware: boolean }): Promise<Activated> {
  const version = tf.env().getNumber('WEBGL_VERSION');
  if (version === 0) throw new Error('WebGL is missing or switched off in this browser');
  const renderer = rendererName();
  const software = isRasteriser(renderer);
  if (software && !allowSoftware) throw new Error(`only a software rasteriser was found: ${renderer}`);
  if (!hasFloat32()) throw halfPrecision(renderer);

  const before = tf.getBackend();
  await makeCurrent('webgl');
  try {
    if (!(await computesFloat32())) throw halfPrecision(renderer);
  } catch (error) {
    if (before) await tf.setBackend(before);
    throw error;
  }
  return {
    detail: `WebGL ${version}, ${renderer}${software ? ', software' : ''}`,
    versions: {},
    failure: contextFailure(tf.backend() as tf.KernelBackend & WebglBackend),
  };
}

const halfPrecision = (renderer: string) =>
  new Error(`WebGL computes with 16 bits on ${renderer}, which are too few for training`);

/** Whether tfjs can write 32-bit numbers on the GPU and read them back. */
const hasFloat32 = (): boolean =>
  tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE') &&
  tf.env().getBool('WEBGL_DOWNLOAD_FLOAT_ENABLED') &&
  !tf.env().getBool('WEBGL_FORCE_F16_TEXTURES');

/** Whether a product has the precision of 32 bits; some drivers promise more than they keep. */
async function computesFloat32(): Promise<boolean> {
  const factor = 1 + 2 ** -12; // its square is 1 in 16 bits
  const factors = new Float32Array(1024).fill(factor); // tfjs computes small tensors on the CPU
  const product = tf.tidy(() => tf.square(tf.tensor1d(factors)));
  const values = await product.data();
  product.dispose();
  return values.every((value) => Math.abs(value - factor ** 2) < 1e-6);
}

/** Returns the name of the GPU, or what the browser says in its place. */
function rendererName(): string {
  const canvas = typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  if (!(gl && 'getParameter' in gl)) return 'an unknown GPU';
  const name = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
  const renderer = String(gl.getParameter(name));
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers limit their number
  return renderer;
}
