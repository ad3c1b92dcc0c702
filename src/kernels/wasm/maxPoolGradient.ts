import * as loops from '../host/maxPoolGradient';
import type { Pooling } from '../pooling';
import { simdLoop } from './wasmLoop';

export const maxPoolGradient = /* @__PURE__ */ simdLoop(loops.maxPoolGradient, {
  scratch: (_, pooling) => (tiles(pooling) ? 0 : null),
  loop: (simd, [dy, x, y], [dx], _, { shape, outShape, poolSize }) => {
    const [, , width, channels] = shape as [number, number, number, number];
    const [batch, outHeight, outWidth] = outShape as [number, number, number];
    const rowBytes = 4 * width * channels;
    for (let row = 0; row < batch * outHeight; row++) {
      simd.next();
      const [at, out] = [row * poolSize * rowBytes, 4 * row * outWidth * channels];
      const [from, to] = [x.byteOffset + at, dx.byteOffset + at];
      const [largest, gradient] = [y.byteOffset + out, dy.byteOffset + out];
      simd.maxPoolGradient(from, to, largest, gradient, outWidth, poolSize, channels, rowBytes);
    }
  },
});

/** Whether the windows cover the map without overlap, and four divides the channels. */
function tiles({ shape, outShape, poolSize, stride }: Pooling): boolean {
  const covers = (axis: 1 | 2) => outShape[axis]! * poolSize === shape[axis];
  return stride === poolSize && covers(1) && covers(2) && shape[3]! % 4 === 0;
}
