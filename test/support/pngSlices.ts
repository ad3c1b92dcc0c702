import { phantomLayouts } from './phantomLayouts';
import type { PhantomScan } from './phantomScans';
import type { TempFolder } from './tempFolder';

/** Writes phantoms as PNG slices of the paper's window: patients `p0`, `p1`, … in the layout of `openSlices`. */
export async function putPngSlices(folder: TempFolder, at: string, phantoms: readonly PhantomScan[]): Promise<void> {
  for (const [n, scan] of phantoms.entries())
    for (const [path, bytes] of Object.entries(await phantomLayouts['PNG slices'](scan, n)))
      await folder.put(`${at}/${path}`, bytes);
}
