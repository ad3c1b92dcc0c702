import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';

import type { ClaheOptions } from '../../src/ops/claheOptions';

/** An image, and what OpenCV's CLAHE made of it. */
export interface ClaheCase {
  /** Name of the file of OpenCV's result. */
  name: string;
  height: number;
  width: number;
  options: Required<ClaheOptions>;
  /** Grey levels in and out, row by row. */
  input: Uint8Array;
  output: Uint8Array;
  /** Of the result, as it was recorded. */
  sha256: string;
}

const folder = join(process.env.MSA_UNET_TEST_DATA ?? '', 'fixtures/clahe');

/** Why there are no cases, or `false`. */
export const noClaheCases = process.env.MSA_UNET_TEST_DATA
  ? !existsSync(folder) && `there is no ${folder}`
  : 'MSA_UNET_TEST_DATA is not set';
if (noClaheCases) console.log(`Tests of CLAHE on fixtures are skipped: ${noClaheCases}`);

/** The 8-bit cases. */
export const claheCases: ClaheCase[] = noClaheCases
  ? []
  : recorded()
      .filter(({ bits }) => bits === 8)
      .map(read);

interface Recorded {
  input: string;
  output: string;
  clip_limit: number;
  tiles_x: number;
  tiles_y: number;
  width: number;
  height: number;
  bits: number;
  output_sha256: string;
}

function recorded(): Recorded[] {
  return JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).cases;
}

function read(example: Recorded): ClaheCase {
  const pixels = (file: string) => Uint8Array.from(decode(readFileSync(join(folder, file))).data);
  return {
    name: example.output,
    height: example.height,
    width: example.width,
    options: { clipLimit: example.clip_limit, tileColumns: example.tiles_x, tileRows: example.tiles_y },
    input: pixels(example.input),
    output: pixels(example.output),
    sha256: example.output_sha256,
  };
}
