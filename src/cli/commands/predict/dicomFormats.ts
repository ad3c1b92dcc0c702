import { type CtFile, type DicomHeader, readDicomHeader, type Volume } from 'msa-unet';
import { type DicomMaskOptions, encodeDicomSeg, encodeRtStruct } from 'msa-unet/dicom';

import type { MaskFormat, ScanOfMask } from './maskFormat';

/** Masks as DICOM objects of the scan's study: SEG, and contours for radiotherapy. */
export const dicomFormats: readonly MaskFormat[] = [
  dicomFormat('seg', 'a SEG', encodeDicomSeg),
  dicomFormat('rtstruct', 'an RTSTRUCT', encodeRtStruct),
];

function dicomFormat(
  name: string,
  object: string,
  encode: (mask: Volume, options: DicomMaskOptions) => Promise<Uint8Array<ArrayBuffer>>,
): MaskFormat {
  return {
    name,
    ending: '.dcm',
    fileNames: (path) => [path],
    requireScan: (scan) => requireDicom(scan, object),
    doubt: () => null,
    encode: async (mask, path, { files, seriesUid, acquisition }) => {
      const segments = (mask.segments ?? []).map((segment) => ({ ...segment, name: capitalized(segment.name) }));
      const bytes = await encode(mask, { source: files, seriesUid, acquisition, segments });
      return [{ name: path, bytes }];
    },
  };
}

/** @throws Error if the scan is not DICOM, or its images lack what a mask refers to */
async function requireDicom({ path, files }: ScanOfMask, object: string): Promise<void> {
  const header = await firstHeader(files);
  if (header === null)
    throw new Error(
      `${path} is not a DICOM scan: ${object} names the patient, the study and the images of its scan. ` +
        'Predict the DICOM files, or pass another --format, such as nii.gz',
    );
  const { studyUid, seriesUid, instanceUid } = header;
  if (studyUid && seriesUid && instanceUid) return;
  throw new Error(
    `${header.file} has no UIDs, by which ${object} refers to its scan. Pass another --format, such as nii.gz`,
  );
}

async function firstHeader(files: readonly CtFile[]): Promise<DicomHeader | null> {
  for (const file of files) {
    const header = await readDicomHeader(file).catch(() => null);
    if (header) return header;
  }
  return null;
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
