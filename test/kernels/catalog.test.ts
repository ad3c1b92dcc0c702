import { expect, it } from 'vitest';

import * as kernels from '../../src/kernels/catalog';
import { cpuKernels } from '../../src/kernels/cpu/cpuKernels';
import { tensorflowKernels } from '../../src/kernels/tensorflow/tensorflowKernels';
import { wasmKernels } from '../../src/kernels/wasm/wasmKernels';
import { webglKernels } from '../../src/kernels/webgl/webglKernels';
import { webgpuKernels } from '../../src/kernels/webgpu/webgpuKernels';

const rooms = {
  cpu: cpuKernels,
  wasm: wasmKernels,
  webgl: webglKernels,
  webgpu: webgpuKernels,
  tensorflow: tensorflowKernels,
};
const catalog = Object.entries(kernels);

it('gives every kernel the name of its export, and thus no name twice', () => {
  const expected = catalog.map(([key]) => `MsaUnet${key[0]!.toUpperCase()}${key.slice(1)}`);
  expect(catalog.map(([, { name }]) => name)).toEqual(expected);
});

it('has no kernel that no backend implements', () => {
  const implemented = new Set(
    Object.values(rooms).flatMap(({ implementations }) => implementations().map(({ kernel }) => kernel)),
  );
  expect(catalog.filter(([, kernel]) => !implemented.has(kernel)).map(([key]) => key)).toEqual([]);
});

it.each(Object.entries(rooms))('lists each kernel of %s once, and all from the catalog', (_, { implementations }) => {
  const listed = implementations().map(({ kernel }) => kernel);
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed.filter((kernel) => !catalog.some(([, known]) => known === kernel))).toEqual([]);
});
