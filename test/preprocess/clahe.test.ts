import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { CLAHE } from '../../src/preprocess/clahe';
import { HUWindow } from '../../src/preprocess/huWindow';
import { forEachBackend } from '../support/backends';
import { claheCases, noClaheCases } from '../support/claheCases';
import { expectLayer } from '../support/expectLayer';
import { outputOf, read } from '../support/layers';

const options = { name: 'tested', clipLimit: 3, tileColumns: 3, tileRows: 2 };

const toGrey = (level: number) => level / 255;
/** Whole HU that the default window makes that grey level. */
const huOf = (level: number) => Math.round((level * 450) / 255 - 200);

forEachBackend((backend) => {
  expectLayer(backend, CLAHE, { options, inputs: [[9, 7, 2]], rounds: true });

  /** Expects level / 255 in float32, bit by bit; GPUs may be one level off. */
  function expectLevels(greys: number[], expected: ArrayLike<number>): void {
    if (backend !== 'webgpu') expect(greys).toEqual(Array.from(expected, (level) => Math.fround(toGrey(level))));
    const off = greys.map((grey, i) => Math.abs(Math.round(grey * 255) - expected[i]!));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  }

  it('makes of a constant image of 100 / 255 one of 103 / 255', async () => {
    const out = await outputOf(new CLAHE(), tf.fill([1, 512, 512, 1], 100 / 255));
    expect(out.every((grey) => Math.round(grey * 255) === 103)).toBe(true);
  });

  describe.skipIf(noClaheCases)('the 8-bit cases of OpenCV', () => {
    it.each(claheCases)('$name', async ({ input, output, height, width, options }) => {
      const x = tf.tensor4d(Float32Array.from(input, toGrey), [1, height, width, 1]);
      expectLevels(await outputOf(new CLAHE(options), x), output);
    });

    it.each(claheCases.filter(({ options }) => options.clipLimit === 2))(
      '$name, from Hounsfield units',
      async ({ input, output, height, width, options }) => {
        const hu = tf.tensor4d(Float32Array.from(input, huOf), [1, height, width, 1]);
        const windowed = new HUWindow().apply(hu) as tf.Tensor;
        hu.dispose();
        expectLevels(await outputOf(new CLAHE(options), windowed), output);
      },
    );

    it('two images of two channels at once, each by itself', async () => {
      const [a, b] = claheCases.filter(({ height, options }) => height === 128 && options.clipLimit === 4);
      const planes = [a!, b!, b!, a!];
      const x = tf.tidy(() =>
        tf
          .tensor4d(
            planes.flatMap(({ input }) => Array.from(input, toGrey)),
            [2, 2, 128, 128],
          )
          .transpose<tf.Tensor4D>([0, 2, 3, 1]),
      );
      const y = new CLAHE({ clipLimit: 4 }).apply(x) as tf.Tensor4D;
      const out = tf.transpose(y, [0, 3, 1, 2]);
      tf.dispose([x, y]);
      expectLevels(
        await read(out),
        planes.flatMap(({ output }) => [...output]),
      );
    });
  });
});

it.each([
  [{ clipLimit: Number.NaN }, 'CLAHE: `clipLimit` must be a finite number; received NaN'],
  [{ tileRows: 0 }, 'CLAHE: `tileRows` must be a positive integer; received 0'],
])('refuses %o', (wrong, message) => {
  expect(() => new CLAHE(wrong)).toThrow(new RangeError(message));
});
