import {
  booleanJson,
  countJson,
  integerJson,
  type JsonReader,
  JsonValueError,
  labelJson,
  listJson,
  nullableJson,
  objectJson,
  optionalJson,
  pairJson,
  textJson,
} from '../../utils/jsonReader';
import type { LabelColor } from './labelColor';
import { type Label, type LabelTable, labelTable } from './labelTable';

const colorJson: JsonReader<LabelColor> = (value, path) => {
  const levels = listJson(integerJson)(value, path);
  if (levels.length === 3 && levels.every((level) => level >= 0 && level <= 255))
    return [levels[0]!, levels[1]!, levels[2]!];
  throw new JsonValueError(path, 'red, green and blue from 0 to 255', value);
};

const partsJson: JsonReader<LabelTable> = (value, path) =>
  objectJson<LabelTable>({
    labels: listJson(
      objectJson<Label>({ name: textJson, from: listJson(labelJson), value: countJson, color: colorJson }),
    ),
    regions: booleanJson,
    mirrored: listJson(pairJson(textJson)),
    regionOrder: optionalJson(listJson(textJson)),
    ignore: nullableJson(countJson),
    partial: booleanJson,
  })(value, path);

/** Reads a table of labels from JSON. @throws JsonValueError unless `labelTable` could have made it */
export const labelTableJson: JsonReader<LabelTable> = (value, path) => {
  const { labels, regions, mirrored, regionOrder = null, ignore, partial } = partsJson(value, path);
  const sources = Object.fromEntries(labels.map(({ name, from }) => [name, from]));
  if (Object.keys(sources).length < labels.length || new Set(labels.map(({ value }) => value)).size < labels.length)
    throw new JsonValueError(path, 'a table whose labels have names and values of their own', value);
  try {
    const table = labelTable(sources, { regions, mirrored, regionOrder, ignore });
    return { ...table, labels, partial };
  } catch (cause) {
    throw new JsonValueError(path, `a table of labels (${(cause as Error).message})`, value);
  }
};
