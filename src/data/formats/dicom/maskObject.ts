import { type CtFile, readStart } from '../../ctFile';
import { elementsOf } from './elements';
import { guarded } from './guarded';
import { type MaskObject, maskOfClass } from './maskClasses';
import { metaOf, whyNoDicom } from './parse';
import { parseHeader } from './readDicomHeader';

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
  const byClass = maskOfClass(metaOf(start, file.name).sopClass);
  if (byClass !== 'unknown') return byClass;
  const { data } = await parseHeader(file);
  const modality = guarded(file.name, () => elementsOf(data, file.name, () => {}).text('Modality'));
  return modality === 'SEG' || modality === 'RTSTRUCT' ? modality : null;
}
