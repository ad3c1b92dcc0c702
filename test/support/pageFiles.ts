import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ctFile } from '../../src/data/ctFile';
import { encodeMetaImage } from '../../src/data/formats/metaImage/encodeMetaImage';
import { encodeNifti } from '../../src/data/formats/nifti/encodeNifti';
import { encodeNrrd } from '../../src/data/formats/nrrd/encodeNrrd';
import type { EncodedFile } from '../../src/data/formats/volumeFormat';
import { readVolume } from '../../src/data/readVolume';
import type { Volume } from '../../src/data/volume';
import { encodeDicomSeg } from '../../src/dicom/encodeDicomSeg';
import { encodeRtStruct } from '../../src/dicom/encodeRtStruct';
import { dicomSeries, niftiPair, phantomLayouts, within } from './phantomLayouts';
import { type PhantomScan, phantomScans, phantomVolumes } from './phantomScans';
import { zipOf } from './zip';

type Files = Record<string, Uint8Array>;

/** The data sets of the pages by their folders: the files of the n-th patient by their paths. */
const dataSets: Record<string, (scan: PhantomScan, n: number) => Promise<Files>> = {
  '3Dircadb1': phantomLayouts['3D-IRCADb-01'],
  'data/ircadb': async (scan, n) => zippedFolders(await phantomLayouts['3D-IRCADb-01'](scan, n)),
  SLIVER07: phantomLayouts.SLIVER07,
  LiTS: phantomLayouts.LiTS,
  Task03_Liver: phantomLayouts['MSD Task03'],
  CHAOS: phantomLayouts['CHAOS CT'],
  slices: phantomLayouts['PNG slices'],
  hospital: (scan, n) => niftiPair(scan, [`ct/patient${n}`, `masks/patient${n}_liver`]),
  metaimage: metaImagePair,
  Dataset001_Liver: (scan, n) => niftiPair(scan, [`imagesTr/liver_00${n}_0000`, `labelsTr/liver_00${n}`]),
  slicer: nrrdPair,
  study: dicomWithMask,
  archive: dicomWithObject,
};

/** Writes all files that the pages read, with phantoms in them: data sets of four patients, and single scans. */
export async function putPageFiles(folder: string): Promise<void> {
  for (const [name, layout] of Object.entries(dataSets))
    for (const [i, scan] of phantomScans(4, { seed: 3 }).entries())
      await put(join(folder, name), await layout(scan, i + 1));
  const [scan] = phantomScans(1, { depth: 5, seed: 9 }) as [PhantomScan];
  await put(folder, await niftiPair(scan, ['scan', 'liver']));
  await put(folder, await metaImage('scan.mhd', scan));
  await put(folder, filesOf(await encodeNrrd(phantomVolumes(scan).image, 'scan.nrrd')));
  await put(folder, within('patient-1/DICOM', dicomSeries(scan)));
  await put(folder, { 'scan.zip': await zipOf(dicomSeries(scan)) });
  for (const n of [1, 2]) await put(folder, await niftiPair(scan, [`ct/scan${n}`, `liver/scan${n}`]));
}

async function put(folder: string, files: Files): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

async function metaImage(name: string, scan: PhantomScan): Promise<Files> {
  return filesOf(await encodeMetaImage(phantomVolumes(scan).image, name, { compressed: false }));
}

const filesOf = (files: readonly EncodedFile[]): Files =>
  Object.fromEntries(files.map((file) => [file.name, file.bytes]));

async function metaImagePair(scan: PhantomScan, n: number): Promise<Files> {
  const labels = await encodeMetaImage(phantomVolumes(scan).labels, `masks/patient${n}.mha`);
  return { ...(await metaImage(`ct/patient${n}.mhd`, scan)), [labels[0]!.name]: labels[0]!.bytes };
}

/** A scan as NRRD, with a segmentation as 3D Slicer writes it. */
async function nrrdPair(scan: PhantomScan, n: number): Promise<Files> {
  const { image, labels } = phantomVolumes(scan);
  const liver = { ...labels, segments: [{ value: 1, name: 'Liver', color: null }] };
  return {
    ...filesOf(await encodeNrrd(image, `ct/patient${n}.nrrd`)),
    ...filesOf(await encodeNrrd(liver, `masks/patient${n}.seg.nrrd`)),
  };
}

/** A scan as DICOM, with its mask as NIfTI. */
async function dicomWithMask(scan: PhantomScan, n: number): Promise<Files> {
  const { series, mask } = await dicomAndMask(scan);
  return { ...within(`patient${n}/DICOM`, series), [`patient${n}/liver.nii.gz`]: await encodeNifti(mask) };
}

/** A scan as DICOM, with its mask as a SEG, or as an RTSTRUCT for patients of even number. */
async function dicomWithObject(scan: PhantomScan, n: number): Promise<Files> {
  const { series, source, mask } = await dicomAndMask(scan);
  const encode = n % 2 === 0 ? encodeRtStruct : encodeDicomSeg;
  const object = await encode(mask, { source, segments: [{ value: 1, name: 'Liver' }] });
  return { ...within(`patient${n}/CT`, series), [`patient${n}/liver.dcm`]: object };
}

async function dicomAndMask(scan: PhantomScan) {
  const series = dicomSeries(scan);
  const source = Object.entries(series).map(([name, bytes]) => ctFile(name, bytes));
  const data = Uint8Array.from(scan.masks.flatMap((mask) => [...mask]));
  const mask: Volume = { ...(await readVolume(source)), kind: 'label', data };
  return { series, source, mask };
}

/** The folders PATIENT_DICOM and MASKS_DICOM of a patient as zips, as 3D-IRCADb-01 is downloaded. */
async function zippedFolders(files: Files): Promise<Files> {
  const zips: Files = {};
  for (const folder of new Set(Object.keys(files).map((path) => path.split('/').slice(0, 2).join('/')))) {
    const inside = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
    const top = `${folder.split('/')[0]!}/`;
    zips[`${folder}.zip`] = await zipOf(
      Object.fromEntries(inside.map(([path, bytes]) => [path.slice(top.length), bytes])),
    );
  }
  return zips;
}
