import type { LabelTable } from '../data/labels/labelTable';
import { invalidOption } from '../utils/errors';
import { type Mask, requireSameGrid } from './mask';

/** Ground truth and prediction of one volume, on the same three-dimensional grid. */
export interface VolumePair {
  /** Patient that the volume belongs to. */
  readonly patient: string;
  /** Name of the volume, unique within the patient. */
  readonly name: string;
  readonly truth: Mask;
  readonly prediction: Mask;
  /** Names of the slices, unique within the volume. @defaultValue their indices from 0 */
  readonly slices?: readonly string[];
  /** Names of labels of the table that nobody has drawn in this volume; they are skipped and counted. @defaultValue none */
  readonly undrawn?: readonly string[];
}

/**
 * Throws OptionError unless the pair is complete, and its name new.
 *
 * @param before names of the pairs before; that of this one is added
 */
export function requirePair(
  { patient, name, truth, prediction, slices, undrawn = [] }: VolumePair,
  before: Set<string>,
  table: LabelTable | null,
): void {
  requireSameGrid('evaluateVolumes', truth, prediction);
  const [depth] = truth.shape;
  if (truth.shape.length !== 3)
    throw invalidOption('evaluateVolumes', 'truth.shape', '[depth, height, width]', truth.shape);
  if (slices && !(slices.length === depth && new Set(slices).size === depth))
    throw invalidOption('evaluateVolumes', 'slices', `a name of its own for each of ${depth} slices`, slices);
  const key = JSON.stringify([patient, name]);
  if (before.has(key)) throw invalidOption('evaluateVolumes', 'name', `different for each volume of ${patient}`, name);
  before.add(key);
  const known = table?.labels.map((label) => label.name) ?? [];
  const expected = table ? `names of the table: ${known.join(', ')}` : 'empty without `labels`';
  if (undrawn.some((label) => !known.includes(label)))
    throw invalidOption('evaluateVolumes', 'undrawn', expected, undrawn);
}
