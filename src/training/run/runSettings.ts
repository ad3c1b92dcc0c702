import type { CtSlice } from '../../data/dataSet';
import type { DataSource } from '../../data/dataSource';
import type { Parts } from '../../data/split/split';
import { type ClaheOptions, resolveClahe } from '../../ops/claheOptions';
import { type HuWindowOptions, resolveHuWindow } from '../../preprocess/windowHu';
import { libraryVersion } from '../../utils/libraryVersion';
import type { PrepareSlicesOptions } from '../samples/prepareSlices';
import { type Recipe, type RecipeOptions, recipeOf } from './recipe';

/** How slices were prepared for training: options of `prepareSlices` and of `predictVolume`, with every default filled in. */
export interface Preprocessing {
  /** Height and width that slices are resized to, in pixels; `null`: they keep their size. */
  readonly size: readonly [height: number, width: number] | null;
  /** The CT window, for slices in Hounsfield units. */
  readonly window: Readonly<Required<HuWindowOptions>>;
  /** How contrast is equalised; `null`: it is not. */
  readonly clahe: Readonly<Required<ClaheOptions>> | null;
}

/** What a network was trained on. */
export interface RunData {
  /** Where the scans come from; several are mixed. */
  readonly sources: readonly DataSource[];
  /** At most so many slices of each part were used, spread evenly; `null`: all. */
  readonly limit: Parts<number | null>;
  /** Units of the slices; `null` in runs of version 0.0.0, which did not record them. */
  readonly units: readonly CtSlice['unit'][] | null;
  /** Whether `window` is known to be that of the slices: `false` for PNG slices, unless the user has stated it. */
  readonly windowKnown: boolean;
}

/** A network that `buildModel` has built. */
export interface RunNetwork {
  /** Its name there. */
  readonly name: string;
  /** What differs from the defaults of its builder. */
  readonly options: object;
}

/** The content of the `settings.json` of a run, as plain JSON: how a network came about and what it takes. */
export interface RunSettings {
  /** Version of the file format. */
  readonly format: 2;
  readonly preprocessing: Preprocessing;
  /** Whether the saved model gives logits instead of probabilities. */
  readonly fromLogits: boolean;
  /** `null` if nobody recorded it. */
  readonly data: RunData | null;
  /** `null` for a network that `buildModel` has not built. */
  readonly network: RunNetwork | null;
  /** `null` if nobody recorded it. */
  readonly recipe: Recipe | null;
  /** What the training ran on; `null` if nobody recorded it. */
  readonly backend: { readonly name: string; readonly detail: string } | null;
  /** Versions of msa-unet and of what it ran on. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What the settings of a run are made of. */
export interface RunSettingsOptions {
  /** How slices were prepared: the options that `prepareSlices` was given. */
  preprocessing: Pick<PrepareSlicesOptions, 'size' | 'window' | 'clahe'>;
  /** Whether the saved model gives logits instead of probabilities. @defaultValue that of `recipe` */
  fromLogits?: boolean;
  /** What the network was trained on, from `openTrainingData`. @defaultValue `null` */
  data?: RunData | null;
  /** The network by its name in `buildModel`. @defaultValue `null` */
  network?: RunNetwork | null;
  /** The options that `trainSegmentation` was given. @defaultValue `null` */
  recipe?: RecipeOptions | null;
  /** What the training ran on, from `useBackend`. @defaultValue `null` */
  backend?: {
    readonly name: string;
    readonly detail: string;
    readonly versions: Readonly<Record<string, string>>;
  } | null;
}

/**
 * The settings of a run with every default filled in.
 *
 * @throws RangeError if an option of the preprocessing or the recipe is out of range
 */
export function runSettings({
  preprocessing,
  recipe = null,
  fromLogits = recipe?.fromLogits ?? false,
  data = null,
  network = null,
  backend = null,
}: RunSettingsOptions): RunSettings {
  return {
    format: 2,
    preprocessing: preprocessingOf(preprocessing),
    fromLogits,
    data,
    network,
    recipe: recipe && recipeOf(recipe),
    backend: backend && { name: backend.name, detail: backend.detail },
    versions: { 'msa-unet': libraryVersion, ...backend?.versions },
  };
}

/** Fills in the defaults of `prepareSlices`. @throws RangeError if an option is out of range */
export function preprocessingOf({
  size = null,
  window = {},
  clahe = {},
}: RunSettingsOptions['preprocessing']): Preprocessing {
  return {
    size,
    window: resolveHuWindow('preprocessing', window),
    clahe: clahe && resolveClahe('preprocessing', clahe),
  };
}
