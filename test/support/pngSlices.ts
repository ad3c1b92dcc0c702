import { encode } from 'fast-png';

import { windowHu } from '../../src/preprocess/windowHu';
import type { PhantomScan } from './phantomScans';
import type { TempFolder } from './tempFolder';

/** Writes phantoms as PNG slices of the paper's window: patients `p0`, `p1`, … in the layout of `openSlices`. */
export async function putPngSlices(folder: TempFolder, at: string, phantoms: readonly PhantomScan[]): Promise<void> {
  for (const [n, { size, hu, masks }] of phantoms.entries())
    for (const [i, values] of hu.entries()) {
      const png = (data: Uint8Array) => encode({ height: size, width: size, data, channels: 1 });
      const grey = Uint8Array.from(windowHu(values), (share) => Math.round(255 * share));
      await folder.put(`${at}/images/p${n}/${i}.png`, png(grey));
      await folder.put(`${at}/masks/p${n}/${i}.png`, png(masks[i]!.map((inside) => 255 * inside)));
    }
}
