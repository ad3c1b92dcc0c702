import { type Names, requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { frozen } from '../../utils/frozen';
import { type LabelColor, labelColor } from './labelColor';
import { type MirroredPair, mirroredPairs } from './mirroredPairs';
import { resolveRegionOrder } from './regionOrder';
import { isNumber, type Source, writtenValues } from './writtenValues';

/** A number in mask files or, in files that name their segments, a name in any case. */
export type LabelSource = number | string;

/** What is segmented: the name of each label, and the numbers or segment names that it has in mask files. */
export type Labels = Readonly<Record<string, LabelSource | readonly LabelSource[]>>;

/** One label of a {@link LabelTable}. */
export interface Label {
  /** Name: `liver`. */
  readonly name: string;
  /** Its numbers in mask files, or the names of its segments. */
  readonly from: readonly LabelSource[];
  /** Its number in the masks that are written. */
  readonly value: number;
  /** Red, green and blue from 0 to 255, in pictures and in masks that store colours. */
  readonly color: LabelColor;
}

/** What a network segments, as plain data: it travels in settings, models, masks and reports. */
export interface LabelTable {
  /** The labels without the background, in the order of the network's channels. */
  readonly labels: readonly Label[];
  /**
   * Whether labels are regions that may overlap, as a liver and its tumours do: a network predicts each by a sigmoid. Else
   * they are exclusive classes, predicted by a softmax over the background and them.
   */
  readonly regions: boolean;
  /** Names of labels that are mirror images of each other: a flip of the image swaps them. */
  readonly mirrored: readonly MirroredPair[];
  /**
   * Names of the regions in the order in which they are written where a voxel holds one number, later over earlier.
   * @defaultValue the order of `labels`; a number of mask files that means just these regions goes before it
   */
  readonly regionOrder?: readonly string[];
  /** Number of pixels that nobody has drawn; losses and metrics leave them out. `null`: there are none. */
  readonly ignore: number | null;
  /** Whether some labels are drawn only in some scans, or pixels are ignored; losses and metrics then ask each mask. */
  readonly partial: boolean;
}

/** Options of {@link labelTable}. */
export interface LabelTableOptions {
  /**
   * Whether labels are regions that may overlap. `null`: if two of them share a number or a segment name.
   * @defaultValue `null`
   */
  regions?: boolean | null;
  /**
   * Pairs of labels that are mirror images of each other. `null`: guessed from their names, such as `kidney_left` and
   * `kidney_right`. @defaultValue `null`
   */
  mirrored?: readonly MirroredPair[] | null;
  /**
   * Names of all regions in the order in which they are written where a voxel holds one number, later over earlier; nnU-Net has
   * `regions_class_order` for it. `null`: the order of the labels. @defaultValue `null`
   */
  regionOrder?: readonly string[] | null;
  /** Number, in mask files, of pixels that nobody has drawn. `null`: there are none. @defaultValue `null` */
  ignore?: number | null;
}

/** Names of {@link LabelTableOptions}. */
const optionNames: Names<LabelTableOptions> = { regions: 0, mirrored: 0, regionOrder: 0, ignore: 0 };

/** Most labels: a pixel of a mask is a byte, and 255 a pixel that nobody has drawn. */
const most = { classes: 254, regions: 7 };

/**
 * Makes a table of labels: what a network segments, and how mask files number it. Options: {@link LabelTableOptions}.
 *
 * A name with several numbers joins them. If labels share a number, they are regions that may overlap: `{ liver: [1, 2],
 * tumour: [2] }` are the whole liver and the tumours in it. Where a voxel of a written mask holds one number, the later
 * region of the table, or of `regionOrder`, is written. `background: 0` may be listed and changes nothing; numbers in no
 * label are background.
 *
 * @throws OptionError if there is no label, a number is not a whole number above 0, exclusive labels share a number, or
 * there are more than 254 classes or 7 regions; if `regionOrder` is given for exclusive labels, or does not name each region
 * once
 * @example
 * ```ts
 * import { labelTable } from 'msa-unet';
 *
 * const { regions, labels } = labelTable({ liver: [1, 2], tumour: 2 });
 * console.log(regions, labels.map(({ name, value }) => `${name} ${value}`)); // true [ 'liver 1', 'tumour 2' ]
 *
 * const organs = labelTable({ background: 0, liver: 6, kidney_right: 2, kidney_left: 3 });
 * console.log(organs.mirrored); // [ [ 'kidney_right', 'kidney_left' ] ]
 * ```
 */
export function labelTable(labels: Labels, options: LabelTableOptions = {}): LabelTable {
  requireKnown('labelTable', options, optionNames);
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels))
    throw invalidOption('labelTable', 'labels', 'an object of names and numbers, such as { liver: 1 }', labels);
  const sources = Object.entries(labels).flatMap(([name, value]) => sourcesOf(name, [value].flat()));
  if (sources.length === 0) throw invalidOption('labelTable', 'labels', 'at least one label', labels);
  const shared = sharedSource(sources);
  const regions = options.regions ?? shared !== null;
  if (!regions && shared !== null)
    throw invalidOption('labelTable', 'regions', `true, as ${shared.join(' and ')} share a number`, regions);
  const limit = regions ? most.regions : most.classes;
  if (sources.length > limit)
    throw invalidOption('labelTable', 'labels', `at most ${limit} ${regions ? 'regions' : 'classes'}`, sources.length);
  const { ignore = null } = options;
  const taken = sources.flatMap(({ from }) => from);
  if (ignore !== null && (!isNumber(ignore) || taken.includes(ignore)))
    throw invalidOption('labelTable', 'ignore', 'null, or a whole number above 0 that no label has', ignore);
  const names = sources.map(({ name }) => name);
  const regionOrder = resolveRegionOrder(names, regions, options.regionOrder ?? null);
  const values = writtenValues(sources, regionOrder ?? names);
  return frozen({
    labels: sources.map((source, i) => Object.freeze({ ...source, value: values[i]!, color: labelColor(i) })),
    regions,
    mirrored: mirroredPairs(names, options.mirrored ?? null),
    ...(regionOrder && { regionOrder }),
    ignore,
    partial: ignore !== null,
  });
}

