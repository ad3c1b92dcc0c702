import { join } from 'node:path';

import { readVolume } from '../../src';
import { ctFiles } from '../../src/node';
import { run } from '../package/workspace';
import { type WrittenMask, writeDicomMasks } from './dicomScans';
import { type Check, requireProgram, type Tool } from './tool';

/** Least Dice coefficient of a segment that comes back from contours. */
const leastDice = 0.99;

/** A program of radiotherapy that turns contours into masks. */
export const plastimatch: Tool = {
  name: 'plastimatch',
  async prepare(folder) {
    requireProgram(['plastimatch'], 'plastimatch');
    const masks = await writeDicomMasks(folder);
    return masks.map(
      (mask): Check => [
        `an RTSTRUCT of the ${mask.name} scan is the mask again, with Dice of at least ${leastDice}`,
        () => check(mask, join(folder, `${mask.name}-read`)),
      ],
    );
  },
};

async function check({ mask, scan, structures }: WrittenMask, out: string): Promise<void> {
  run(
    '/',
    'plastimatch',
    'convert',
    '--input',
    structures,
    '--referenced-ct',
    scan,
    ...['--output-prefix', out],
    '--prefix-format',
    'mha',
  );
  for (const { value, name } of mask.segments ?? []) {
    const { data } = await readVolume(await ctFiles(join(out, `${name}.mha`)), { kind: 'label', onNote: null });
    const sizes = { both: 0, ours: 0, theirs: 0 };
    for (let i = 0; i < data.length; i++) {
      const [ours, theirs] = [mask.data[i] === value, data[i] !== 0];
      sizes.ours += Number(ours);
      sizes.theirs += Number(theirs);
      sizes.both += Number(ours && theirs);
    }
    const dice = (2 * sizes.both) / (sizes.ours + sizes.theirs);
    if (!(dice >= leastDice)) throw new Error(`${name} has a Dice coefficient of ${dice}`);
  }
}
