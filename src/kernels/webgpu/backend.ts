import type * as tf from '@tensorflow/tfjs';

/** What this library uses of tfjs's WebGPU backend, most of it internal. */
export interface WebgpuBackend {
  readonly device: GPUDevice;
  /** Compiled programs by their keys. */
  readonly pipelineCache: { [key: string]: GPUComputePipeline };
  makeTensorInfo(shape: number[], dtype: 'float32' | 'int32', values?: Int32Array): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  /** Gives a tensor its memory on the device. */
  uploadToGPU(dataId: tf.DataId): void;
  /** Binds the output, the inputs and the numbers in this order, and adds a dispatch to the queue. */
  recordAndSubmit(program: object, output: tf.TensorInfo, inputs: tf.TensorInfo[], numbers: Uniform[]): void;
}

export type Uniform = { type: 'int32' | 'float32'; data: number[] };
