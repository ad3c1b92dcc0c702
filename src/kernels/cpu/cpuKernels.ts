import * as tf from '@tensorflow/tfjs';

import type { HostLoop } from '../host/hostLoop';
import { hostLoops } from '../host/hostLoops';
import { symmetricMaxPool } from '../host/symmetricMaxPool';
import { windowHu } from '../host/windowHu';
import type { BackendKernels, Implementation } from '../kernel';
import { type CpuBackend, floatsOf } from './backend';

/**
 * Loops over typed arrays. `windowHu` is not among `hostLoops`, because wasm's stock kernels are as fast as that loop.
 */
export const cpuKernels: BackendKernels = {
  implementations: () => [symmetricMaxPool('cpu'), ...[...hostLoops, windowHu].map(onCpu)],
};

function onCpu({ kernel, takes, outputShapes, loop }: HostLoop): Implementation {
  return {
    kernel,
    ...(takes && { takes }),
    run: (inputs, attributes, cpuBackend) => {
      const backend = cpuBackend as CpuBackend;
      const shapes = outputShapes(
        inputs.map(({ shape }) => shape),
        attributes,
      );
      const outputs = shapes.map((shape) => new Float32Array(tf.util.sizeFromShape(shape)));
      loop(
        inputs.map((input) => floatsOf(backend, input)),
        outputs,
        attributes,
      );
      return outputs.map((values, i) => backend.makeTensorInfo(shapes[i]!, 'float32', values));
    },
  };
}
