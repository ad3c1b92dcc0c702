import type { PhantomScan } from './phantomScans';
import { writeDicomSlice } from './writeDicom';

/** Files of one patient as 3D-IRCADb-01 is published: image_0 at the feet. */
export function ircadbFiles({ depth, size, hu, masks }: PhantomScan): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const plane = { rows: size, columns: size, spacing: [0.8, 0.7] as const };
  for (let i = 0; i < depth; i++) {
    const place = { ...plane, position: [0, 0, 100 + 2 * i] as const, instanceNumber: i + 1 };
    files[`PATIENT_DICOM/image_${i}`] = writeDicomSlice({ ...place, hu: hu[i]! });
    files[`MASKS_DICOM/liver/image_${i}`] = writeMask({ ...place, mask: masks[i]!, size });
  }
  return files;
}

/** A mask of 8 bits: 0, and 255 inside. */
export function writeMask({ mask, size, ...place }: { mask: Uint8Array; size: number }): Uint8Array {
  const elements = { BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 };
  return writeDicomSlice({ ...place, rows: size, columns: size, hu: mask.map((inside) => 255 * inside), elements });
}
