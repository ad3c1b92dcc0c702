import { CtFileError } from '../../data/ctFileError';
import type { LabelSource, LabelTable } from '../../data/labels/labelTable';
import { codedMask, codeOf, maskCoder } from '../../data/labels/maskCodes';
import type { Segment } from '../../data/segments/segment';
import type { VolumeHeader } from '../../data/volume';
import { type Match, matching } from './pattern';
import type { Sources } from './sources';
import { type VolumePlace, volumeFile } from './volumeFile';
import { hasNames, liverCode, type MaskFile } from './volumeScan';

/** What a mask holds, and where it lies. */
export interface MaskContent {
  /** `null`: liver only. */
  readonly labels: LabelTable | null;
  /** Without a table: labels that count as liver. `null`: all above 0. */
  readonly liverLabels: readonly LabelSource[] | null;
  /** Names that the data set has for the numbers of files without names. @defaultValue none */
  readonly names?: readonly Segment[];
  /** Grid of the scan. `null`: the masks match it voxel by voxel as stored. */
  readonly grid: VolumeHeader | null;
}

/** A mask, and the notes on how its file was read. */
export type OpenMask = Omit<MaskFile, 'flips'>;

/**
 * Opens the masks of a scan in one file: one for each region if the file draws its segments apart, as they may overlap; else
 * one of all labels.
 *
 * @throws CtFileError if the header cannot be read, or lacks a label of the table
 */
export async function maskFiles(
  place: VolumePlace,
  content: MaskContent,
  files: Sources['files'],
): Promise<OpenMask[]> {
  const { labels, liverLabels, names = [], grid } = content;
  const open = (segments: readonly LabelSource[] | null, overlap: 'error' | 'first') =>
    volumeFile(place, { kind: 'label', grid, segments, overlap }, files);
  const liver = (volume: OpenMask['volume']): OpenMask => ({
    volume,
    code: liverCode(hasNames(liverLabels) ? null : liverLabels),
  });
  if (labels === null && hasNames(liverLabels)) return [liver(await open(liverLabels, 'first'))];
  const whole = await open(null, 'first');
  const { segments } = whole.header;
  if (labels === null) {
    const own = segments?.map(({ value }) => value).filter((value) => liverLabels?.includes(value)) ?? [];
    return [liver(own.length > 0 ? await open(own, 'first') : whole)];
  }
  if (!segments) return [{ volume: whole, code: maskCoder(labels, names, place.path) }];
  if (!labels.regions) {
    const sources = labels.labels.flatMap(({ from }) => from);
    return [{ volume: await open(sources, 'error'), code: maskCoder(labels, segments, place.path) }];
  }
  return Promise.all(
    labels.labels.map(async ({ from }, index) => ({
      volume: await open(from, 'first'),
      code: only(codeOf(labels, index)),
    })),
  );
}

/** Opens the masks of the scan whose pattern's star stands for `key`. */
export type OpenOrganMasks = (key: string, grid: VolumeHeader | null) => Promise<OpenMask[]>;

/**
 * Finds the masks of labels that have files of their own, in which every number above 0 is the label.
 *
 * @param maskOf pattern of the masks of a label
 * @throws CtFileError (of the returned function) if a scan has no mask of a label
 */
export async function organMasks(
  { files, owner }: Sources,
  labels: LabelTable,
  maskOf: (label: LabelSource) => string,
): Promise<OpenOrganMasks> {
  const organs: { readonly index: number; readonly pattern: string; readonly places: ReadonlyMap<string, Match> }[] =
    [];
  for (const [index, { from }] of labels.labels.entries())
    for (const pattern of from.map(maskOf))
      organs.push({ index, pattern, places: await matching(files, pattern, owner, 'labels') });
  return (key, grid) =>
    Promise.all(
      organs.map(async ({ index, pattern, places }) => {
        const path = pattern.replace('*', () => key);
        const place = places.get(key);
        if (!place)
          throw new CtFileError(path, 'there is no such mask', {
            fix: [{ action: 'leave its label out of `labels`' }],
          });
        return { volume: await volumeFile(place, { kind: 'label', grid }, files), code: only(codeOf(labels, index)) };
      }),
    );
}

/** Gives every number above 0 the same code. */
const only =
  (code: number): MaskFile['code'] =>
  (numbers) =>
    codedMask(numbers, (number) => (number > 0 ? code : 0));
