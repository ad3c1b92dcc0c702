import {
  booleanJson,
  countJson,
  integerJson,
  type JsonReader,
  listJson,
  mapJson,
  nullableJson,
  numberJson,
  objectJson,
  pairJson,
  plainObjectJson,
  textJson,
} from '../../utils/jsonReader';
import { recipeOf } from './recipe';
import { recipeJson } from './recipeJson';
import { preprocessingOf, type RunSettings } from './runSettings';

/**
 * Reads the settings of a run of version 0.0.0. They record neither the units of the slices nor whether the user gave the
 * window of PNG slices: a window that differs from the paper's must have been given.
 */
export const readFormat1: JsonReader<RunSettings> = (value, path) => {
  const { version, preprocessing, network, data, training, backend } = format1Json(value, path);
  const { size, window, clahe } = preprocessing;
  const { folders, image, mask, liverLabels, limit } = data;
  const prepared = preprocessingOf({ size, window, clahe: clahe ? {} : null });
  const usual = preprocessingOf({}).window;
  return {
    format: 2,
    preprocessing: prepared,
    fromLogits: false,
    labels: null,
    data: {
      sources: folders.map((folder) => ({ kind: 'folder', path: folder, image, mask, liverLabels })),
      limit: { train: limit, val: limit && Math.ceil(limit / 8), test: null },
      units: null,
      windowKnown: window.windowMin !== usual.windowMin || window.windowMax !== usual.windowMax,
    },
    network,
    recipe: recipeJson({ ...recipeOf({}), ...training, augmentation: augmentationOf(training) }, 'training'),
    backend: { name: backend.name, detail: backend.detail },
    versions: { 'msa-unet': version, ...backend.versions },
  };
};

/** `{}` stood for the defaults, which were the only choice. */
const augmentationOf = ({ augmentation }: { readonly augmentation: object | null }) =>
  augmentation && recipeOf({ augmentation: {} }).augmentation;

const format1Json = (value: unknown, path: string) =>
  objectJson({
    version: textJson,
    preprocessing: objectJson({
      size: nullableJson(pairJson(countJson)),
      window: objectJson({ windowMin: numberJson, windowMax: numberJson }),
      clahe: booleanJson,
    }),
    network: objectJson({ name: textJson, options: plainObjectJson }),
    data: objectJson({
      folders: listJson(textJson),
      image: nullableJson(textJson),
      mask: nullableJson(textJson),
      liverLabels: nullableJson(listJson(integerJson)),
      limit: nullableJson(countJson),
    }),
    training: (value: unknown, path: string) => ({
      ...plainObjectJson(value, path),
      ...objectJson({ augmentation: nullableJson(plainObjectJson) })(value, path),
    }),
    backend: objectJson({ name: textJson, detail: textJson, versions: mapJson(textJson) }),
  })(value, path);
