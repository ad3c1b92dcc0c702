import { type CtFile, readStart } from '../../ctFile';
import { elementsOf } from './elements';
import { guarded } from './guarded';
import { metaOf, whyNoDicom } from './parse';
import { parseHeader } from './readDicomHeader';

/** Kind of DICOM object that holds the mask of a scan: frames of voxels (SEG), or contours in mm (RTSTRUCT). */
export type MaskObject = 'SEG' | 'RTSTRUCT';

const classes: Readonly<Record<string, MaskObject>> = {
  '1.2.840.10008.5.1.4.1.1.66.4': 'SEG',
  '1.2.840.10008.5.1.4.1.1.66.7': 'SEG', // label map
  '1.2.840.10008.5.1.4.1.1.481.3': 'RTSTRUCT',
};

/** Beginning of the SOP classes that the standard gives to all stored objects. */
const storageClass = '1.2.840.10008.5.1.4.1.1.';

/** Bytes that hold the SOP class of a file, in its meta header. */
const usualMeta = 1024;

/**
 * Returns whether a file is the mask of a scan, by its SOP class, or by its modality where that is not one of the
 * standard; `null` if it is anything else.
 *
 * @throws CtFileError if its header is broken, and needed
 */
export async function maskObjectOf(file: CtFile): Promise<MaskObject | null> {
  const start = await readStart(file, usualMeta);
  if (whyNoDicom(start) !== null) return null;
  const sopClass = metaOf(start, file.name).sopClass;
  if (Object.hasOwn(classes, sopClass)) return classes[sopClass]!;
  if (sopClass.startsWith(storageClass)) return null;
  const { data } = await parseHeader(file);
  const modality = guarded(file.name, () => elementsOf(data, file.name, () => {}).text('Modality'));
  return modality === 'SEG' || modality === 'RTSTRUCT' ? modality : null;
}
