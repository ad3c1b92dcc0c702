import { describe, expect, it } from 'vitest';

import { measureScan } from '../../../../src/cli/commands/inspect/measureScan';
import { type CtScan, type CtSlice, dataSetOf } from '../../../../src/data/dataSet';
import { phantomDataSet } from '../../../../src/data/phantomDataSet';
import { openIrcadb } from '../../../../src/node/dataSets/openIrcadb';
import { Random } from '../../../../src/utils/random';
import { readSlices } from '../../../support/phantomScans';
import { realData } from '../../../support/realData';

const data = realData('data/3dircadb');

/** The scan with other slices. */
const scanOf = (scan: CtScan, slices: readonly CtSlice[]): CtScan => ({
  ...scan,
  depth: slices.length,
  readSlice: async (index) => slices[index]!,
});

/** The scan whose masks are those of other slices, or upside down. */
async function misplaced(scan: CtScan, how: { shift?: number; headToFeet?: boolean; frontToBack?: boolean }) {
  const slices = await readSlices(scan);
  const { shift = 0, headToFeet = false, frontToBack = false } = how;
  const maskOf = (z: number) => {
    const { mask, width, height } =
      slices[Math.min(Math.max(headToFeet ? slices.length - 1 - z : z + shift, 0), slices.length - 1)]!;
    const row = (i: number) => Math.floor(i / width);
    return frontToBack ? mask.map((_, i) => mask[(height - 1 - row(i)) * width + (i % width)]!) : mask;
  };
  return scanOf(
    scan,
    slices.map((slice, z) => ({ ...slice, mask: maskOf(z) })),
  );
}

/** Whether `inspect` asks if the mask is flipped or shifted. */
async function isDoubted(scan: CtScan): Promise<boolean> {
  const { warnings } = await measureScan(scan);
  return warnings.some((warning) => /(flipped|inverted) or shifted\?/.test(warning));
}

/** The scan with a liver of other values. */
async function withLiver(scan: CtScan, liver: (hu: number, index: number) => number): Promise<CtScan> {
  const slices = await readSlices(scan);
  const change = ({ values, mask }: CtSlice) =>
    Float32Array.from(values, (hu, i) => (mask[i] === 1 ? liver(hu, i) : hu));
  return scanOf(
    scan,
    slices.map((slice) => ({ ...slice, values: change(slice) })),
  );
}

const phantoms = phantomDataSet({ patients: 4 }).patients.flatMap(({ scans }) => scans);

describe.each(phantoms)('the mask of $name', (scan) => {
  it('is not doubted on the liver', async () => {
    expect(await isDoubted(scan)).toBe(false);
  });

  it('is not doubted on a fatty liver, or one full of tumours, in a noisy scan', async () => {
    const random = new Random(1);
    const noise = () => 40 * random.normal();
    expect(await isDoubted(await withLiver(scan, (hu) => hu - 45 + noise()))).toBe(false);
    expect(await isDoubted(await withLiver(scan, (hu, i) => hu - (i % 3 === 0 ? 50 : 0) + noise()))).toBe(false);
  });

  it.each([{ headToFeet: true }, { frontToBack: true }, { shift: 2 }, { shift: -2 }])(
    'is doubted if misplaced by %o',
    async (how) => {
      expect(await isDoubted(await misplaced(scan, how))).toBe(true);
    },
  );
});

describe.skipIf(data.missing)('the mask of 3D-IRCADb-01', async () => {
  const scan = data.missing ? dataSetOf({ name: 'none', scans: [] }) : await openIrcadb(data.path);

  it('is not doubted on the liver, and is if flipped or shifted', async () => {
    const [first] = scan.patients.flatMap(({ scans }) => scans);
    expect(await isDoubted(first!)).toBe(false);
    for (const how of [{ headToFeet: true }, { frontToBack: true }, { shift: 8 }, { shift: -8 }])
      expect(await isDoubted(await misplaced(first!, how))).toBe(true);
  }, 60_000);
});
