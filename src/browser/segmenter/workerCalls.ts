import * as tf from '@tensorflow/tfjs';

import type { Samples } from '../../data/sample';
import { predictVolume } from '../../inference/predictVolume';
import { buildModel } from '../../models/buildModel';
import { loadModel } from '../../models/loadModel';
import { trainSegmentation } from '../../training/trainSegmentation';
import { useBackend } from '../backends/useBackend';
import { indexedDbCheckpoints } from '../indexedDb/indexedDbCheckpoints';
import { indexedDbModel } from '../indexedDb/indexedDbModel';
import type { CallName, Calls, Events, Part, SentSamples, SentSource, StartArgs, TrainData } from './protocol';
import { readModelFiles } from './readModelFiles';
import type { SegmenterModel } from './segmenter';
import { lossOf } from './segmenterLoss';

/** What a call in the worker knows of the page. */
export interface CallContext {
  readonly signal: AbortSignal;
  report<Kind extends keyof Events>(kind: Kind, value: Events[Kind]): void;
  samples(part: Part, sent: SentSamples): Samples;
}

/** Result of a call, and the buffers that move to the page with it. */
export interface Answer<Result> {
  readonly result: Result;
  readonly transfer?: Transferable[];
}

type Handlers = {
  readonly [Name in CallName]: (
    args: Calls[Name]['args'],
    context: CallContext,
  ) => Promise<Answer<Calls[Name]['result']>>;
};

/** Makes the calls of a worker, which share its current model. */
export function handlers(): Handlers {
  let model: tf.LayersModel | null = null;
  const current = (owner: string): tf.LayersModel => {
    if (!model) throw new Error(`${owner}: there is no model yet. Call load or build first`);
    return model;
  };
  const replace = (next: tf.LayersModel) => {
    model?.dispose();
    model = next;
    return { result: summaryOf(next) };
  };
  return {
    start: async (args, context) => ({ result: await start(args, context) }),
    load: async (source, { report }) =>
      replace(await loadModel(...sourceOf(source, (fraction) => report('fraction', fraction)))),
    build: async ({ name, inputShape, options }) => replace(buildModel(name, inputShape, options)),
    predict: async ({ volume, options }, { signal, report }) => {
      const onProgress = (progress: Events['slices']) => report('slices', progress);
      const mask = await predictVolume(current('predict'), volume, { ...options, signal, onProgress });
      return { result: mask, transfer: [mask.data.buffer as ArrayBuffer] };
    },
    train: async (data, context) => ({ result: await trainSegmentation(current('train'), optionsOf(data, context)) }),
    save: async ({ indexedDb }) => {
      const saving = current('save');
      if (indexedDb === null) return artifactsOf(saving);
      await saving.save(indexedDbModel(indexedDb));
      return { result: null };
    },
  };
}

async function start(
  { backend, options, lifeline }: StartArgs,
  { report }: CallContext,
): Promise<Calls['start']['result']> {
  const isHeld = await hold(lifeline);
  const { name, detail, reason } = await useBackend(backend, { ...options, log: (line) => report('log', line) });
  return { backend: { name, detail, reason }, isHeld };
}

/** Takes a lock for as long as the worker lives. Returns whether that is possible here. */
async function hold(lock: string): Promise<boolean> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return false;
  return new Promise((resolve) => {
    const forEver = () => {
      resolve(true);
      return new Promise(() => {});
    };
    locks.request(lock, forEver).catch(() => resolve(false));
  });
}

function summaryOf(model: tf.LayersModel): SegmenterModel {
  const [input, output] = [model.inputs[0]!, model.outputs[0]!];
  return { inputShape: input.shape, outputShape: output.shape, parameters: model.countParams() };
}

function sourceOf(source: SentSource, onProgress: (fraction: number) => void): Parameters<typeof loadModel> {
  if (source.from === 'url') return [source.url, { onProgress }];
  if (source.from === 'indexedDb') return [indexedDbModel(source.name)];
  if (source.from === 'files') return [{ load: () => readModelFiles(source.files) }];
  return [source.artifacts];
}

function optionsOf(
  { options, loss, checkpoint, samples: sent }: TrainData,
  { signal, report, samples }: CallContext,
): Parameters<typeof trainSegmentation>[1] {
  const { name, ...others } = checkpoint ?? { name: null };
  return {
    ...options,
    train: samples('train', sent.train),
    val: samples('val', sent.val),
    ...(loss === null ? {} : { loss: lossOf(loss, options.fromLogits ?? false) }),
    checkpoint: name === null ? null : { ...others, store: indexedDbCheckpoints(name) },
    signal,
    onProgress: (progress) => report('batch', progress),
    onEpoch: (record) => report('epoch', record),
  };
}

async function artifactsOf(model: tf.LayersModel): Promise<Answer<tf.io.ModelArtifacts>> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const { getWeightStream: _, ...data } = saved;
  const buffers = [data.weightData ?? []].flat();
  return { result: data, transfer: buffers };
}
