import * as tf from '@tensorflow/tfjs';

import * as kernels from '../catalog';
import { runProgram } from './program';
import { webgpuKernel } from './webgpuKernel';

/**
 * Splits a map into ranges of its channels, the gradient of a concatenation, as many per dispatch as a program may
 * write.
 */
export const splitChannels = /* @__PURE__ */ webgpuKernel(
  kernels.splitChannels,
  (backend, [joined], { shape, channels }) => {
    const pixels = tf.util.sizeFromShape(shape);
    const components = channels.every((own) => own % 4 === 0) ? 4 : 1;
    const maps = channels.map((own) => backend.makeTensorInfo([...shape, own], 'float32'));
    const all = joined.shape.at(-1)! / components;
    const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
    let first = 0;
    for (let i = 0; i < maps.length; i += most) {
      const part = maps.slice(i, i + most);
      const widths = part.map((map) => map.shape.at(-1)! / components);
      const lanes = widths.reduce((sum, width) => sum + width, 0);
      runProgram(backend, {
        name: `MsaUnetSplitChannelsx${components}`,
        inputs: { joined: joined },
        outputs: Object.fromEntries(part.map((map, k) => [`map${k}`, map])),
        wide: components === 4,
        groups: Math.ceil((pixels * lanes) / 64),
        integers: {
          threads: pixels * lanes,
          lanes,
          all,
          first,
          ...Object.fromEntries(widths.map((w, k) => [`width${k}`, w])),
        },
        code: () => code(part.length),
      });
      first += lanes;
    }
    return maps;
  },
);

const code = (maps: number) => `
fn main(group : i32, thread : i32) {
  let index = group * 64 + thread;
  if (index >= uniforms.threads) { return; }
  let pixel = index / uniforms.lanes;
  var c = index % uniforms.lanes;
  let value = joined[pixel * uniforms.all + uniforms.first + c];
  ${Array.from(
    { length: maps },
    (_, k) => `if (c < uniforms.width${k}) { map${k}[pixel * uniforms.width${k} + c] = value; return; }
  c -= uniforms.width${k};`,
  ).join('\n  ')}
}`;
