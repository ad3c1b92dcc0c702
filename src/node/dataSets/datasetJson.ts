import { readBytes } from '../../data/ctFile';
import { CtFileError } from '../../data/ctFileError';
import { listed } from '../../utils/clip';
import { counted } from '../../utils/counted';
import type { FoundFile } from './diskFile';

/** Longest file that is read in bytes; those of thousands of scans take about 1 MB. */
const mostBytes = 2 ** 24;

/** Labels that count as liver, and what a user has to know of them. */
export interface LiverLabels {
  /** `null`: all above 0. */
  readonly labels: readonly number[] | null;
  readonly notes: readonly string[];
}

/**
 * Finds the labels of the liver by their names in the `dataset.json` beside `imagesTr`, as nnU-Net (`{ "liver": 1 }`)
 * and the Medical Segmentation Decathlon (`{ "1": "liver" }`) write it. If all other labels are tumours, all labels are
 * liver, as in LiTS.
 *
 * @returns all labels above 0 if there is no such file
 * @throws CtFileError if the file is damaged, too long, names no liver, or has nnU-Net's label `ignore`
 */
export async function liverLabelsIn(files: readonly FoundFile[]): Promise<LiverLabels> {
  const found = await namedLabelsIn(files);
  if (!found) return { labels: null, notes: [] };
  const { file, named } = found;
  const organs = named.filter(({ name }) => !/^(background|ignore)$/i.test(name));
  const isLiver = ({ name }: NamedLabel) => /(^|[^a-z])(liver|hepar)([^a-z]|$)/i.test(name);
  const livers = organs.filter(isLiver);
  if (livers.length === 0) throw unnamed(file, `none of its labels is called liver: ${listOf(organs)}`);
  const others = organs.filter((one) => !isLiver(one));
  const isAll = others.every(({ name }) => /tumou?r|cancer|lesion/i.test(name));
  const labels = [...new Set((isAll ? organs : livers).flatMap(({ values }) => values))];
  const ignored = named.find(({ name }) => /^ignore$/i.test(name));
  if (ignored) throw ignoredError(file, ignored, labels);
  if (isAll) return { labels: null, notes: [] };
  return {
    labels,
    notes: [
      `${file.name} calls ${listOf(livers)} liver; ${counted(others.length, 'other label')} ${others.length === 1 ? 'is' : 'are'} background`,
    ],
  };
}

/**
 * Reads the names of all labels in the `dataset.json` beside `imagesTr`, background and `ignore` included.
 *
 * @returns `null` if there is no such file
 * @throws CtFileError if the file is damaged, too long, or lists no labels
 */
export async function namedLabelsIn(files: readonly FoundFile[]): Promise<NamedLabels | null> {
  const images = files.find(({ name }) => /(^|\/)imagesTr\//.test(name));
  const path = images?.name.replace(/imagesTr\/.*$/, 'dataset.json');
  const file = files.find(({ name }) => name === path);
  if (!file) return null;
  const json = await readJson(file);
  const named = namedLabels(json);
  if (named === null) throw unnamed(file, 'it lists no labels');
  return { file, named, regionNumbers: Object(json).regions_class_order ?? null };
}

/** The labels that a file names. */
export interface NamedLabels {
  readonly file: FoundFile;
  readonly named: readonly NamedLabel[];
  /** The field `regions_class_order` of nnU-Net: the number that each region writes. `null`: none. */
  readonly regionNumbers: unknown;
}

/** A name and its label; of a region several. */
export interface NamedLabel {
  readonly name: string;
  readonly values: readonly number[];
}

function namedLabels(json: unknown): NamedLabel[] | null {
  const labels: unknown = typeof json === 'object' && json !== null && 'labels' in json ? json.labels : null;
  if (typeof labels !== 'object' || labels === null) return null;
  return Object.entries(labels).flatMap(([key, value]: [string, unknown]) => {
    const [name, values] = typeof value === 'string' ? [value, [Number(key)]] : [key, [value].flat()];
    const isLabel = (one: unknown): one is number => Number.isInteger(one);
    return values.every(isLabel) ? [{ name, values }] : [];
  });
}

const listOf = (labels: readonly NamedLabel[]) =>
  listed(
    labels.map(({ name, values }) => `${name} (${values.join(', ')})`),
    12,
  );

/** Error for voxels that nobody has annotated: they are neither liver nor background. */
const ignoredError = (file: FoundFile, ignored: NamedLabel, labels: readonly number[]) =>
  new CtFileError(
    file.name,
    `the label ${listOf([ignored])} marks voxels without annotation, which are neither liver nor background`,
    {
      fix: [
        { option: 'labels', value: 'all', when: 'to train all labels of the file and leave these voxels out' },
        { option: 'liverLabels', value: labels, when: 'to count them as background' },
      ],
    },
  );

const unnamed = (file: FoundFile, problem: string) =>
  new CtFileError(file.name, problem, { fix: [{ option: 'liverLabels', value: [1] }] });

async function readJson(file: FoundFile): Promise<unknown> {
  const { size } = await file.describe();
  if (size > mostBytes) throw unnamed(file, `${size} bytes are too many for a list of labels`);
  const text = new TextDecoder().decode(await readBytes(file));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unnamed(file, `not JSON (${cause instanceof Error ? cause.message : cause})`);
  }
}
