import type * as tf from '@tensorflow/tfjs';

/** The part of tfjs's WebGPU backend that this library uses; most of it is internal. */
export interface WebgpuBackend {
  readonly device: GPUDevice;
  /** Compiled programs by their keys. */
  readonly pipelineCache: { [key: string]: GPUComputePipeline };
  makeTensorInfo(shape: number[], dtype: 'float32' | 'int32', values?: Int32Array): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  /** Allocates a tensor's memory on the device unless it has some. */
  uploadToGPU(dataId: tf.DataId): void;
  /** Binds the output, the inputs and the numbers in this order, and adds a dispatch to the queue. */
  recordAndSubmit(program: object, output: tf.TensorInfo, inputs: tf.TensorInfo[], numbers: Uniform[]): void;
}

export type Uniform = { type: 'int32' | 'float32'; data: number[] };

/** Returns the compiled program of a key; `compile` makes it at its first use. */
export function pipelineOf(
  { device, pipelineCache }: WebgpuBackend,
  key: string,
  compile: (device: GPUDevice) => GPUComputePipeline,
): GPUComputePipeline {
  pipelineCache[key] ??= compile(device);
  return pipelineCache[key];
}

/** Puts tensors on the device, binds them and the numbers in this order, and adds a dispatch to the queue. */
export function dispatch(
  backend: WebgpuBackend,
  pipeline: GPUComputePipeline,
  { name, groups, tensors, numbers }: { name: string; groups: number; tensors: tf.TensorInfo[]; numbers: Uniform[] },
): void {
  for (const { dataId } of tensors) backend.uploadToGPU(dataId);
  const rows = Math.ceil(groups / backend.device.limits.maxComputeWorkgroupsPerDimension);
  const description = {
    name,
    pipeline,
    dispatch: [Math.ceil(groups / rows), rows, 1],
    pixelsOpType: 0, // uniforms then start with the output's stride only, not with what tfjs's own programs need
  };
  const [output, ...inputs] = tensors.map(({ dataId, dtype }) => ({ dataId, dtype, shape: [1] }));
  backend.recordAndSubmit(description, output!, inputs, numbers);
}
