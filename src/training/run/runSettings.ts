import type { CtSlice } from '../../data/dataSet';
import type { DataSource } from '../../data/dataSource';
import type { LabelTable } from '../../data/labels/labelTable';
import type { Parts } from '../../data/split/split';
import {
  type Preprocessing,
  type PreprocessingOptions,
  resolvePreprocessing,
} from '../../preprocess/input/preprocessing';
import { requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { libraryVersion } from '../../utils/libraryVersion';
import { type Recipe, type RecipeOptions, recipeOf } from './recipe';

/** The data that a network was trained on. */
export interface RunData {
  /** Sources of the scans; several are mixed. */
  readonly sources: readonly DataSource[];
  /** Maximum number of slices of each part, spread evenly. `null`: all. */
  readonly limit: Parts<number | null>;
  /** Units of the slices. `null`: not recorded, as in version 0.0.0. */
  readonly units: readonly CtSlice['unit'][] | null;
  /** Whether the slices have the window of the preprocessing for certain: `false` for PNG slices, unless the user gave it. */
  readonly windowKnown: boolean;
}

/** A network of {@link buildModel}. */
export interface RunNetwork {
  /** Name of the network. */
  readonly name: string;
  /** Options that differ from the defaults. */
  readonly options: object;
}

/** The content of the `settings.json` of a run as plain JSON: how a network was trained and how its input is prepared. */
export interface RunSettings {
  /** Version of the file format. */
  readonly format: 2;
  readonly preprocessing: Preprocessing;
  /** Whether the saved model returns logits instead of probabilities. */
  readonly fromLogits: boolean;
  /** What the network segments. `null`: the liver. */
  readonly labels: LabelTable | null;
  /** Training data. `null`: not recorded. */
  readonly data: RunData | null;
  /** Network of {@link buildModel}. `null`: another network. */
  readonly network: RunNetwork | null;
  /** Training options. `null`: not recorded. */
  readonly recipe: Recipe | null;
  /** Backend of the training. `null`: not recorded. */
  readonly backend: { readonly name: string; readonly detail: string } | null;
  /** Versions of msa-unet and of the software that it ran on. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Content of {@link RunSettings}, without defaults. */
export interface RunSettingsOptions {
  /** The options of `prepareSlices` in training. */
  preprocessing: PreprocessingOptions;
  /** Whether the saved model returns logits instead of probabilities. @defaultValue that of `recipe` */
  fromLogits?: boolean;
  /** What the network segments. @defaultValue that of the model; see {@link modelLabels} */
  labels?: LabelTable | null;
  /** Training data, from `openTrainingData`. @defaultValue `null` */
  data?: RunData | null;
  /** Name and options in `buildModel`. @defaultValue `null` */
  network?: RunNetwork | null;
  /** The options of `trainSegmentation`. @defaultValue `null` */
  recipe?: RecipeOptions | null;
  /** Backend of the training, from `useBackend`. @defaultValue `null` */
  backend?: {
    readonly name: string;
    readonly detail: string;
    readonly versions: Readonly<Record<string, string>>;
  } | null;
}

/**
 * The settings of a run with every default filled in.
 *
 * @throws OptionError if an option is unknown, or one of the preprocessing or the recipe is out of range
 */
export function runSettings({
  preprocessing,
  recipe = null,
  fromLogits = recipe?.fromLogits ?? false,
  labels = null,
  data = null,
  network = null,
  backend = null,
  ...others
}: RunSettingsOptions): RunSettings {
  const known = { preprocessing, recipe, fromLogits, labels, data, network, backend };
  if (typeof preprocessing !== 'object' || preprocessing === null)
    throw invalidOption('saveRun', 'preprocessing', 'the options of prepareSlices in training', preprocessing, {
      option: 'preprocessing',
      value: { size: [256, 256] },
      when: 'if slices were resized to 256 × 256',
    });
  requireKnown<RunSettingsOptions>('saveRun', others, known);
  if (recipe) requireKnown<RecipeOptions>('saveRun', recipe, recipeOf({}));
  return {
    format: 2,
    preprocessing: preprocessingOf(preprocessing),
    fromLogits,
    labels,
    data,
    network,
    recipe: recipe && recipeOf(recipe),
    backend: backend && { name: backend.name, detail: backend.detail },
    versions: { 'msa-unet': libraryVersion, ...backend?.versions },
  };
}

/** Fills in the defaults of `prepareSlices`. @throws OptionError if an option is unknown or out of range */
export const preprocessingOf = (options: PreprocessingOptions): Preprocessing =>
  resolvePreprocessing('preprocessing', options);
