import { encodeNifti, huDoubt, phantomDataSet, readVolume, scanVolume, type Volume, volumeMl } from 'msa-unet';

/** A scan, and its ground truth if it is known. */
export interface Scan {
  readonly image: Volume;
  readonly truth: Volume | null;
}

/** Reads the files of a scan: a DICOM series, or one file of another format. */
export async function readScan(files: FileList): Promise<Scan> {
  const image = await readVolume([...files]);
  if (image.kind === 'label' || huDoubt(image)?.looksLike === 'labels')
    throw new Error('This is a mask: choose its scan first, then the mask as ground truth.');
  return { image, truth: null };
}

/** Adds the ground truth to a scan. */
export async function readTruth(scan: Scan, files: FileList): Promise<Scan> {
  const truth = await readVolume([...files], { kind: 'label' });
  if (truth.shape.join() !== scan.image.shape.join())
    throw new Error(`The mask has ${truth.shape.join(' × ')} voxels, the scan ${scan.image.shape.join(' × ')}.`);
  if (!isSamePlace(truth.affine, scan.image.affine))
    throw new Error('The mask lies elsewhere than the scan: their positions, directions or spacings differ.');
  return { ...scan, truth };
}

/** Whether two affines agree to a hundredth of a millimetre, as files round them. */
function isSamePlace(a: Volume['affine'], b: Volume['affine']): boolean {
  return a.flat().every((value, i) => Math.abs(value - b.flat()[i]!) < 0.01);
}

/** Makes a synthetic patient that the network has not seen. */
export async function phantomScan(): Promise<Scan> {
  const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 12, size: 128, seed: 99 }).patients;
  const { image, labels } = await scanVolume(patient!.scans[0]!);
  return { image, truth: labels };
}

/** Describes a scan in a line. */
export function describeScan({ image: { shape, spacing, source }, truth }: Scan): string {
  const millimetres = spacing.map((step) => step.toFixed(1)).join(' × ');
  return `${source}: ${shape.join(' × ')} voxels of ${millimetres} mm${truth ? ', with ground truth' : ''}`;
}

/** Describes a mask by its volume, and its Dice coefficient if the ground truth is known. */
export function describeMask({ truth }: Scan, prediction: Volume): string {
  const millilitres = `${volumeMl(prediction).toFixed(0)} ml`;
  if (!truth) return millilitres;
  return `${millilitres}, Dice coefficient ${dice(truth, prediction).toFixed(3)}`;
}

/** Dice coefficient of two masks; evaluateVolumes has more scores, and takes longer. */
function dice(truth: Volume, prediction: Volume): number {
  let [both, sum] = [0, 0];
  for (let i = 0; i < truth.data.length; i++) {
    const [inTruth, inPrediction] = [truth.data[i] !== 0, prediction.data[i] !== 0];
    if (inTruth && inPrediction) both++;
    sum += Number(inTruth) + Number(inPrediction);
  }
  return sum === 0 ? 1 : (2 * both) / sum;
}

/** Saves a mask as a NIfTI file, aligned with its scan. */
export async function download(mask: Volume): Promise<void> {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([new Uint8Array(await encodeNifti(mask))]));
  link.download = 'mask.nii.gz';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be reading it
}
