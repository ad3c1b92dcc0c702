import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import type { FoundFile } from './diskFile';
import { lastPart } from './filesByFolder';
import { type OpenOptions, openSources, type Sources } from './sources';
import { volumeFile } from './volumeFile';
import { flipsAsStored, volumeScan } from './volumeScan';

/** Options of {@link openSliver07}. */
export interface OpenSliver07Options extends OpenOptions {
  /**
   * Whether slices lie from the head to the feet though the headers do not say so, as in nearly all of SLIVER07. Does nothing
   * for a header that says so itself.
   *
   * @defaultValue `true`
   */
  reversedZ?: boolean;
}

/**
 * Opens SLIVER07: `liver-orig001.mhd` with `liver-seg001.mhd`, …, and their data, in one folder or several. All labels above
 * 0 are liver. The notes say which scans were turned round.
 *
 * @throws Error if there are no scans, or a scan has no masks, or masks no scan
 * @throws CtFileError if a header cannot be read, or masks differ from their scan in shape or order of axes
 */
export async function openSliver07(directory: string, options: OpenSliver07Options = {}): Promise<CtDataSet> {
  return sliver07From(await openSources('openSliver07', directory, options), options);
}

/** {@link openSliver07} of files that have been listed. */
export async function sliver07From(
  sources: Sources,
  { reversedZ = true }: OpenSliver07Options = {},
): Promise<CtDataSet> {
  const scans: CtScan[] = [];
  const turned: string[] = [];
  for (const [number, { orig, seg }] of pairsIn(sources)) {
    const name = `liver-orig${number}`;
    const image = await volumeFile(orig, 'hu', sources.files);
    const labels = await volumeFile(seg, 'label', sources.files);
    const flips = { x: false, y: false, z: reversedZ && image.header.storedAs.endsWith('S') };
    if (flips.z) turned.push(name);
    // The masks' own headers are not asked where they lie: the voxels belong together.
    const labelFlips = flipsAsStored(image, labels, flips);
    scans.push(await volumeScan({ name, image, labels, flips, labelFlips, liverLabels: null, cache: sources.cache }));
  }
  const note = `taken as stored from the head to the feet, though the headers do not say so: ${turned.join(', ')}. If their livers stand on their heads, open them by openSliver07 with reversedZ: false`;
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
    throw new Error(
      `${owner}: no scans of SLIVER07 in ${directory}; they must be called liver-orig001.mhd, their masks liver-seg001.mhd`,
    );
  const lonelySeg = [...segs].find(([number]) => !origs.has(number));
  if (lonelySeg)
    throw new Error(
      `${owner}: ${lonelySeg[1].name} has no liver-orig${lonelySeg[0]}.mhd; add the scan or remove the masks`,
    );
  return new Map(
    [...origs].map(([number, orig]) => {
      const seg = segs.get(number);
      if (!seg)
        throw new Error(
          `${owner}: ${orig.name} has no liver-seg${number}.mhd; add the masks, or move scans without any away`,
        );
      return [number, { orig, seg }];
    }),
  );
}
