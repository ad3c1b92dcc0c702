import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { predictVolume, type Volume } from 'msa-unet';
import { ctFiles, openRun, requireWritable } from 'msa-unet/node';

import { UsageError } from '../../args/usageError';
import { withBackend } from '../../options/backendOptions';
import { predictVolumeOptions } from '../../options/predictOptions';
import { readOptions } from '../../options/seriesOptions';
import { isEmpty, requireNew } from '../../outputs';
import { preprocessingNotes } from '../../preprocessingNotes';
import { scanName } from '../../scanName';
import { clock, statusLine } from '../../statusLine';
import type { MaskFormat } from './maskFormat';
import { encodeMask, writeFiles } from './maskFormats';
import { maskText, noLiver } from './maskText';
import { outputOf } from './outputOf';
import type { PredictRequest } from './predictRequest';
import { readScan, requireUnits } from './readScan';
import { predictMany } from './shards/predictMany';

/** Predicts scans one by one. Each mask is written as soon as it is done, the first after all headers are checked. */
export async function predictRun(request: PredictRequest): Promise<void> {
  if (request.data !== undefined || request.shard || request.merge) return predictMany(request);
  const jobs = await jobsOf(request);
  await withBackend(request, (signal) => predictAll(jobs, request, signal));
}

/** @throws Error if the headers of a scan show that it has no Hounsfield units, or no masks in the format of the job */
async function requireScans(jobs: readonly Job[], request: PredictRequest): Promise<void> {
  for (const { image, format } of jobs) {
    const files = await ctFiles(image);
    await requireUnits({ image, files }, request);
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
      const volume = await readScan({ image, files }, request);
      const mask = await predictVolume(run.model, volume, {
        ...options,
        signal,
        onProgress: ({ slices, depth, secondsLeft }) =>
          status.show(`${image}  slice ${slices}/${depth}  ${clock(secondsLeft)} left`),
      });
      const scan = { path: image, files, ...readOptions(request) };
      const encoded = await encodeMask(format, out, mask, scan);
      await writeFiles(encoded).catch((cause: unknown) => {
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

interface Job {
  readonly image: string;
  readonly out: string;
  readonly format: MaskFormat;
}

/** The output file of each mask, checked before any work. */
async function jobsOf(request: PredictRequest): Promise<Job[]> {
  const { image: images, out, force = false } = request;
  if (!images) throw new UsageError('--image PATH or --data DIR is needed');
  const { format, isFile } = outputOf(out, request.format, images.length);
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
