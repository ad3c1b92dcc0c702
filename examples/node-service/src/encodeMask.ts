import { type CtFile, encodeMetaImage, encodeNifti, encodeNrrd, readDicomHeader, type Volume } from 'msa-unet';
import { encodeDicomSeg, encodeRtStruct } from 'msa-unet/dicom';

import { type MaskFormat, maskFormats } from './maskFormats';
import { RequestError } from './requestError';

/** The segment of a mask, for formats that name it. */
const liver = { value: 1, name: 'Liver', color: [221, 130, 101] } as const;

/** Encodes the mask of a scan. DICOM objects refer to the files of the scan and hold the name of its patient. */
export async function encodeMask(mask: Volume, format: MaskFormat, scan: readonly CtFile[]): Promise<Uint8Array> {
  const { file } = maskFormats[format];
  switch (format) {
    case 'nifti':
      return encodeNifti(mask);
    case 'metaimage':
      return (await encodeMetaImage(mask, file))[0]!.bytes;
    case 'nrrd':
    case 'seg.nrrd':
      return (await encodeNrrd({ ...mask, segments: [liver] }, file))[0]!.bytes;
    case 'seg':
      return encodeDicomSeg(mask, { source: scan, segments: [liver] });
    case 'rtstruct':
      return encodeRtStruct(mask, { source: scan, segments: [liver] });
  }
}

/** Refuses a scan that is not DICOM, if its mask must refer to DICOM files with UIDs. */
export async function requireScanFor(format: MaskFormat, scan: readonly CtFile[]): Promise<void> {
  if (format !== 'seg' && format !== 'rtstruct') return;
  for (const file of scan) {
    const header = await readDicomHeader(file).catch(() => null);
    if (header?.studyUid && header.seriesUid && header.instanceUid) return;
  }
  throw new RequestError(422, 'no_dicom', `The format ${format} refers to the scan: send its DICOM files, with UIDs`);
}
