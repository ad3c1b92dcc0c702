import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import * as kernels from '../../../src/kernels/catalog';
import { hasKernel } from '../../../src/kernels/runKernel';
import type { WebgpuBackend } from '../../../src/kernels/webgpu/backend';
import { runProgram } from '../../../src/kernels/webgpu/program';
import { channelMoments } from '../../../src/ops/channelMoments';
import { conv2d } from '../../../src/ops/conv2d';
import { forEachBackend } from '../../support/backends';
import { differentiate, expectClose, randomTensor, randomValues, read } from '../../support/gradients';

/** The number of every group, and ten times that. */
function numbers(groups: number): tf.Tensor[] {
  const backend = tf.backend() as tf.KernelBackend & WebgpuBackend;
  const outputs = {
    once: backend.makeTensorInfo([groups], 'float32'),
    tenfold: backend.makeTensorInfo([groups], 'float32'),
  };
  runProgram(backend, {
    name: 'TestNumbers',
    inputs: {},
    outputs,
    groups,
    groupSize: 1,
    floats: { factor: 10 },
    code: () => `fn main(group : i32, thread : i32) {
      once[group] = f32(group);
      tenfold[group] = uniforms.factor * f32(group);
    }`,
  });
  return Object.values(outputs).map((info) => tf.engine().makeTensorFromTensorInfo(info));
}

forEachBackend((name) => {
  describe('the programs of this library', () => {
    it(`${name === 'webgpu' ? 'run' : 'do not run'} here`, () => {
      expect(hasKernel(kernels.flatten)).toBe(name === 'webgpu'); // a kernel of WebGPU alone
    });
  });

  describe.runIf(name === 'webgpu')('a program', () => {
    it('writes several tensors', async () => {
      const [once, tenfold] = await read(() => numbers(5));
      expect([...once!]).toEqual([0, 1, 2, 3, 4]);
      expect([...tenfold!]).toEqual([0, 10, 20, 30, 40]);
    });

    it('runs in more groups than a side of a dispatch may have', async () => {
      const groups = 65_535 + 2;
      const [once] = await read(() => numbers(groups));
      expect(once).toEqual(Float32Array.from({ length: groups }, (_, i) => i));
    });
  });

  describe.runIf(name === 'webgpu')('channelMoments of a map that takes two programs', () => {
    it.each([3, 4])('equals tf.moments: %i channels', async (channels) => {
      const [mean, variance, expectedMean, expectedVariance] = await read(() => {
        const x = randomTensor<tf.Tensor4D>([1, 101, 103, channels]).add<tf.Tensor4D>(0.3);
        const ours = channelMoments(x);
        const expected = tf.moments(x, [0, 1, 2]);
        return [ours.mean, ours.variance, expected.mean, expected.variance];
      });
      expectClose(mean!, expectedMean!, 1e-5);
      expectClose(variance!, expectedVariance!, 1e-5);
    });
  });

  describe.runIf(name === 'webgpu')('MSA_UNET_WEBGPU_PROGRAMS', () => {
    afterEach(() => tf.env().set('MSA_UNET_WEBGPU_PROGRAMS', true));

    it('switched off goes back to stock kernels, which compute the same', async () => {
      const inputs = [randomValues([2, 13, 11, 4]), randomValues([3, 3, 4, 20], 2)];
      const own = await differentiate(conv2d, inputs);
      tf.env().set('MSA_UNET_WEBGPU_PROGRAMS', false);
      expect(hasKernel(kernels.flatten)).toBe(false);
      const stock = await differentiate(conv2d, inputs);
      for (const [i, gradient] of own.gradients.entries()) expectClose(gradient, stock.gradients[i]!, 1e-5);
    });
  });
});
