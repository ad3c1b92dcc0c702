import type * as tf from '@tensorflow/tfjs';
import { isSample, requireSamples } from '../../data/requireSamples';
import { requireVolume } from '../../data/requireVolume';
import { type Sample, type Samples, samplesOf } from '../../data/sample';
import { unevenness } from '../../data/unevenness';
import type { Volume, VoxelArray } from '../../data/volume';
import { predictVolumeOptionNames } from '../../inference/predictVolume';
import type { ModelName, ModelOptions } from '../../models/buildModel';
import type { InputShape } from '../../models/inputImage';
import type { History } from '../../training/history';
import { trainOptionNames } from '../../training/trainOptions';
import { requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { Connection } from './connection';
import type { Part } from './protocol';
import type {
  Segmenter,
  SegmenterBackend,
  SegmenterCheckpointOptions,
  SegmenterLoadOptions,
  SegmenterModel,
  SegmenterPredictOptions,
  SegmenterSource,
  SegmenterTrainOptions,
} from './segmenter';
import { sentSource } from './sentSource';

/** The page's side of a segmenter: turns arguments into data, and callbacks into answers to the worker. */
export class RemoteSegmenter implements Segmenter {
  constructor(
    private readonly connection: Connection,
    readonly backend: SegmenterBackend,
    private readonly terminate: () => void,
  ) {}

  async load(source: SegmenterSource, options: SegmenterLoadOptions = {}): Promise<SegmenterModel> {
    const { onProgress, ...others } = options;
    requireKnown<SegmenterLoadOptions>('load', others, { onProgress });
    return this.connection.call('load', sentSource(source), { on: { fraction: onProgress } });
  }

  async build<Name extends ModelName>(
    name: Name,
    inputShape: InputShape,
    options: ModelOptions[Name] = {},
  ): Promise<SegmenterModel> {
    return this.connection.call('build', { name, inputShape, options });
  }

  async predict(volume: Volume, options: SegmenterPredictOptions = {}): Promise<Volume> {
    const { signal, onProgress, transfer = false, ...data } = options;
    requireKnown<SegmenterPredictOptions>('predict', options, { ...predictVolumeOptionNames, transfer });
    requireVolume('predict', volume);
    signal?.throwIfAborted();
    const { shape, spacing, affine, kind, storedAs, source } = volume;
    const voxels = transfer ? moved(volume.data) : volume.data.slice();
    return this.connection.call(
      'predict',
      {
        volume: { data: voxels, shape, spacing, affine, ...unevenness(volume), kind, storedAs, source },
        options: data,
      },
      { transfer: [voxels.buffer as ArrayBuffer], signal, rejectsOnAbort: true, on: { slices: onProgress } },
    );
  }

  async train(options: SegmenterTrainOptions): Promise<History> {
    requireKnown('train', options, trainOptionNames);
    const { train, val, loss = null, checkpoint = null, signal, onProgress, onEpoch, ...data } = options;
    if (typeof loss === 'function')
      throw invalidOption(
        'train',
        'loss',
        "a name, such as 'dice': functions cannot be sent to a worker",
        'a function',
        { option: 'loss', value: 'bceDice' },
      );
    if (checkpoint !== null) requireRunName(checkpoint);
    const samples = { train: asSamples('train', train), val: asSamples('val', val) };
    const sent = ({ length, labels = null }: Samples) => ({ length, labels });
    return this.connection.call(
      'train',
      { options: data, loss, checkpoint, samples: { train: sent(samples.train), val: sent(samples.val) } },
      { signal, samples, on: { batch: onProgress, epoch: onEpoch } },
    );
  }

  async save(target: tf.io.IOHandler): Promise<void> {
    const { indexedDbName = null } = Object(target) as { indexedDbName?: string };
    if (!target?.save)
      throw invalidOption('save', 'target', 'an IO handler that can save', target, {
        action: 'save to the database of the browser',
        code: "save(indexedDbModel('liver'))",
      });
    const artifacts = await this.connection.call('save', { indexedDb: indexedDbName });
    if (artifacts) await target.save(artifacts);
  }

  dispose(): void {
    this.connection.lose(new Error('createSegmenter: the segmenter has been disposed'));
    this.terminate();
  }
}

/** The voxels in a buffer of their own, which leaves the caller's empty; a copy if the caller's buffer holds more. */
function moved(data: VoxelArray): VoxelArray {
  const { buffer, byteLength } = data;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isOwn ? structuredClone(data, { transfer: [buffer] }) : data.slice();
}

function asSamples(part: Part, given: Samples | readonly Sample[]): Samples {
  const isList = Array.isArray(given) && given.every(isSample);
  const samples = isList ? samplesOf(given) : (given as Samples);
  requireSamples('train', part, samples);
  return samples;
}

function requireRunName({ name }: SegmenterCheckpointOptions): void {
  if (typeof name === 'string' && name !== '') return;
  throw invalidOption('train', 'checkpoint.name', 'a text that is not empty', name, {
    option: 'checkpoint',
    value: { name: 'liver' },
  });
}
