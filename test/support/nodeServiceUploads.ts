import { setTimeout as sleep } from 'node:timers/promises';

import { ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { encodeNrrd } from '../../src/data/formats/nrrd/encodeNrrd';
import { readVolume } from '../../src/data/readVolume';
import type { Volume } from '../../src/data/volume';
import type { Sending } from './nodeService';
import { scanFiles } from './scanFiles';
import { zipOf } from './zip';

/** A request, and the answer it must get. */
export interface Upload extends Sending {
  readonly about: string;
  /** The mask of the phantom, or status and code of an error; `'gone'`: the sender hangs up. */
  readonly answer: 'mask' | 'gone' | `${number} ${string}`;
}

/** Limits of the service that {@link badUploads} exceed, as its environment. */
export const tightLimits = {
  MAX_REQUESTS: '64',
  MAX_UPLOAD_MB: '4',
  MAX_UNPACKED_MB: '8',
  MAX_FILES: '40',
  MAX_SIDE: '512',
  HEADER_SECONDS: '2',
  STALL_SECONDS: '2',
  SEGMENT_SECONDS: '3',
};

/** The same scan in every way that people send one. */
export async function goodUploads(scan: Volume): Promise<Upload[]> {
  const nifti = await encodeNifti(scan);
  const files = await scanFiles(scan);
  const zipped = async (format: string) => zipOf(await bytesOf(files[format]!, 'Jane Doe/'));
  const [metaImage] = await encodeMetaImage(scan, 'scan.mha');
  const [nrrd] = await encodeNrrd(scan, 'scan.nrrd');
  const good = (about: string, body: Sending['body'], others: Sending = {}): Upload => ({
    about,
    body,
    answer: 'mask',
    ...others,
  });
  return [
    good('NIfTI', nifti),
    good('NIfTI as a form’s browser names it', nifti, { headers: { 'content-type': 'text/plain' } }),
    good('NIfTI in pieces', inPieces(nifti, 4_000)),
    good('NIfTI after 100-continue', nifti, { headers: { expect: '100-continue' } }),
    good('MetaImage', metaImage!.bytes, { path: '/segment?format=metaimage' }),
    good('NRRD', nrrd!.bytes, { headers: { accept: 'application/x-nrrd' } }),
    good('NRRD, for 3D Slicer', nrrd!.bytes, { path: '/segment?format=seg.nrrd' }),
    good('zip of DICOM', await zipped('DICOM, uncompressed')),
    good('zip of DICOM, to a SEG', await zipped('DICOM, uncompressed'), { path: '/segment?format=seg' }),
    good('zip of DICOM, to an RTSTRUCT', await zipped('DICOM, uncompressed'), { path: '/segment?format=rtstruct' }),
    good('zip of DICOM in JPEG 2000', await zipped('DICOM, JPEG 2000'), { headers: { accept: 'image/x-metaimage' } }),
    good('zip of MetaImage with its voxels', await zipped('MetaImage, zraw')),
    good('zip of NIfTI and clutter', await zipOf({ '.DS_Store': new Uint8Array(9), 'a/scan.nii.gz': nifti })),
  ];
}

/** What people or attackers send besides; `large` has more voxels along a side than {@link tightLimits} allow. */
export async function badUploads(scan: Volume, large: Volume): Promise<Upload[]> {
  const nifti = await encodeNifti(scan);
  const dicom = await bytesOf((await scanFiles(scan))['DICOM, uncompressed']!, 'Jane Doe/');
  const zip = await zipOf(dicom);
  const labels = await encodeNifti({ ...scan, data: new Uint8Array(scan.data.length), kind: 'label' });
  const bomb = await zipOf({ 'Jane Doe.dcm': new Uint8Array(200e6) });
  const many = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`Jane Doe ${i}.dcm`, new Uint8Array(1)]));
  const folders = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`Jane Doe/${i}/`, new Uint8Array()]));
  const clutter = Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`.Jane Doe ${i}`, new Uint8Array()]));
  const broken = { ...dicom, 'Jane Doe/slice-1.dcm': dicom['Jane Doe/slice-1.dcm']!.subarray(0, 900) };
  const oversized = new Uint8Array(5e6);
  return [
    { about: 'NIfTI cut off', body: nifti.subarray(0, nifti.length / 2), answer: '422 unreadable' },
    { about: 'zip cut off', body: zip.subarray(0, zip.length / 2), answer: '422 broken_zip' },
    { about: 'zip of a broken slice', body: await zipOf(broken), answer: '422 unreadable' },
    { about: 'zip with wrong bytes', body: flipped(zip), answer: '422 broken_zip' },
    { about: 'zip of nothing', body: await zipOf({}), answer: '422 empty_zip' },
    { about: 'zip with a password', body: await zipOf(dicom, { password: 'x' }), answer: '422 encrypted_zip' },
    { about: 'zip bomb', body: bomb, answer: '413 unpacks_too_large' },
    { about: 'zip of many files', body: await zipOf(many), answer: '413 too_many_files' },
    { about: 'zip of many folders', body: await zipOf(folders), answer: '413 too_many_files' },
    { about: 'zip of much clutter', body: await zipOf(clutter), answer: '413 too_many_files' },
    { about: 'zip with another compression', body: withBzip2(zip), answer: '422 unknown_compression' },
    { about: 'slices too large', body: await encodeNifti(large), answer: '413 too_many_voxels' },
    { about: 'text', body: Buffer.from('Jane Doe'), answer: '422 unknown_format' },
    { about: 'labels', body: labels, answer: '422 no_ct' },
    { about: 'nothing', answer: '400 empty' },
    { about: 'too large, as stated', body: oversized, answer: '413 too_large' },
    { about: 'too large, in pieces', body: inPieces(oversized, 1e5), answer: '413 too_large' },
    { about: 'endless', body: endless(), answer: '413 too_large' },
    { about: 'too slow', body: inPieces(nifti, 10, 100), answer: '408 too_slow' },
    { about: 'hung up halfway', body: inPieces(nifti, 10, 100), answer: 'gone', signal: AbortSignal.timeout(500) },
    { about: 'hung up while waiting', body: nifti, answer: 'gone', signal: AbortSignal.timeout(300) },
    { about: 'another format', body: nifti, path: '/segment?format=tiff', answer: '400 unknown_mask_format' },
    { about: 'a SEG of a NIfTI', body: nifti, path: '/segment?format=seg', answer: '422 no_dicom' },
    { about: 'a form', body: nifti, headers: { 'content-type': 'multipart/form-data' }, answer: '415 form' },
    { about: 'an encoding', body: nifti, headers: { 'content-encoding': 'gzip' }, answer: '415 encoded' },
    { about: 'a wrong path', body: nifti, path: '/segments', answer: '404 unknown_path' },
    { about: 'a wrong method', method: 'PUT', body: nifti, answer: '405 wrong_method' },
  ];
}

