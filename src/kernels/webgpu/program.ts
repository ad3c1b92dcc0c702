import type * as tf from '@tensorflow/tfjs';

import { dispatch, pipelineOf, type Uniform, type WebgpuBackend } from './backend';

/** A compute program of this library: unlike tfjs's, it may write several tensors in one dispatch. */
export interface WebgpuProgram {
  /** Starts with `MsaUnet`. Programs with the same name, arrays and numbers must have the same code. */
  name: string;
  /** Arrays that the code reads, by their names in it. */
  inputs: Record<string, tf.TensorInfo>;
  /** Arrays that the code writes; it may read them too. No tensor may be both input and output. */
  outputs: Record<string, tf.TensorInfo>;
  /** The arrays whose elements are `vec4f` in the code instead of `f32`; `true` for all. @defaultValue none */
  wide?: readonly string[] | boolean;
  /** Number of workgroups. */
  groups: number;
  /** Threads per workgroup. @defaultValue 64 */
  groupSize?: number;
  /** Integers that the code reads as `uniforms.name`. */
  integers?: Record<string, number>;
  /** Floats that the code reads as `uniforms.name`. */
  floats?: Record<string, number>;
  /** Returns WGSL with a function `main(group : i32, thread : i32)`; called once per program. */
  code: () => string;
}

/** Queues a program on the device. */
export function runProgram(backend: WebgpuBackend, program: WebgpuProgram): void {
  const { name, inputs, outputs, integers, floats, groups } = program;
  const key = [name, ...Object.keys(outputs), ...Object.keys(inputs)].join();
  const pipeline = pipelineOf(backend, key, (device) =>
    device.createComputePipeline({
      label: name,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label: name, code: sourceOf(program) }), entryPoint: 'start' },
    }),
  );
  const numbers = [
    ...[groups, ...Object.values(integers ?? {})].map((value): Uniform => ({ type: 'int32', data: [value] })),
    ...Object.values(floats ?? {}).map((value): Uniform => ({ type: 'float32', data: [value] })),
  ];
  dispatch(backend, pipeline, {
    name,
    groups,
    tensors: [...Object.values(outputs), ...Object.values(inputs)],
    numbers,
  });
}

function sourceOf(program: WebgpuProgram): string {
  const { inputs, outputs, integers = {}, floats = {}, groupSize = 64, code } = program;
  const fields = (numbers: object, type: string) => Object.keys(numbers).map((key) => `${key} : ${type},`);
  const arrays = [
    ...Object.entries(outputs).map(
      ([name, tensor]) => `<storage, read_write> ${name} : ${arrayOf(program, name, tensor)}`,
    ),
    ...Object.entries(inputs).map(([name, tensor]) => `<storage, read> ${name} : ${arrayOf(program, name, tensor)}`),
    '<uniform> uniforms : Uniforms',
  ];
  return `
struct Uniforms { unused : i32, groups : i32, ${[...fields(integers, 'i32'), ...fields(floats, 'f32')].join(' ')} }
${arrays.map((array, binding) => `@group(0) @binding(${binding}) var${array};`).join('\n')}
${code()}
@compute @workgroup_size(${groupSize})
fn start(
  @builtin(workgroup_id) at : vec3<u32>,
  @builtin(num_workgroups) all : vec3<u32>,
  @builtin(local_invocation_index) thread : u32,
) {
  let group = i32(at.y * all.x + at.x);
  if (group < uniforms.groups) { main(group, i32(thread)); }
}`;
}

function arrayOf({ wide = false }: WebgpuProgram, name: string, { dtype }: tf.TensorInfo): string {
  const element = dtype === 'float32' ? 'f32' : 'i32';
  const isWide = typeof wide === 'boolean' ? wide : wide.includes(name);
  return `array<${isWide ? `vec4<${element}>` : element}>`;
}
