import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { encodeMetaImage, encodeNifti, peekVoxels, predictVolume, readVolume, type Volume } from 'msa-unet';
import { ctFiles, openRun, writeFileAtomic } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { UsageError } from '../../args/usageError';
import { type backendOptions, withBackend } from '../../options/backendOptions';
import { type predictOptions, predictVolumeOptions } from '../../options/predictOptions';
import { requireNew } from '../../outputs';
import { preprocessingNotes } from '../../preprocessingNotes';
import { clock, statusLine } from '../../statusLine';

/** What the command line of `predict` says. */
export interface PredictRequest extends Values<typeof predictOptions & typeof backendOptions> {
  readonly model: string;
  /** Scans: a file or folder each. */
  readonly image: readonly string[];
  /** File or folder of the masks. */
  readonly out: string;
  readonly force: boolean | undefined;
}

/** Predicts scans one after the other; each mask is written when it is done, none before all headers have been read. */
export async function predictRun(request: PredictRequest): Promise<void> {
  const jobs = await jobsOf(request);
  await withBackend(request, (signal) => predictAll(jobs, request, signal));
}

/** @throws Error if a header tells that a scan holds no Hounsfield units */
async function requireUnits(images: readonly string[]): Promise<void> {
  for (const image of images) {
    const voxels = await peekVoxels(await filesOf(image));
    if (voxels !== 'hu') throw noUnits(image);
  }
}

async function predictAll(jobs: readonly Job[], request: PredictRequest, signal: AbortSignal): Promise<void> {
  const run = await openRun(request.model);
  const options = predictVolumeOptions(request, run);
  for (const note of preprocessingNotes(run, options, { values: request, hasUnits: true })) console.error(note);
  const status = statusLine();
  const written: string[] = [];
  for (const { image, out } of jobs) {
    try {
      const volume = await readScan(image);
      const mask = await predictVolume(run.model, volume, {
        ...options,
        signal,
        onProgress: ({ slices, depth, secondsLeft }) =>
          status.show(`${image}  slice ${slices}/${depth}  ${clock(secondsLeft)} left`),
      });
      await writeMask(out, mask);
      status.clear();
      console.log(`${out}: ${maskText(mask)}`);
      written.push(out);
    } catch (cause) {
      status.clear();
      throw withWritten(cause, written, jobs.length);
    }
  }
}

/** The error of one scan among several, with what has been written before. */
function withWritten(cause: unknown, written: readonly string[], count: number): unknown {
  if (!(cause instanceof Error) || cause.name === 'AbortError' || written.length === 0) return cause;
  return new Error(
    `${cause.message}\nWritten before: ${written.join(', ')}. ${count - written.length} of ${count} masks are missing`,
    { cause },
  );
}

/** @throws Error if it holds no Hounsfield units */
async function readScan(image: string): Promise<Volume> {
  const volume = await readVolume(await filesOf(image), { onNote: (note) => console.error(`Note: ${note}`) });
  if (volume.kind === 'hu' && !(volume.data instanceof Uint8Array)) return volume;
  throw noUnits(image);
}

const noUnits = (image: string) =>
  new Error(`${image} holds labels or grey levels, not the Hounsfield units of a scan`);

interface Job {
  readonly image: string;
  readonly out: string;
}

const volumeFile = /\.(nii\.gz|mha|mhd)$/i;
/** Endings of what no mask is written as; other dots may be those of a folder. */
const foreignFile = /\.(png|jpe?g|tiff?|dcm|nrrd|gz|zip)$/i;

/** Which mask goes where; before any of the work. */
async function jobsOf({ image: images, out, force = false }: PredictRequest): Promise<Job[]> {
  const isFile = volumeFile.test(out);
  if (isFile && images.length > 1)
    throw new UsageError(`--out must be a folder for ${images.length} scans; received "${out}"`);
  if (!isFile && /\.nii$/i.test(out)) throw new UsageError(`--out: masks are written compressed; say "${out}.gz"`);
  if (!isFile && foreignFile.test(out))
    throw new UsageError(`--out: masks are written as .nii.gz, .mha or .mhd; received "${out}"`);
  const jobs = images.map((image) => ({ image, out: isFile ? out : join(out, `${stemOf(image)}-mask.nii.gz`) }));
  const twice = jobs.find((job, i) => jobs.findIndex((other) => other.out === job.out) !== i);
  if (twice) throw new UsageError(`Two scans would be written to ${twice.out}; predict them one by one`);
  await requireUnits(images);
  if (!isFile) await mkdir(out, { recursive: true });
  for (const job of jobs) for (const file of filesOfMask(job.out)) await requireNew(file, force);
  return jobs;
}

/** The name of a scan without its ending. */
const stemOf = (path: string) => basename(resolve(path)).replace(/\.(nii|nii\.gz|mha|mhd|hdr|zip)$/i, '');

/** The files of a scan: of a header alone also those of its name that hold the voxels. */
async function filesOf(path: string) {
  if (!/\.(mhd|hdr)$/i.test(path)) return ctFiles(path);
  const stem = `${basename(path).replace(/\.[^.]*$/, '')}.`;
  const beside = await readdir(dirname(path)).catch(() => []);
  const voxels = beside.filter((name) => name.startsWith(stem) && /\.(z?raw|img)(\.gz)?$/i.test(name));
  return ctFiles([path, ...voxels.map((name) => join(dirname(path), name))]);
}

/** A header of its own lies beside its voxels. */
const filesOfMask = (out: string) => (/\.mhd$/i.test(out) ? [out, out.replace(/\.mhd$/i, '.zraw')] : [out]);

async function writeMask(out: string, mask: Volume): Promise<void> {
  if (!/\.mh[ad]$/i.test(out)) return writeFileAtomic(out, await encodeNifti(mask));
  const files = await encodeMetaImage(mask, out);
  for (const { name, bytes } of files.toReversed()) await writeFileAtomic(name, bytes); // the header last
}

function maskText({ data, shape, spacing: [z, y, x] }: Volume): string {
  let voxels = 0;
  for (const label of data) if (label !== 0) voxels++;
  return `${shape.join('×')} voxels, liver ${((voxels * z * y * x) / 1000).toFixed(1)} ml`;
}
