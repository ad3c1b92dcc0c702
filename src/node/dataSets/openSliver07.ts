import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { CallError } from '../../utils/callError';
import { requireKnown } from '../../utils/check';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { type OpenOptions, openSources, type Sources } from './sources';
import { volumeFile } from './volumeFile';
import { flipsAsStored, liverCode, volumeScan } from './volumeScan';

/** Options of {@link openSliver07}. */
export interface OpenSliver07Options extends OpenOptions {
  /**
   * Whether slices run from head to feet although the headers do not say so, as in nearly all of SLIVER07. Has no
   * effect on headers that do.
   *
   * @defaultValue `true`
   */
  reversedZ?: boolean;
}

/**
 * Opens SLIVER07: `liver-orig001.mhd` with `liver-seg001.mhd`, …, and their data, in one folder or several. All labels
 * above 0 are liver. Notes list the scans that were flipped. Options: {@link OpenSliver07Options}.
 *
 * @throws Error if there are no scans, or scans and masks do not pair up
 * @throws CtFileError if a header cannot be read, or masks differ from their scan in shape or axis order
 * @example
 * ```ts no-run
 * import { openSliver07 } from 'msa-unet/node';
 *
 * const data = await openSliver07('data/SLIVER07');
 * console.log(data.patients.length, data.notes); // 20 […]
 * ```
 */
export async function openSliver07(directory: string, options: OpenSliver07Options = {}): Promise<CtDataSet> {
  requireKnown<OpenSliver07Options>('openSliver07', options, { cacheBytes: 0, reversedZ: 0 });
  return sliver07From(await openSources('openSliver07', directory, options), options);
}

/** {@link openSliver07} for files already listed. */
export async function sliver07From(
  sources: Sources,
  { reversedZ = true }: OpenSliver07Options = {},
): Promise<CtDataSet> {
  const scans: CtScan[] = [];
  const turned: string[] = [];
  for (const [number, { orig, seg }] of pairsIn(sources)) {
    const name = `liver-orig${number}`;
    const image = await volumeFile({ path: orig.name, files: [orig] }, { kind: 'hu' }, sources.files);
    const labels = await volumeFile({ path: seg.name, files: [seg] }, { kind: 'label' }, sources.files);
    const flips = { x: false, y: false, z: reversedZ && image.header.storedAs.endsWith('S') };
    if (flips.z) turned.push(name);
    // The position in the masks' own headers is ignored: voxels correspond.
    const labelFlips = flipsAsStored(image, labels, flips);
    const mask = { volume: labels, flips: labelFlips, code: liverCode(null) };
    const reading = { flips, labelFlips, liverLabels: null };
    scans.push(await volumeScan({ name, image, flips, masks: [mask], labels: null, reading, cache: sources.cache }));
  }
  const note = `assumed to be stored from head to feet, although the headers do not say so: ${turned.join(', ')}. If these scans come out upside down, read them by the patterns 'liver-orig*' for scans and 'liver-seg*' for masks, which trust the headers`;
  return dataSetOf({ name: 'SLIVER07', scans, notes: turned.length > 0 ? [note] : [] });
}

interface Pair {
  readonly orig: FoundFile;
  readonly seg: FoundFile;
}

function pairsIn({ owner, directory, files }: Sources): Map<string, Pair> {
  const found = (kind: string) =>
    new Map(
      files.flatMap((file) => {
        const number = new RegExp(`^liver-${kind}(\\d+)\\.mh[da]$`, 'i').exec(lastPart(file.name))?.[1];
        return number === undefined ? [] : [[number, file] as const];
      }),
    );
  const [origs, segs] = [found('orig'), found('seg')];
  if (origs.size === 0 && segs.size === 0)
    throw new CallError(
      owner,
      `no scans of SLIVER07 in ${directory}; they must be called liver-orig001.mhd, their masks liver-seg001.mhd`,
    );
  const lonelySeg = [...segs].find(([number]) => !origs.has(number));
  if (lonelySeg)
    throw new CallError(
      owner,
      `${lonelySeg[1].name} has no liver-orig${lonelySeg[0]}.mhd; add the scan or remove the masks`,
    );
  return new Map(
    [...origs].map(([number, orig]) => {
      const seg = segs.get(number);
      if (!seg)
        throw new CallError(
          owner,
          `${orig.name} has no liver-seg${number}.mhd; add the masks, or move scans without any away`,
        );
      return [number, { orig, seg }];
    }),
  );
}
