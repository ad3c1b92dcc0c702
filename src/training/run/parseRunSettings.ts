import type { DataSource, FolderSource, PhantomSource } from '../../data/dataSource';
import type { LabelSource, Labels, LabelTable } from '../../data/labels/labelTable';
import { labelTableJson } from '../../data/labels/labelTableJson';
import { parseRunFile } from '../../data/parseRunFile';
import { RunFileError } from '../../data/runFileError';
import type { Parts } from '../../data/split/split';
import type { Preprocessing } from '../../preprocess/input/preprocessing';
import {
  booleanJson,
  countJson,
  integerJson,
  type JsonReader,
  JsonValueError,
  labelJson,
  listJson,
  mapJson,
  nullableJson,
  numberJson,
  objectJson,
  oneOfJson,
  optionalJson,
  pairJson,
  plainObjectJson,
  textJson,
  withDefaultJson,
} from '../../utils/jsonReader';
import { recipeJson } from './recipeJson';
import type { RunData, RunNetwork, RunSettings } from './runSettings';
import { readFormat1 } from './runSettingsFormat1';

/**
 * Reads the text of the `settings.json` of a run, in the current format or that of version 0.0.0. In Node, `openRun` does
 * this; a web page fetches the file.
 *
 * @param file name of the file in messages
 * @throws RunFileError if the file is damaged, or comes from another program or a newer version of msa-unet
 * @example
 * ```ts no-run
 * import { inferenceOf, loadModel, parseRunSettings, predictVolume, readVolume } from 'msa-unet';
 *
 * const settings = parseRunSettings(await (await fetch('liver/settings.json')).text());
 * const model = await loadModel('liver/model/model.json');
 * const scan = await readVolume([...document.querySelector('input')!.files!]);
 * const mask = await predictVolume(model, scan, inferenceOf(settings));
 * console.log(mask.shape);
 * ```
 */
export function parseRunSettings(text: string, file = 'settings.json'): RunSettings {
  const read: JsonReader<RunSettings> = (value, path) => {
    const { format, modelTopology }: { format?: unknown; modelTopology?: unknown } = Object(value);
    if (modelTopology)
      throw new RunFileError(file, 'the file is a model. Pass settings.json, which is beside its folder');
    if (format === 1) return readFormat1(value, path);
    if (format === 2) return settingsJson(value, path);
    if (typeof format !== 'number') throw new JsonValueError(path, 'the settings of a run, with a `format`', value);
    throw new RunFileError(file, `\`format\` must be 1 or 2; received ${format}. Update msa-unet to read this run`);
  };
  return parseRunFile(text, file, { read, fix });
}

const fix =
  'Restore the file from a copy of the run. Without it, pass the preprocessing yourself: CT window, CLAHE and size';

const sizeJson: JsonReader<[number, number] | null> = (value, path) => nullableJson(pairJson(countJson))(value, path);

const preprocessingJson: JsonReader<Preprocessing> = (value, path) =>
  objectJson<Preprocessing>({
    size: sizeJson,
    window: objectJson({ windowMin: numberJson, windowMax: numberJson }),
    clahe: nullableJson(objectJson({ clipLimit: numberJson, tileColumns: countJson, tileRows: countJson })),
    spacing: withDefaultJson(nullableJson(pairJson(numberJson)), null), // this and the next ones are younger than the format
    windows: withDefaultJson(nullableJson(listJson(pairJson(numberJson))), null),
    context: withDefaultJson(integerJson, 0),
    contextMm: withDefaultJson(nullableJson(numberJson), null),
  })(value, path);

/** Labels as an option: names and numbers, a table, or all. */
const labelsJson: JsonReader<Labels | LabelTable | 'all'> = (value, path) => {
  if (value === 'all') return value;
  if (Array.isArray(Object(value).labels)) return labelTableJson(value, path);
  return mapJson<LabelSource | readonly LabelSource[]>((one, at) =>
    Array.isArray(one) ? listJson(labelJson)(one, at) : labelJson(one, at),
  )(value, path);
};

const folderJson: JsonReader<FolderSource> = (value, path) =>
  objectJson<FolderSource>({
    kind: oneOfJson(['folder']),
    path: textJson,
    image: nullableJson(textJson),
    mask: nullableJson(textJson),
    liverLabels: nullableJson(listJson(labelJson)),
    labels: optionalJson(nullableJson(labelsJson)),
  })(value, path);

const phantomJson: JsonReader<PhantomSource> = (value, path) =>
  objectJson<PhantomSource>({
    kind: oneOfJson(['phantom']),
    patients: countJson,
    slicesPerPatient: countJson,
    size: countJson,
    seed: integerJson,
    labels: optionalJson(oneOfJson(['liver', 'organs'])),
  })(value, path);

const sourceJson: JsonReader<DataSource> = (value, path) => {
  const { kind } = objectJson({ kind: oneOfJson(['folder', 'phantom']) })(value, path);
  return kind === 'folder' ? folderJson(value, path) : phantomJson(value, path);
};

const limitJson: JsonReader<number | null> = (value, path) => nullableJson(countJson)(value, path);

const dataJson: JsonReader<RunData> = (value, path) =>
  objectJson<RunData>({
    sources: listJson(sourceJson),
    limit: objectJson<Parts<number | null>>({ train: limitJson, val: limitJson, test: limitJson }),
    units: nullableJson(listJson(oneOfJson(['hu', 'grey']))),
    windowKnown: booleanJson,
  })(value, path);

const settingsJson: JsonReader<RunSettings> = (value, path) =>
  objectJson<RunSettings>({
    format: () => 2,
    preprocessing: preprocessingJson,
    fromLogits: booleanJson,
    labels: withDefaultJson(nullableJson(labelTableJson), null),
    data: nullableJson(dataJson),
    network: nullableJson(objectJson<RunNetwork>({ name: textJson, options: plainObjectJson })),
    recipe: nullableJson(recipeJson),
    backend: nullableJson(objectJson({ name: textJson, detail: textJson })),
    versions: mapJson(textJson),
  })(value, path);
