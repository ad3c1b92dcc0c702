import { basename, resolve } from 'node:path';
import { CtFileError } from '../../data/ctFileError';
import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { readDicomSlice } from '../../data/formats/dicom/readDicomSlice';
import { dataSetNames } from '../../data/split/repeatedPatients';
import { CallError } from '../../utils/callError';
import { requireKnown, requireOneOf } from '../../utils/check';
import { dicomScan } from './dicomScan';
import type { FoundFile } from './diskFile';
import { folderOf, lastPart } from './filesByFolder';
import { type OpenOptions, openSources, type Sources } from './sources';

/** Options of {@link openIrcadb}. */
export interface OpenIrcadbOptions extends OpenOptions {
  /**
   * Masks that count as liver: `liver` alone, or also tumours, cysts and resected metastases under each patient's names
   * (`livertumor1`, `tumor`, `livercyst`, `liverkyste`, `metastasectomie`).
   *
   * @defaultValue `'liver'`
   */
  liver?: 'liver' | 'withTumours';
}

const tumours = /^(livertumou?r|tumou?r|liver[ck]yst|metastasectomie)/i;

/**
 * Opens 3D-IRCADb-01: `3Dircadb1.N/PATIENT_DICOM/image_0 …` with `3Dircadb1.N/MASKS_DICOM/liver/image_0 …`, unpacked or
 * as downloaded (zips, also nested); duplicated folder levels are accepted. `directory` may also be the folder of one
 * patient.
 *
 * Slices are paired by number; notes list missing numbers. Options: {@link OpenIrcadbOptions}.
 *
 * @throws Error if there are no patients, or masks and images of a patient do not match
 * @throws CtFileError if a zip or DICOM header cannot be read
 * @example
 * ```ts no-run
 * import { openIrcadb } from 'msa-unet/node';
 *
 * const data = await openIrcadb('data/3Dircadb', { liver: 'withTumours' });
 * console.log(data.patients.length); // 20
 * ```
 */
export async function openIrcadb(directory: string, options: OpenIrcadbOptions = {}): Promise<CtDataSet> {
  requireKnown<OpenIrcadbOptions>('openIrcadb', options, { cacheBytes: 0, liver: 0 });
  return ircadbFrom(await openSources('openIrcadb', directory, options), options);
}

/** {@link openIrcadb} for files already listed. */
export async function ircadbFrom(sources: Sources, { liver = 'liver' }: OpenIrcadbOptions = {}): Promise<CtDataSet> {
  requireOneOf(sources.owner, 'liver', liver, ['liver', 'withTumours']);
  const patients = patientsIn(sources);
  const scans: CtScan[] = [];
  const notes: string[] = [];
  for (const [name, patient] of patients) {
    const organs = [...patient.masks.keys()].filter(
      (o) => o === 'liver' || (liver === 'withTumours' && tumours.test(o)),
    );
    if (liver === 'withTumours') notes.push(`${name}: the liver is the union of ${organs.join(', ')}`);
    const opened = await openPatient(name, patient, organs, sources.owner);
    scans.push(opened.scan);
    notes.push(...opened.notes);
    const missing = gaps([...patient.images.keys()]);
    if (missing.length > 0) notes.push(`${name}: slices missing from the series: ${missing.join(', ')}`);
  }
  return dataSetOf({ name: dataSetNames.ircadb, scans, notes });
}

/** Files by their number. */
type Numbered = Map<number, FoundFile>;

interface IrcadbPatient {
  readonly images: Numbered;
  /** Masks by organ. */
  readonly masks: Map<string, Numbered>;
}

function patientsIn({ owner, directory, files }: Sources): Map<string, IrcadbPatient> {
  const patients = new Map<string, IrcadbPatient>();
  for (const file of files) {
    const number = /^image_(\d+)$/.exec(lastPart(file.name))?.[1];
    const path = folderOf(file.name)
      .split('/')
      .map((part) => part.replace(/\.zip$/i, ''));
    const kind = path.findIndex((part) => part === 'PATIENT_DICOM' || part === 'MASKS_DICOM');
    if (number === undefined || kind < 0) continue;
    const name = path[kind - 1] || basename(resolve(directory));
    const patient = patients.get(name) ?? { images: new Map(), masks: new Map() };
    patients.set(name, patient);
    if (path[kind] === 'PATIENT_DICOM') addOnce(patient.images, Number(number), file);
    else {
      const organ = path.at(-1)!;
      if (!patient.masks.has(organ)) patient.masks.set(organ, new Map());
      addOnce(patient.masks.get(organ)!, Number(number), file);
    }
  }
  if (patients.size === 0)
    throw new CallError(
      owner,
      `no patients of 3D-IRCADb-01 in ${directory}; slices must lie at 3Dircadb1.N/PATIENT_DICOM/image_0, masks at 3Dircadb1.N/MASKS_DICOM/liver/image_0`,
    );
  return patients;
}

function addOnce(files: Numbered, number: number, file: FoundFile): void {
  const other = files.get(number);
  if (other) throw new CtFileError(file.name, `the same slice as ${other.name}; keep one of the two`);
  files.set(number, file);
}

function openPatient(name: string, { images, masks }: IrcadbPatient, organs: string[], owner: string) {
  if (images.size === 0)
    throw new CallError(owner, `${name} has masks, but no images in PATIENT_DICOM; unpack it again`);
  if (masks.size === 0)
    throw new CallError(owner, `${name} has images, but no masks: MASKS_DICOM is missing or empty; unpack it again`);
  if (!masks.has('liver'))
    throw new CallError(
      owner,
      `${name} has no masks in MASKS_DICOM/liver, only of ${[...masks.keys()].join(', ')}; unpack it again`,
    );
  for (const organ of organs) requireSameNumbers(owner, name, { images, masks: masks.get(organ)!, organ });
  const numbers = [...images.keys()].sort((a, b) => a - b);
  return dicomScan({
    patient: name,
    images: numbers.map((number) => images.get(number)!),
    masks: numbers.map((number) => organs.map((organ) => masks.get(organ)!.get(number)!)),
    firstAt: 'feet',
    readMask: (file) => readDicomSlice(file, { kind: 'label' }),
  });
}

/** Lists gaps in the slice numbers: `image_3`, `image_7 to image_9`. */
function gaps(numbers: readonly number[]): string[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((next, i) => {
    const [from, to] = [sorted[i]! + 1, next - 1];
    if (from > to) return [];
    return from === to ? [`image_${from}`] : [`image_${from} to image_${to}`];
  });
}

function requireSameNumbers(
  owner: string,
  name: string,
  { images, masks, organ }: { readonly images: Numbered; readonly masks: Numbered; readonly organ: string },
): void {
  const unpaired = [...images.keys()].find((number) => !masks.has(number));
  if (images.size === masks.size && unpaired === undefined) return;
  const example = unpaired === undefined ? '' : `, none for image_${unpaired}`;
  throw new CallError(
    owner,
    `${name} has ${images.size} images in PATIENT_DICOM, but ${masks.size} masks in MASKS_DICOM/${organ}${example}; unpack it again`,
  );
}
