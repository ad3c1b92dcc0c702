import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { type CtFile, huDoubt, peekVoxels, predictVolume, readVolume, type Volume, volumeMl } from 'msa-unet';
import { ctFiles, openRun, requireWritable } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { UsageError } from '../../args/usageError';
import { holdsLabels } from '../../holdsLabels';
import { type backendOptions, withBackend } from '../../options/backendOptions';
import { type predictOptions, predictVolumeOptions } from '../../options/predictOptions';
import { readOptions, type seriesOptions } from '../../options/seriesOptions';
import { isEmpty, requireNew } from '../../outputs';
import { preprocessingNotes } from '../../preprocessingNotes';
import { scanName } from '../../scanName';
import { clock, statusLine } from '../../statusLine';
import type { MaskFormat } from './maskFormat';
import { chooseFormat, formatOfFile, maskEndings, writeMask } from './maskFormats';

/** The options of `predict`. */
export interface PredictRequest extends Values<typeof predictOptions & typeof backendOptions & typeof seriesOptions> {
  readonly model: string;
  /** Scans: a file or folder each. */
  readonly image: readonly string[];
  /** File or folder of the masks. */
  readonly out: string;
  /** Name of their format. */
  readonly format: string | undefined;
  readonly force: boolean | undefined;
}

/** Predicts scans one by one. Each mask is written as soon as it is done, the first after all headers are checked. */
export async function predictRun(request: PredictRequest): Promise<void> {
  const jobs = await jobsOf(request);
  await withBackend(request, (signal) => predictAll(jobs, request, signal));
}

/** @throws Error if the headers of a scan show that it has no Hounsfield units, or no masks in the format of the job */
async function requireScans(jobs: readonly Job[], request: PredictRequest): Promise<void> {
  for (const { image, format } of jobs) {
    const files = await ctFiles(image);
    const voxels = await peekVoxels(files, readOptions(request));
    if (voxels === 'label') throw holdsLabels(image);
    if (voxels === 'bytes' && !isWindowGiven(request)) throw noUnits(image);
    await format.requireScan({ path: image, files, ...readOptions(request) });
  }
}

async function predictAll(jobs: readonly Job[], request: PredictRequest, signal: AbortSignal): Promise<void> {
  const run = await openRun(request.model);
  const options = predictVolumeOptions(request, run);
  for (const note of preprocessingNotes(run, options, { values: request, hasUnits: true })) console.error(note);
  const status = statusLine();
  const written: string[] = [];
  for (const { image, out, format } of jobs) {
    try {
      const files = await ctFiles(image);
      const volume = await readScan(image, files, request);
      const mask = await predictVolume(run.model, volume, {
        ...options,
        signal,
        onProgress: ({ slices, depth, secondsLeft }) =>
          status.show(`${image}  slice ${slices}/${depth}  ${clock(secondsLeft)} left`),
      });
      const scan = { path: image, files, ...readOptions(request) };
      await writeMask(format, out, mask, scan).catch((cause: unknown) => {
        throw unwritten(out, mask, cause);
      });
      status.clear();
      console.log(`${out}: ${maskText(mask)}`);
      const doubt = format.doubt(mask);
      if (doubt !== null) console.error(`Note: ${out}: ${doubt}`);
      if (mask.data.every((label) => label === 0)) console.error(`Note: ${noLiver(options.threshold)}`);
      written.push(out);
    } catch (cause) {
      status.clear();
      throw withWritten(cause, written, jobs.length);
    }
  }
}

/** The error of a finished mask that cannot be written. */
function unwritten(out: string, mask: Volume, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const begin = `${out} cannot be written: `;
  return new Error(`${reason.startsWith(begin) ? '' : begin}${reason}. Its mask: ${maskText(mask)}`, { cause });
}

