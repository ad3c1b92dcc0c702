import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { readMetaImage } from '../../src/data/formats/metaImage/readMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { readNifti } from '../../src/data/formats/nifti/readNifti';
import { resizeImage } from '../../src/data/resize';
import type { Volume, VoxelArray } from '../../src/data/volume';
import { type PredictVolumeOptions, predictVolume, type VolumeProgress } from '../../src/inference/predictVolume';
import { addPreprocessing } from '../../src/models/addPreprocessing';
import { predictSamples } from '../../src/training/predictSamples';
import { type PrepareSlicesOptions, prepareSlices } from '../../src/training/samples/prepareSlices';
import { forEachBackend } from '../support/backends';
import { modelRuns } from '../support/modelRuns';
import { memorySet, phantomScans, phantomVolumes } from '../support/phantomScans';
import { brightModel, leftModel, threeClassModel } from '../support/pixelModels';
import { slicesOf } from '../support/scans';

const [phantom] = phantomScans(1, { depth: 5, size: 24 });
const { image: scan } = phantomVolumes(phantom!, { storedAs: 'RAI' });
const model = brightModel();

/** A scan of one slice of one row. */
const row = (data: VoxelArray): Volume => ({ ...scan, data, shape: [1, 1, data.length] });
const predictRow = async (data: VoxelArray, options: PredictVolumeOptions, one = model) => [
  ...(await predictVolume(one, row(data), { clahe: null, ...options })).data,
];

/** The same by preparing slices as for training. */
async function byPreparing(options: PrepareSlicesOptions): Promise<Uint8Array> {
  const ct = memorySet('set', [['a', phantom!]]).patients[0]!.scans[0]!;
  const samples = prepareSlices(slicesOf(ct), options);
  const inside: number[] = [];
  for await (const { sample, probabilities } of predictSamples(model, samples)) {
    const { data } = resizeImage({ ...sample, data: probabilities }, 24, 24);
    inside.push(...Array.from(data, (p) => Number(p > 0.5)));
  }
  return Uint8Array.from(inside);
}