/** Reads a mask of a scan that came back. */
export const maskOf = (body: Uint8Array, grid: Volume): Promise<Volume> =>
  readVolume([ctFile('mask', body)], { kind: 'label', grid });

async function* inPieces(bytes: Uint8Array, length: number, pauseMs = 0): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) {
    yield bytes.subarray(from, from + length);
    await sleep(pauseMs);
  }
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(65_536);
}

function flipped(bytes: Uint8Array): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  for (let i = 200; i < 300; i++) damaged[i]! ^= 0xff;
  return damaged;
}

/** A zip that states bzip2 as the compression of its files. */
function withBzip2(zip: Uint8Array): Uint8Array {
  const changed = Buffer.from(zip);
  for (const [header, method] of [
    ['PK\x01\x02', 10],
    ['PK\x03\x04', 8],
  ] as const)
    for (let at = changed.indexOf(header); at >= 0; at = changed.indexOf(header, at + 1))
      changed.writeUInt16LE(12, at + method);
  return changed;
}

async function bytesOf(
  files: readonly { name: string; arrayBuffer(): Promise<ArrayBuffer> }[],
  folder: string,
): Promise<Record<string, Uint8Array>> {
  const entries = files.map(async (file) => [folder + file.name, new Uint8Array(await file.arrayBuffer())] as const);
  return Object.fromEntries(await Promise.all(entries));
}
