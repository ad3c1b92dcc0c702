import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Volume } from '../../src';
import { readVolume } from '../../src';
import { encodeDicomSeg, encodeRtStruct } from '../../src/dicom';
import { dicomScan } from '../support/dicomScan';

/** A scan with a mask of two segments, and the files written of it. */
export interface WrittenMask {
  /** `straight` or `oblique`. */
  readonly name: string;
  readonly mask: Volume;
  /** Folder of the DICOM slices. */
  readonly scan: string;
  readonly binary: string;
  readonly labelMap: string;
  readonly structures: string;
}

const segments = [
  { value: 1, name: 'Liver', color: [221, 130, 101] },
  { value: 2, name: 'Spleen', color: null },
] as const;

/** Writes masks of a straight and an oblique scan as SEG and RTSTRUCT. */
export async function writeDicomMasks(folder: string): Promise<WrittenMask[]> {
  return Promise.all(
    [false, true].map(async (oblique) => {
      const name = oblique ? 'oblique' : 'straight';
      const source = dicomScan({ rows: 60, columns: 64, slices: 20, oblique });
      const at = (file: string) => join(folder, `${name}${file}`);
      mkdirSync(at('-scan'));
      for (const file of source) writeFileSync(join(at('-scan'), file.name), new Uint8Array(await file.arrayBuffer()));
      const mask = maskOn(await readVolume(source, { onNote: null }));
      writeFileSync(at('-binary.dcm'), await encodeDicomSeg(mask, { source }));
      writeFileSync(at('-labelmap.dcm'), await encodeDicomSeg(mask, { source, type: 'LABELMAP' }));
      writeFileSync(at('-rtstruct.dcm'), await encodeRtStruct(mask, { source }));
      const [scan, binary, labelMap, structures] = ['-scan', '-binary.dcm', '-labelmap.dcm', '-rtstruct.dcm'].map(at);
      return { name, mask, scan: scan!, binary: binary!, labelMap: labelMap!, structures: structures! };
    }),
  );
}

/** An ellipsoid with a hole through it, and a ball inside: slices at both ends have no labels. */
function maskOn(scan: Volume): Volume {
  const [, height, width] = scan.shape;
  const data = Uint8Array.from(scan.data, (_, i) => {
    const [x, y, z] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
    if (Math.hypot((x - 30) / 20, (y - 28) / 18, (z - 10) / 7) >= 1) return 0;
    if (Math.hypot(x - 22, y - 25) < 4) return 0;
    return Math.hypot(x - 36, y - 30, z - 10) < 5 ? 2 : 1;
  });
  return { ...scan, kind: 'label', data, segments };
}