forEachBackend(() => {
  describe('predictVolume', () => {
    it.each<PrepareSlicesOptions>([
      {},
      { clahe: null },
      { window: { windowMin: 0, windowMax: 150 }, clahe: { tileColumns: 2, tileRows: 3 } },
      { size: [16, 12] },
      { size: [32, 48], clahe: null },
    ])('gives what prepareSlices and predictSamples give, with %o', async (options) => {
      const { data } = await predictVolume(model, scan, options);
      const inside = Array.from(data).filter((label) => label === 1).length;
      expect(inside).toBeGreaterThan(100);
      expect(inside).toBeLessThan(data.length - 100);
      expect(data).toEqual(await byPreparing(options));
    });

    it.each<[PredictVolumeOptions, number[]]>([
      [{}, [4, 1]],
      [{ batchSize: 3 }, [3, 2]],
      [{ batchSize: 3, flips: true }, [3, 3, 3, 3, 3, 3, 2]], // 12 flips of 3 slices, 8 of 2
      [{ slidingWindow: { windowSize: [24, 16] } }, [4, 4, 2]], // 8 windows of 4 slices, 2 of 1
      [{ slidingWindow: { windowSize: [24, 16] }, flips: true, batchSize: 5 }, [5, 5, 5, 5, 5, 5, 5, 5]],
    ])('with %o runs the model on slices, flips and windows of the batch together', async (options, batches) => {
      const counted = brightModel();
      const runs = modelRuns(counted);
      await predictVolume(counted, scan, { clahe: null, ...options });
      expect(runs.map(([batch]) => batch)).toEqual(batches);
    });

    it('preprocesses as a model of addPreprocessing says', async () => {
      const settings = { clahe: { clipLimit: 3, tileColumns: 4 } };
      const { data } = await predictVolume(addPreprocessing(model, settings), scan);
      expect(data).toEqual((await predictVolume(model, scan, settings)).data);
    });

    it('gives labels on the grid of the scan, which NIfTI and MetaImage keep', async () => {
      const mask = await predictVolume(model, scan);
      expect(mask).toEqual({ ...scan, data: mask.data, kind: 'label' });
      expect(mask.data).toBeInstanceOf(Uint8Array);
      const nifti = await readNifti([ctFile('mask.nii.gz', await encodeNifti(mask))]);
      expect(nifti).toEqual({ ...mask, source: 'mask.nii.gz' });
      const files = await encodeMetaImage(mask, 'mask.mha');
      const metaImage = await readMetaImage(
        files.map(({ name, bytes }) => ctFile(name, bytes)),
        { kind: 'label' },
      );
      expect(metaImage).toEqual({ ...mask, source: 'mask.mha' });
    });

    it('does not depend on the batch size', async () => {
      const whole = await predictVolume(model, scan, { batchSize: 9 });
      expect(await predictVolume(model, scan, { batchSize: 2 })).toEqual(whole);
    });

    it('says after every batch how far it is, with nothing left on the device', async () => {
      await predictVolume(model, scan);
      const before = tf.memory().numTensors;
      const reports: VolumeProgress[] = [];
      const tensors: number[] = [];
      const onProgress = (progress: VolumeProgress) => {
        reports.push(progress);
        tensors.push(tf.memory().numTensors);
      };
      await predictVolume(model, scan, { batchSize: 2, onProgress });
      expect(reports.map(({ slices, depth }) => [slices, depth])).toEqual([
        [2, 5],
        [4, 5],
        [5, 5],
      ]);
      expect(reports[0]!.secondsLeft).toBeGreaterThan(0);
      expect(reports[2]!.secondsLeft).toBe(0);
      expect(tensors).toEqual([before, before, before]);
    });

    it('ends before the next batch when the signal comes, and leaves no tensor behind', async () => {
      const before = tf.memory().numTensors;
      const controller = new AbortController();
      let last = 0;
      const onProgress = ({ slices }: VolumeProgress) => {
        last = slices;
        controller.abort(new Error('enough'));
      };
      const aborted = predictVolume(model, scan, { batchSize: 2, onProgress, signal: controller.signal });
      await expect(aborted).rejects.toThrow(new Error('enough'));
      expect(last).toBe(2);
      expect(tf.memory().numTensors).toBe(before);
    });

    it('takes NaN for air, and voxels strictly above the threshold', async () => {
      const hu = Float32Array.of(Number.NaN, 25, 26, 250);
      expect(await predictRow(hu, {})).toEqual([0, 1, 1, 1]);
      expect(await predictRow(hu, { threshold: 0.6 })).toEqual([0, 0, 0, 1]);
    });

    it('makes probabilities of logits', async () => {
      const logits = brightModel([null, null], 'linear');
      expect((await predictVolume(logits, scan, { fromLogits: true })).data).toEqual(
        (await predictVolume(model, scan)).data,
      );
    });

    it('gives each voxel the class with the highest probability', async () => {
      expect(await predictRow(Int16Array.of(-200, -100, 25, 200), {}, threeClassModel())).toEqual([0, 0, 1, 2]);
    });

    it('averages over flips if asked', async () => {
      const hu = Int16Array.of(250, 250, -200, -200); // from the left 0 1 1 0, from the right 1 0 0 0
      expect(await predictRow(hu, {}, leftModel())).toEqual([0, 1, 1, 0]);
      expect(await predictRow(hu, { flips: true, threshold: 0.4 }, leftModel())).toEqual([1, 1, 1, 0]);
    });

    it('goes window by window through slices larger than the model takes', async () => {
      const { data } = await predictVolume(model, scan);
      expect((await predictVolume(brightModel([16, 16]), scan, { slidingWindow: {} })).data).toEqual(data);
      await expect(predictVolume(brightModel([16, 16]), scan)).rejects.toThrow(
        new RangeError(
          'predictVolume: the model takes slices of 16×16; received 24×24. Pass `size: [16, 16]` to resize them as in ' +
            'training or `slidingWindow: {}` to keep their resolution',
        ),
      );
    });

    it.each([[8, 8] as const, [16, 8] as const, [32, 32] as const])(
      'refuses the size %i × %i for a model of 16 × 16',
      async (...size) => {
        await expect(predictVolume(brightModel([16, 16]), scan, { size })).rejects.toThrow(
          `predictVolume: the model takes slices of 16×16; received ${size.join('×')}. Pass \`size: [16, 16]\``,
        );
      },
    );

    it('keeps the largest piece alone if asked', async () => {
      const hu = Int16Array.of(200, -200, 200, 200);
      expect(await predictRow(hu, {})).toEqual([1, 0, 1, 1]);
      expect(await predictRow(hu, { largestOnly: true })).toEqual([0, 0, 1, 1]);
    });
  });
});

describe('predictVolume', () => {
  it('refuses what is not a model, and what is not a volume', async () => {
    await expect(Reflect.apply(predictVolume, null, [{ model }, scan])).rejects.toThrow(
      'predictVolume: `model` must be a model, such as `(await openRun(folder)).model`; received',
    );
    await expect(Reflect.apply(predictVolume, null, [model, 'scan.nii.gz'])).rejects.toThrow(
      'predictVolume: `volume` must be a Volume, as readVolume returns it; received "scan.nii.gz"',
    );
  });

  it.each<[string, PredictVolumeOptions, Partial<Volume>, string]>([
    [
      'labels',
      {},
      { kind: 'label' },
      'predictVolume: the volume holds labels, not Hounsfield units. Pass the scan, not its mask',
    ],
    ['a batch of none', { batchSize: 0 }, {}, 'predictVolume: `batchSize` must be a positive integer; received 0'],
    ['a threshold of 2', { threshold: 2 }, {}, 'predictVolume: `threshold` must be from 0 to 1; received 2'],
    [
      'a size that is one number',
      { size: 64 as never },
      {},
      'predictVolume: `size` must be [height, width]; received 64. Pass `size: [64, 64]`',
    ],
    ['a width of 0', { size: [8, 0] }, {}, 'predictVolume: `width` must be a positive integer; received 0'],
  ])('refuses %s', async (_, options, change, message) => {
    await expect(predictVolume(model, { ...scan, ...change }, options)).rejects.toThrow(new RangeError(message));
  });

  it('refuses preprocessing for a model that has its own', async () => {
    await expect(predictVolume(addPreprocessing(model), scan, { clahe: null })).rejects.toThrow(
      new RangeError('predictVolume: `clahe` must be left out for a model with its own preprocessing; received null'),
    );
  });
});
