import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { CtFileError } from '../../../../src/data/ctFileError';
import { readDicomHeader } from '../../../../src/data/formats/dicom/readDicomHeader';
import { readDicomSeries } from '../../../../src/data/formats/dicom/readDicomSeries';
import { readDicomSlice } from '../../../../src/data/formats/dicom/readDicomSlice';
import { readExpected, readFiles, realData, sha256 } from '../../../support/realData';

interface Expected {
  transfer_syntax_uid: string;
  rows: number;
  columns: number;
  number_of_frames?: number;
  instance_number?: number;
  rescale_slope: number;
  rescale_intercept: number;
  image_position_patient?: number[];
  image_position_patient_per_frame?: number[][];
  image_orientation_patient?: number[];
  pixel_spacing_row_col?: number[];
  pixel_padding_value?: [string, number];
  series_instance_uid: string;
  stored: { dtype: string; sha256: string };
  hu: { dtype: string; sha256: string };
}
interface Series {
  series_instance_uid: string;
  files_in_z_order: string[];
}
interface Fixtures {
  files: Record<string, Expected>;
  must_decode_identically: { files: string[]; stored_sha256: string }[];
  grand_challenge_4d_series: { series: Series[] };
  monai_nonuniform_series: { z_order: [number, string][]; hu_volume: { sha256: string } };
}

const { path: folder, missing } = realData('fixtures/dicom');
const fixtures: Fixtures | null = missing ? null : readExpected<Fixtures>(folder);
const file = (path: string) => readFiles(folder, [path])[0]!;

/** What is refused, and why. */
const syntaxes = {
  50: 'JPEG Baseline',
  51: 'JPEG Extended',
  53: 'JPEG Spectral Selection',
  55: 'JPEG Full Progression',
};
const refusedSyntax = (uid: string) => {
  const name = Object.entries(syntaxes).find(([last]) => uid === `1.2.840.10008.1.2.4.${last}`)?.[1];
  return name === undefined
    ? null
    : `transfer syntax ${uid} (${name}) is not supported; convert the file to Explicit VR Little Endian ` +
        '(1.2.840.10008.1.2.1), for instance with `gdcmconv --raw` or `dcmdjpeg`';
};

const files = Object.entries(fixtures?.files ?? {});
const readable = files.filter(([, { transfer_syntax_uid }]) => refusedSyntax(transfer_syntax_uid) === null);
const refused = files.filter(([, { transfer_syntax_uid }]) => refusedSyntax(transfer_syntax_uid) !== null);

describe.skipIf(missing)('DICOM fixtures', () => {
  it('are twenty files that are read and five of other transfer syntaxes', () => {
    expect([readable.length, refused.length]).toEqual([20, 5]);
  });

  it.each(readable)('%s gives the expected Hounsfield units, and stored values before', async (path, expected) => {
    const { values } = await readDicomSlice(file(path));
    expect([values.constructor.name.toLowerCase(), sha256(values)]).toEqual([
      `${expected.hu.dtype}array`,
      expected.hu.sha256,
    ]);
    const { rescale_slope: slope, rescale_intercept: intercept } = expected;
    const stored = values.map((value) => (value - intercept) / slope);
    expect([expected.stored.dtype, sha256(stored)]).toEqual(['int16', expected.stored.sha256]);
  });

  it.each(files)('%s has the expected header', async (path, expected) => {
    const header = await readDicomHeader(file(path));
    const padding = expected.pixel_padding_value?.[1];
    expect(header).toMatchObject({
      file: path,
      transferSyntax: expected.transfer_syntax_uid,
      rows: expected.rows,
      columns: expected.columns,
      instanceNumber: expected.instance_number,
      seriesUid: expected.series_instance_uid,
      padding: padding === undefined ? null : [padding, padding],
    });
    expect(header.frames).toHaveLength(expected.number_of_frames ?? 1);
    expect(header.frames[0]).toMatchObject({
      position: expected.image_position_patient ?? expected.image_position_patient_per_frame?.[0],
      orientation: expected.image_orientation_patient,
      spacing: expected.pixel_spacing_row_col,
      slope: expected.rescale_slope,
      intercept: expected.rescale_intercept,
      isScaled: true,
    });
  });

  it.each(refused)('%s is refused for its transfer syntax', async (path, { transfer_syntax_uid }) => {
    await expect(readDicomSlice(file(path))).rejects.toEqual(
      new CtFileError(path, refusedSyntax(transfer_syntax_uid)!),
    );
  });

  it('has ten encodings of a slice that give the same values', async () => {
    const { files: same, stored_sha256 } = fixtures!.must_decode_identically[0]!;
    expect(same).toHaveLength(10);
    for (const path of same) {
      const { values } = await readDicomSlice(file(path));
      expect([path, sha256(values.map((hu) => hu + 1024))]).toEqual([path, stored_sha256]);
    }
  });

  it.each([
    ['JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81', 1],
    ['JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91', 5],
  ])('has a lossy encoding %s that is wrong by at most %i HU', async (syntax, most) => {
    const { values: exact } = await readDicomSlice(file('cornerstone3D/CTImage.dcm'));
    const { values } = await readDicomSlice(file(`cornerstone3D/CTImage.dcm_${syntax}.dcm`));
    const errors = Array.from(values, (value, i) => Math.abs(value - exact[i]!));
    expect(errors.reduce((a, b) => Math.max(a, b))).toBe(most);
  });

  it.each([
    ['TestPattern_Palette.dcm', 'PALETTE COLOR', 1],
    ['TestPattern_JPEG-LS-Lossless.dcm', 'RGB', 3],
    ['TestPattern_JPEG-Baseline_YBR422.dcm', 'YBR_FULL_422', 3],
  ])('%s is refused for its colours', async (name, colours, samples) => {
    const path = `cornerstone3D/${name}`;
    await expect(readDicomSlice(file(path))).rejects.toEqual(
      new CtFileError(
        path,
        `a CT image must have 1 sample per pixel and be MONOCHROME2; received ${samples} and ${colours}`,
      ),
    );
  });

  it('a report is refused for lack of an image', async () => {
    const path = 'highdicom/sr_document.dcm';
    const error = new CtFileError(path, 'a DICOM file without an image');
    await expect(readDicomHeader(file(path))).rejects.toEqual(error);
    await expect(readDicomSlice(file(path))).rejects.toEqual(error);
  });
});

