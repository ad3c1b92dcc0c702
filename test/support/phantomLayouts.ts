import { encode } from 'fast-png';

import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { windowHu } from '../../src/preprocess/windowHu';
import { ircadbFiles } from './ircadbFiles';
import { type PhantomScan, phantomVolumes } from './phantomScans';
import { writeDicomSlice } from './writeDicom';

/** The files of the phantom's n-th patient by their paths in a data set. */
type Layout = (scan: PhantomScan, n: number) => Promise<Record<string, Uint8Array>>;

/** The layouts that data sets are published in, by the names that `openDataSet` gives them. */
export const phantomLayouts = {
  '3D-IRCADb-01': async (scan, n) => within(`3Dircadb1.${n}`, ircadbFiles(scan)),
  SLIVER07: async ({ hu, masks, ...rest }, n) => {
    const { image, labels } = phantomVolumes({ ...rest, hu: hu.toReversed(), masks: masks.toReversed() });
    const files = [
      ...(await encodeMetaImage(image, `liver-orig00${n}.mhd`, { compressed: false })),
      ...(await encodeMetaImage(labels, `liver-seg00${n}.mhd`)),
    ];
    return Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  },
  LiTS: (scan, n) => niftiPair(scan, [`volume-${n}`, `segmentation-${n}`], { storedAs: 'RAS', label: 2 }),
  'MSD Task03': (scan, n) => niftiPair(scan, [`imagesTr/liver_${n}`, `labelsTr/liver_${n}`]),
  'CHAOS CT': async ({ depth, size, hu, masks }, n) => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < depth; i++) {
      const top = depth - 1 - i; // the first file is the top slice
      const place = { rows: size, columns: size, position: [0, 0, 3 * top] as const, instanceNumber: i + 1 };
      const number = String(i).padStart(4, '0');
      files[`CT/${n}/DICOM_anon/i${number},0000b.dcm`] = writeDicomSlice({ ...place, hu: hu[top]! });
      files[`CT/${n}/Ground/liver_GT_${number.slice(1)}.png`] = grey(
        size,
        masks[top]!.map((inside) => 255 * inside),
      );
    }
    return files;
  },
  'PNG slices': async ({ size, hu, masks }, n) =>
    Object.fromEntries(
      hu.flatMap((values, i) => [
        [
          `images/p${n}/${i}.png`,
          grey(
            size,
            Uint8Array.from(windowHu(values), (share) => Math.round(255 * share)),
          ),
        ],
        [
          `masks/p${n}/${i}.png`,
          grey(
            size,
            masks[i]!.map((inside) => 255 * inside),
          ),
        ],
      ]),
    ),
} satisfies Record<string, Layout>;

/** Scan and labels as compressed NIfTI, by their paths without ending. */
export async function niftiPair(
  scan: PhantomScan,
  [image, labels]: readonly [image: string, labels: string],
  stored: { storedAs?: string; label?: number } = {},
): Promise<Record<string, Uint8Array>> {
  const volumes = phantomVolumes(scan, stored);
  return {
    [`${image}.nii.gz`]: await encodeNifti(volumes.image),
    [`${labels}.nii.gz`]: await encodeNifti(volumes.labels),
  };
}

/** The DICOM series of a scan alone. */
export const dicomSeries = (scan: PhantomScan): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(ircadbFiles(scan))
      .filter(([path]) => path.startsWith('PATIENT_DICOM/'))
      .map(([path, bytes]) => [path.replace('PATIENT_DICOM/', ''), bytes]),
  );

const grey = (size: number, data: Uint8Array) => encode({ height: size, width: size, data, channels: 1 });

/** The same files below a folder. */
export const within = (folder: string, files: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${folder}/${path}`, bytes]));
