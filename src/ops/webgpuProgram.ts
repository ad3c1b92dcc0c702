import type * as tf from '@tensorflow/tfjs';

/** What this library uses of tfjs's WebGPU backend. */
export interface WebgpuBackend {
  readonly device: { readonly limits: { readonly maxStorageBuffersPerShaderStage: number } };
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  runWebGPUProgram(
    program: object,
    inputs: tf.TensorInfo[],
    dtype: 'float32',
    uniforms: { type: 'int32' | 'float32'; data: number[] }[],
    output: tf.TensorInfo,
  ): void;
}

/** A program with one thread per element, in tfjs's frame around it. */
export interface WebgpuProgram {
  /** Programs of one name must have the same code for as many inputs. */
  name: string;
  /** The arrays that it reads, by the names that `code` has for them. */
  inputs: Record<string, tf.TensorInfo>;
  /** What the code calls `result`. */
  output: tf.TensorInfo;
  /** Threads that are needed; there may be more. */
  threads: number;
  /** Whole numbers, which the code finds as `uniforms.name`. */
  integers?: Record<string, number>;
  /** Other numbers, likewise. */
  floats?: Record<string, number>;
  /** WGSL of the thread `index`, an `i32`. */
  code: string;
}

const workgroup = 64;

/** Sends a program to the device. */
export function runOnWebgpu(backend: WebgpuBackend, program: WebgpuProgram): void {
  const { name, inputs, output, threads, integers = {}, floats = {}, code } = program;
  const declare = (numbers: object, type: string) => Object.keys(numbers).map((key) => `${key} : ${type},`);
  const description = {
    variableNames: Object.keys(inputs),
    outputShape: [threads],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(threads / workgroup), 1, 1],
    workgroupSize: [workgroup, 1, 1],
    uniforms: [...declare(integers, 'i32'), ...declare(floats, 'f32')].join(''),
    shaderKey: name,
    getUserCode: () => `fn main(index : i32) { ${code} }`,
  };
  const uniforms = [
    ...Object.values(integers).map((value) => ({ type: 'int32' as const, data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32' as const, data: [value] })),
  ];
  backend.runWebGPUProgram(description, Object.values(inputs), 'float32', uniforms, output);
}
