import { checkMasks } from '../../data/checkMasks';
import type { LabelTable } from '../../data/labels/labelTable';
import { requireCodes } from '../../data/labels/requireCodes';
import type { Sample } from '../../data/sample';
import { counted } from '../../utils/counted';
import { invalidOption } from '../../utils/errors';
import { OptionError } from '../../utils/optionError';
import { SampleFingerprint } from '../checkpoint/sampleFingerprint';
import type { TrainSettings } from '../trainOptions';
import { indicesOf } from './batches';
import { ClassSlices } from './classSlices';
import type { SampleSides } from './inPatches';
import { readAhead } from './readAhead';

/** Height, width and channels that a model takes; `null`: any. */
export type InputShape = readonly [height: number | null, width: number | null, channels: number | null];

/** What was found in the samples of both parts. */
export interface CheckedSamples {
  readonly fingerprints: Readonly<Record<'train' | 'val', string>>;
  /** Indices of the training samples that hold a class, a list for each class. */
  readonly classSlices: readonly (readonly number[])[];
  /** Height and width of each validation sample. */
  readonly valSides: readonly SampleSides[];
}

/**
 * Reads and checks every sample once, until the signal aborts.
 *
 * @param shape what the model takes
 * @throws OptionError if a part is empty, a sample has another size than the model takes, an image is not finite, a mask is not from 0 to 1, or all masks of `train` are empty
 */
export async function checkSamples(settings: TrainSettings, shape: InputShape): Promise<CheckedSamples> {
  const train = await checkPart('train', settings, shape);
  if (train.classSlices.every(({ length }) => length === 0) && !settings.signal?.aborted)
    throw new OptionError({
      owner: 'trainSegmentation',
      option: 'train',
      expected: 'samples with foreground in their masks',
      received: train.fingerprint,
      problem: 'every mask in `train` is empty',
      fix: { action: 'check the masks, and that `liverLabels` names labels in them' },
    });
  const val = await checkPart('val', settings, shape);
  const fingerprints = { train: train.fingerprint, val: val.fingerprint };
  return { fingerprints, classSlices: train.classSlices, valSides: val.sides };
}

interface CheckedPart extends Pick<CheckedSamples, 'classSlices'> {
  readonly fingerprint: string;
  readonly sides: readonly SampleSides[];
}

async function checkPart(
  part: 'train' | 'val',
  { [part]: samples, prefetch, signal, checkpoint, patch }: TrainSettings,
  shape: InputShape,
): Promise<CheckedPart> {
  if (samples.length === 0) throw invalidOption('trainSegmentation', part, 'at least one sample', []);
  const fingerprint = new SampleFingerprint();
  const classSlices = new ClassSlices(samples.labels ?? null);
  const sides: SampleSides[] = [];
  for await (const sample of readAhead(indicesOf(samples), async (i) => samples.read(i), prefetch)) {
    if (signal?.aborted) break;
    if (patch === null) requireFitting(sample, part, shape);
    requireChannels(sample, part, shape);
    requireFiniteImage(sample, part);
    await requireMask(sample, part, samples.labels ?? null);
    classSlices.add(sample.mask, sides.length);
    sides.push([sample.height, sample.width]);
    if (checkpoint) fingerprint.add(sample);
  }
  return { fingerprint: fingerprint.toString(), classSlices: classSlices.slices, sides };
}

async function requireMask({ mask, patient, name }: Sample, part: string, labels: LabelTable | null): Promise<void> {
  if (labels) requireCodes('trainSegmentation', part, mask, labels, `${patient} ${name}`);
  else await checkMasks(mask, `${part}: mask of ${patient} ${name}`);
}

function requireFiniteImage({ image, patient, name }: Sample, part: string): void {
  const wrong = image.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new OptionError({
    owner: 'trainSegmentation',
    option: part,
    expected: 'images with finite values',
    received: image[wrong],
    problem: `\`${part}\`: the image of ${patient} ${name} must be finite; received ${image[wrong]} (pixel ${wrong} of ${image.length})`,
    fix: { action: 'set pixels without a value to that of air' },
  });
}

function requireFitting({ height, width, patient, name }: Sample, part: string, [rows, columns]: InputShape): void {
  if (height === (rows ?? height) && width === (columns ?? width)) return;
  const [expected, received] = [`${rows ?? 'any'} × ${columns ?? 'any'} pixels`, `${height} × ${width}`];
  throw new OptionError({
    owner: 'trainSegmentation',
    option: part,
    expected: `images of ${expected}`,
    received: [height, width],
    problem: `\`${part}\`: the model takes ${expected}; ${patient} ${name} has ${received}`,
    fix: {
      action: 'prepare slices in the size of the model',
      code: `prepareSlices(slices, { size: [${rows}, ${columns}] })`,
    },
  });
}

function requireChannels(sample: Sample, part: string, [, , expected]: InputShape): void {
  const { image, height, width, patient, name } = sample;
  const channels = image.length / (height * width);
  if (Number.isInteger(channels) && channels === (expected ?? channels)) return;
  const received = Number.isInteger(channels) ? counted(channels, 'channel') : `${image.length} values`;
  throw new OptionError({
    owner: 'trainSegmentation',
    option: part,
    expected: `images of ${counted(expected ?? 1, 'channel')}`,
    received: channels,
    problem: `\`${part}\`: the model takes ${counted(expected ?? 1, 'channel')}; ${patient} ${name} has ${received}`,
    fix: [
      { action: 'build the model for the samples', code: 'buildModel(name, [height, width, train.channels])' },
      { action: 'prepare slices with the `context` and the `windows` of the model' },
    ],
  });
}