describe.skipIf(missing)('DICOM series among the fixtures', () => {
  const perfusion = () => readFiles(join(folder, 'grand-challenge/dicom'));
  const perfusionSeries = fixtures?.grand_challenge_4d_series.series ?? [];

  it('with an uneven step is ordered by position, and the gap is noted', async () => {
    const { z_order, hu_volume } = fixtures!.monai_nonuniform_series;
    const names = z_order.map(([, path]) => path);
    const { volume, notes } = await readDicomSeries(readFiles(folder, names.toReversed()));
    expect([volume.shape, sha256(volume.data)]).toEqual([[4, 16, 16], hu_volume.sha256]);
    expect(volume.spacing[0]).toBeCloseTo(1.25, 5);
    expect(volume.source).toBe(names[0]);
    expect(notes).toEqual([
      'slices are unevenly spaced, so distances and volumes are approximate; 1.25 mm is assumed: 202.50 mm between monai/CT_DICOM/7106 and ' +
        'monai/CT_DICOM/7136 (161 may be missing)',
    ]);
  });

  it('that are mixed are listed, five by name', async () => {
    const error: unknown = await readDicomSeries(perfusion()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CtFileError);
    const { message } = error as CtFileError;
    expect(message).toMatch(
      /19 series are mixed: (?:[^(]+\([^)]+, 4 slices\)){5} and 14 more\. Pass `seriesUid: '[\d.]+'`, or put the files of one into a folder of its own$/,
    );
    const named = perfusionSeries.filter((series) => message.includes(`${series.series_instance_uid} (`));
    expect(named.length).toBe(5);
  });

  it('are chosen by their UID', async () => {
    for (const { series_instance_uid: seriesUid, files_in_z_order: names } of perfusionSeries) {
      const { volume, notes } = await readDicomSeries(perfusion(), { seriesUid });
      expect([volume.shape, volume.source]).toEqual([[4, 2, 3], names[0]]);
      expect(volume.affine.map((row) => row[3])[2]).toBe(-729.25);
      expect(notes).toEqual(['72 images of 18 other series are skipped']);
    }
  });

  it('of several times under one UID are refused', async () => {
    const one = '1.1.1.1.1.1.11111.1.1.1.1111.1111.900000000000000000000000000000';
    const merged = perfusion().map(({ name, arrayBuffer }) => ({
      name,
      arrayBuffer: async () => {
        const bytes = Buffer.from(await arrayBuffer());
        const at = bytes.indexOf(one.slice(0, -2));
        for (let found = at; found >= 0; found = bytes.indexOf(one.slice(0, -2), found + 1)) bytes.write(one, found);
        return new Uint8Array(bytes).buffer;
      },
    }));
    await expect(readDicomSeries(merged)).rejects.toThrow(
      /the series holds several volumes at one place: acquisition 1 \(4 slices\), .* Pass `acquisition: 1`, or put/,
    );
  });

  it.each(['dicom_slope', 'dicom_intercept'])('with its own scale for each slice is read: %s', async (name) => {
    const { volume, notes } = await readDicomSeries(readFiles(join(folder, 'grand-challenge', name)));
    const [first, second] = [volume.data.slice(0, 6), volume.data.slice(6)];
    expect([...first]).toEqual(new Array(6).fill(0));
    expect([...second]).toEqual(new Array(6).fill(name === 'dicom_slope' ? 0 : Math.fround(0.01)));
    expect(notes).toEqual([]);
  });
});