/** Makes a table of names and numbers; a table stays as it is. */
export const resolveLabels = (labels: Labels | LabelTable): LabelTable =>
  Array.isArray(Object(labels).labels) ? (labels as LabelTable) : labelTable(labels as Labels);

/** Number of output channels of a network for a table: 1 for a single label, one per region, or one per class with the background. */
export const channelsOf = ({ labels, regions }: Pick<LabelTable, 'labels' | 'regions'>): number =>
  labels.length === 1 || regions ? labels.length : labels.length + 1;

function sourcesOf(name: string, from: readonly LabelSource[]): Source[] {
  if (name.toLowerCase() === 'background' && from.every((one) => one === 0)) return [];
  const isSource = (one: LabelSource) => isNumber(one) || (typeof one === 'string' && one.trim() !== '');
  if (name.trim() === '' || from.length === 0 || !from.every(isSource))
    throw invalidOption('labelTable', `labels.${name}`, 'whole numbers above 0, or names of segments', from);
  return [{ name, from: Object.freeze([...new Set(from)]) }];
}

const keyOf = (one: LabelSource) => (typeof one === 'string' ? one.toLowerCase() : one);

/** Names of the first two labels that share a number; `null` if none do. */
function sharedSource(sources: readonly Source[]): readonly [string, string] | null {
  const owners = new Map<LabelSource, string>();
  for (const { name, from } of sources)
    for (const key of from.map(keyOf)) {
      const owner = owners.get(key);
      if (owner !== undefined) return [owner, name];
      owners.set(key, name);
    }
  return null;
}