/** The error of one scan among several, with the masks that are already written. */
function withWritten(cause: unknown, written: readonly string[], count: number): unknown {
  if (!(cause instanceof Error) || cause.name === 'AbortError' || written.length === 0) return cause;
  return new Error(
    `${cause.message}\nAlready written: ${written.join(', ')}. Still missing: ${count - written.length} of ${count} masks`,
    { cause },
  );
}

/** @throws Error if it holds labels, or grey levels and no window says what they are */
async function readScan(image: string, files: readonly CtFile[], request: PredictRequest): Promise<Volume> {
  const notes: string[] = [];
  const volume = await readVolume(files, { ...readOptions(request), onNote: (note) => notes.push(note) });
  if (volume.kind !== 'hu') throw holdsLabels(image);
  const { looksLike } = huDoubt(volume) ?? {};
  if ((looksLike === 'labels' || looksLike === 'grey') && !isWindowGiven(request)) throw noUnits(image);
  for (const note of notes) console.error(`Note: ${note}`);
  return volume;
}

const isWindowGiven = ({ windowMin, windowMax }: PredictRequest) => windowMin !== undefined || windowMax !== undefined;

const noUnits = (image: string) =>
  new Error(
    `${image} holds grey levels or labels, not Hounsfield units. Pass the scan itself, exported from DICOM again if it has been windowed. For a network that was trained on such grey levels, pass --window-min and --window-max as in its training`,
  );

interface Job {
  readonly image: string;
  readonly out: string;
  readonly format: MaskFormat;
}

/** Endings that masks are never written with; other dots may be part of a folder name. */
const foreignFile = /\.(png|jpe?g|tiff?|gz|zip)$/i;

/** The output file of each mask, checked before any work. */
async function jobsOf(request: PredictRequest): Promise<Job[]> {
  const { image: images, out, force = false } = request;
  const format = chooseFormat(out, request.format);
  const isFile = formatOfFile(out) !== undefined;
  if (isFile && images.length > 1)
    throw new UsageError(`--out must be a folder for ${images.length} scans; received "${out}"`);
  if (!isFile && formatOfFile(`${out}.gz`))
    throw new UsageError(`--out: masks are written compressed; pass "${out}.gz"`);
  if (!isFile && foreignFile.test(out))
    throw new UsageError(`--out: masks are written as ${maskEndings()}; received "${out}"`);
  const outOf = (image: string) => (isFile ? out : join(out, `${scanName(image)}-mask${format.ending}`));
  const jobs = images.map((image) => ({ image, out: outOf(image), format }));
  const twice = jobs.find((job, i) => jobs.findIndex((other) => other.out === job.out) !== i);
  if (twice) throw new UsageError(`Two scans would be written to ${twice.out}; predict them one at a time`);
  if (!isFile) await requireWritable(out, 'folder');
  if (isFile || !(await isEmpty(out)))
    for (const job of jobs) for (const file of format.fileNames(job.out)) await requireNew(file, force);
  await requireScans(jobs, request);
  if (!isFile) await mkdir(resolve(out), { recursive: true }); // of a removed working directory, a relative path hangs
  return jobs;
}

function maskText(mask: Volume): string {
  const parts = mask.segments ?? [{ name: 'liver', value: null }];
  const volumes = parts.map(
    ({ name, value }, i) => `${name} ${about(mask)}${volumeMl(partOf(mask, value, i)).toFixed(1)} ml`,
  );
  return `${mask.shape.join('×')} voxels, ${volumes.join(', ')}`;
}

const about = ({ isUneven }: Volume) => (isUneven ? 'approximately ' : '');

/** The mask of one segment. `value` `null`: of all. */
function partOf(mask: Volume, value: number | null, index: number): Volume {
  const { data, codes } = mask;
  if (value === null) return mask;
  const isInside = (_: unknown, i: number) => (codes ? (codes[i]! >> index) & 1 : Number(data[i] === value));
  return { ...mask, data: Uint8Array.from(data, isInside) };
}

const noLiver = (threshold = 0.5) =>
  `no voxel has a probability above ${threshold}. Train the network longer, or check that the scan is in Hounsfield units`;
