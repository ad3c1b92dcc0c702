import type { CtDataSet } from '../../data/dataSet';
import { chaosFrom } from './openChaos';
import { ircadbFrom } from './openIrcadb';
import { nnunet, openNamed } from './openNamed';
import { niftiPairsFrom, type OpenNiftiPairsOptions } from './openNiftiPairs';
import { slicesFrom } from './openSlices';
import { sliver07From } from './openSliver07';
import { totalSegmentatorFrom } from './openTotalSegmentator';
import type { Sources } from './sources';

/** A layout that data sets are published in. */
export interface Layout {
  readonly name: string;
  /** Paths of its files, as messages list them. */
  readonly files: string;
  /** Whether files of these paths are in this layout. */
  fits(paths: readonly string[]): boolean;
  /** Whether its masks have numbered labels, of which `liverLabels` or `labels` choose. */
  readonly hasLabels: boolean;
  open(sources: Sources, options: OpenNiftiPairsOptions): Promise<CtDataSet>;
}

const some = (sign: RegExp) => (paths: readonly string[]) => paths.some((path) => sign.test(path));

const decathlonImage = /(^|\/)imagesTr\/[^/]+\.nii(\.gz)?$/i;
/** With the number of its channel. */
const nnunetImage = /(^|\/)imagesTr\/[^/]+_0000\.(nii(\.gz)?|mh[ad]|nrrd)$/i;

/** The known layouts. */
export const layouts: readonly Layout[] = [
  {
    name: '3D-IRCADb-01',
    files: '3Dircadb1.N/PATIENT_DICOM/image_0, 3Dircadb1.N/MASKS_DICOM/liver/image_0, or their zips',
    fits: some(/(^|\/)PATIENT_DICOM(\.zip)?\/(.*\/)?image_\d+$/),
    hasLabels: false,
    open: (sources) => ircadbFrom(sources),
  },
  {
    name: 'SLIVER07',
    files: 'liver-orig001.mhd, liver-seg001.mhd',
    fits: some(/(^|\/)liver-orig\d+\.mh[da]$/i),
    hasLabels: false,
    open: (sources) => sliver07From(sources),
  },
  {
    name: 'LiTS',
    files: 'volume-0.nii, segmentation-0.nii',
    fits: some(/(^|\/)segmentation-\d+\.nii(\.gz)?$/i),
    hasLabels: true,
    open: (sources, options) => niftiPairsFrom(sources, options),
  },
  {
    name: 'MSD Task03',
    files: 'imagesTr/liver_0.nii.gz, labelsTr/liver_0.nii.gz',
    fits: (paths) => some(decathlonImage)(paths) && !some(nnunetImage)(paths),
    hasLabels: true,
    open: (sources, options) => openNamed(sources, options, { image: null, mask: null }),
  },
  {
    name: 'nnU-Net raw',
    files: 'dataset.json, imagesTr/liver_0_0000.nii.gz, labelsTr/liver_0.nii.gz',
    fits: some(nnunetImage),
    hasLabels: true,
    open: (sources, options) => openNamed(sources, options, nnunet),
  },
  {
    name: 'TotalSegmentator',
    files: 's0000/ct.nii.gz, s0000/segmentations/liver.nii.gz',
    fits: some(/(^|\/)[^/]+\/segmentations\/liver\.nii(\.gz)?$/i),
    hasLabels: true,
    open: totalSegmentatorFrom,
  },
  {
    name: 'CHAOS CT',
    files: 'CT/1/DICOM_anon/*.dcm, CT/1/Ground/liver_GT_000.png',
    fits: some(/(^|\/)DICOM_anon\/[^/]+\.dcm$/i),
    hasLabels: false,
    open: chaosFrom,
  },
  {
    name: 'PNG slices',
    files: 'images/<patient>/<slice>.png, masks/<patient>/<slice>.png, splits.json if you like',
    fits: some(/^images\/[^/]+\/[^/]+\.png$/i),
    hasLabels: false,
    open: slicesFrom,
  },
];
