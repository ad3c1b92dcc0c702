import type * as tf from '@tensorflow/tfjs';
import { isSample, requireSamples } from '../../data/requireSamples';
import { requireVolume } from '../../data/requireVolume';
import { type Sample, type Samples, samplesOf } from '../../data/sample';
import type { Volume, VoxelArray } from '../../data/volume';
import type { ModelName, ModelOptions } from '../../models/buildModel';
import type { InputShape } from '../../models/inputImage';
import type { ModelSource } from '../../models/loadModel';
import type { History } from '../../training/history';
import { trainOptionNames } from '../../training/trainOptions';
import { requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import type { IndexedDbModel } from '../indexedDb/indexedDbModel';
import { absoluteUrl } from './absoluteUrl';
import type { Connection } from './connection';
import type { SentSource } from './protocol';
import type {
  Segmenter,
  SegmenterBackend,
  SegmenterLoadOptions,
  SegmenterModel,
  SegmenterPredictOptions,
  SegmenterSource,
  SegmenterTrainOptions,
} from './segmenter';

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
    return this.connection.call('load', sent(source), { on: { fraction: onProgress } });
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
    requireVolume('predict', volume);
    signal?.throwIfAborted();
    const { shape, spacing, affine, kind, storedAs, source } = volume;
    const voxels = transfer ? moved(volume.data) : volume.data.slice();
    return this.connection.call(
      'predict',
      { volume: { data: voxels, shape, spacing, affine, kind, storedAs, source }, options: data },
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
      );
    const samples = { train: asSamples('train', train), val: asSamples('val', val) };
    const lengths = { train: samples.train.length, val: samples.val.length };
    return this.connection.call(
      'train',
      { options: data, loss, checkpoint, lengths },
      { signal, samples, on: { batch: onProgress, epoch: onEpoch } },
    );
  }

  async save(target: tf.io.IOHandler): Promise<void> {
    const { indexedDbName = null } = target as Partial<IndexedDbModel>;
    if (!target.save) throw invalidOption('save', 'target', 'an IO handler that can save', target);
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

function asSamples(part: 'train' | 'val', given: Samples | readonly Sample[]): Samples {
  const isList = Array.isArray(given) && given.every(isSample);
  const samples = isList ? samplesOf(given) : (given as Samples);
  requireSamples('train', part, samples);
  return samples;
}

/** Describes a source by data; IO handlers of the page are read here. */
async function sent(source: SegmenterSource): Promise<SentSource> {
  if (typeof source === 'string') return { from: 'url', url: absoluteUrl(source) };
  if (isFiles(source)) return { from: 'files', files: [...source] };
  if (!isHandler(source)) return { from: 'artifacts', artifacts: source };
  const { indexedDbName } = source as Partial<IndexedDbModel>;
  if (indexedDbName !== undefined) return { from: 'indexedDb', name: indexedDbName };
  if (!source.load) throw invalidOption('load', 'source', 'an IO handler that can load', source);
  return { from: 'artifacts', artifacts: await source.load() };
}

const isFiles = (source: SegmenterSource): source is readonly File[] => Array.isArray(source);

const isHandler = (source: Exclude<ModelSource, string>): source is tf.io.IOHandler =>
  typeof (source as tf.io.IOHandler).load === 'function' || typeof (source as tf.io.IOHandler).save === 'function';
