import type * as tf from '@tensorflow/tfjs';

import type { Sample, Samples } from '../../data/sample';
import type { Volume } from '../../data/volume';
import type { PredictVolumeOptions, VolumeProgress } from '../../inference/predictVolume';
import type { ModelName, ModelOptions } from '../../models/buildModel';
import type { InputShape } from '../../models/inputImage';
import type { CheckpointOptions } from '../../training/checkpoint/checkpointStore';
import type { EpochRecord, History, TrainingProgress } from '../../training/history';
import type { TrainSegmentationOptions } from '../../training/trainOptions';
import type { UseBackendOptions } from '../backends/useBackendOptions';
import type { BackendChoice, SegmenterBackend, SegmenterModel } from './segmenter';
import type { SegmenterLoss } from './segmenterLoss';
import type { SentError } from './sentError';

/** What the page can ask of the worker: the arguments and the result of each call, all of them data. */
export interface Calls {
  start: { args: StartArgs; result: { backend: SegmenterBackend; isHeld: boolean } };
  load: { args: SentSource; result: SegmenterModel };
  build: { args: BuildArgs; result: SegmenterModel };
  predict: { args: { volume: Volume; options: PredictData }; result: Volume };
  train: { args: TrainData; result: History };
  save: { args: { indexedDb: string | null }; result: tf.io.ModelArtifacts | null };
}

/** Name of a call. */
export type CallName = keyof Calls;

/** Arguments of the first call. */
export interface StartArgs {
  readonly backend: BackendChoice;
  readonly options: Omit<UseBackendOptions, 'log'>;
  /** Lock that the worker holds for as long as it lives, if it can. */
  readonly lifeline: string;
}

/** Network that `build` makes. */
interface BuildArgs {
  readonly name: ModelName;
  readonly inputShape: InputShape;
  readonly options: ModelOptions[ModelName];
}

/** Source of a model, as data. */
export type SentSource =
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'indexedDb'; readonly name: string }
  | { readonly from: 'files'; readonly files: File[] }
  | { readonly from: 'artifacts'; readonly artifacts: tf.io.ModelArtifacts };

/** The options of `predictVolume` that are data. */
type PredictData = Omit<PredictVolumeOptions, 'signal' | 'onProgress'>;

/** The options of `trainSegmentation` as data. */
export interface TrainData {
  readonly options: Omit<
    TrainSegmentationOptions,
    'train' | 'val' | 'loss' | 'checkpoint' | 'signal' | 'onProgress' | 'onEpoch'
  >;
  readonly loss: SegmenterLoss | null;
  readonly checkpoint: (Omit<CheckpointOptions, 'store'> & { name: string }) | null;
  /** The samples, which the worker reads from the page one by one. */
  readonly samples: Readonly<Record<Part, SentSamples>>;
}

/** What the worker knows of samples before it reads them. */
export type SentSamples = Pick<Samples, 'length' | 'labels'>;

/** Part of the samples of a training. */
export type Part = 'train' | 'val';

/** What a call reports while it runs. */
export interface Events {
  log: string;
  fraction: number;
  slices: VolumeProgress;
  batch: TrainingProgress;
  epoch: EpochRecord;
}

/** A call as it is sent. */
export type CallMessage<Name extends CallName = CallName> = {
  [One in Name]: { readonly type: 'call'; readonly id: number; readonly name: One; readonly args: Calls[One]['args'] };
}[Name];

/** Messages of the page. */
export type ToWorker =
  | CallMessage
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'sample'; readonly request: number; readonly sample: Sample }
  | { readonly type: 'noSample'; readonly request: number; readonly error: SentError };

/** An event as it is sent. */
export type EventMessage = {
  [Kind in keyof Events]: {
    readonly type: 'event';
    readonly id: number;
    readonly kind: Kind;
    readonly value: Events[Kind];
  };
}[keyof Events];

/** Messages of the worker. */
export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly result: Calls[CallName]['result'] }
  | { readonly type: 'error'; readonly id: number; readonly error: SentError }
  | {
      readonly type: 'read';
      readonly id: number;
      readonly request: number;
      readonly part: Part;
      readonly index: number;
    }
  | EventMessage;

/** One end of the line between page and worker. */
export interface Port {
  /** Sends a message to the other side. */
  postMessage(message: unknown, transfer: Transferable[]): void;
  /** Listens to messages from the other side. */
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}
