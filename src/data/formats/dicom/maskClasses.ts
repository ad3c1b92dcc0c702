/** Kind of DICOM object that holds the mask of a scan: frames of voxels (SEG), or contours in mm (RTSTRUCT). */
export type MaskObject = 'SEG' | 'RTSTRUCT';

/** What notes call each. */
export const maskNames: Readonly<Record<MaskObject, string>> = {
  SEG: 'a segmentation (SEG)',
  RTSTRUCT: 'contours (RTSTRUCT)',
};

const classes: Readonly<Record<string, MaskObject>> = {
  '1.2.840.10008.5.1.4.1.1.66.4': 'SEG',
  '1.2.840.10008.5.1.4.1.1.66.7': 'SEG', // label map
  '1.2.840.10008.5.1.4.1.1.481.3': 'RTSTRUCT',
};

/** Beginning of the SOP classes that the standard gives to all stored objects. */
const storageClass = '1.2.840.10008.5.1.4.1.1.';

/** The kind of mask by its SOP class, or `null`; `'unknown'` if the class is not in the standard. */
export function maskOfClass(sopClass: string): MaskObject | 'unknown' | null {
  if (Object.hasOwn(classes, sopClass)) return classes[sopClass]!;
  return sopClass.startsWith(storageClass) ? null : 'unknown';
}
