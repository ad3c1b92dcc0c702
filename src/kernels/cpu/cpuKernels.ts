import * as tf from '@tensorflow/tfjs';

import type { HostLoop } from '../host/hostLoop';
import { hostLoops } from '../host/hostLoops';
import { windowHu } from '../host/windowHu';
import type { BackendKernels, Implementation } from '../kernel';

/**
 * Loops over typed arrays. `windowHu` is not among `hostLoops`, because wasm's stock kernels are as fast as that loop.
 */
export const cpuKernels: BackendKernels = { implementations: () => [...hostLoops, windowHu].map(onCpu) };

/** The part of tfjs's cpu backend that this library uses. */
interface CpuBackend {
  data: { get(dataId: tf.DataId): { values: tf.backend_util.TypedArray } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

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
        inputs.map(({ dataId }) => floatsOf(backend.data.get(dataId).values)),
        outputs,
        attributes,
      );
      return outputs.map((values, i) => backend.makeTensorInfo(shapes[i]!, 'float32', values));
    },
  };
}

/** Converts values to floats: on this backend, a cast to float32 leaves arrays of integers and booleans unchanged. */
const floatsOf = (values: tf.backend_util.TypedArray) =>
  values instanceof Float32Array ? values : Float32Array.from(values);
