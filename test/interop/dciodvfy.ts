import { spawnSync } from 'node:child_process';

import { writeDicomMasks } from './dicomScans';
import { type Check, requireProgram, type Tool } from './tool';

/** Checks DICOM objects against the standard; the version of Debian knows no label maps. */
export const dciodvfy: Tool = {
  name: 'dciodvfy',
  async prepare(folder) {
    requireProgram(['dciodvfy'], 'dicom3tools');
    const masks = await writeDicomMasks(folder);
    return masks.flatMap(({ name, binary, structures }): Check[] => [
      [`a binary SEG of the ${name} scan has no errors`, async () => verify(binary, 'Segmentation')],
      [`an RTSTRUCT of the ${name} scan has no errors`, async () => verify(structures, 'RTStructureSet')],
    ]);
  },
};

function verify(path: string, object: string): void {
  const { stderr, stdout } = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
  const lines = `${stderr}${stdout}`.split('\n');
  const errors = lines.filter((line) => line.startsWith('Error'));
  if (errors.length > 0) throw new Error(errors.join('\n  '));
  if (!lines.includes(object)) throw new Error(`it is not seen as ${object}: ${lines.slice(0, 5).join('; ')}`);
}
