import { resolve } from 'node:path';

import { type BackendInfo, openRun, requireWritable } from 'msa-unet/node';

import { UsageError } from '../../../args/usageError';
import { counted } from '../../../counted';
import { endText, failureOf } from '../../../jobs/endText';
import { hashOfWeights } from '../../../jobs/hashOfWeights';
import { isClaimed, type JobSettings, readRecord, recordsOf } from '../../../jobs/jobRecord';
import { listText } from '../../../jobs/missing';
import { type JobsEnd, runJobs } from '../../../jobs/runJobs';
import { itemsOf, type Shard, shardName } from '../../../jobs/shard';
import { withBackend } from '../../../options/backendOptions';
import { predictVolumeOptions } from '../../../options/predictOptions';
import { readOptions } from '../../../options/seriesOptions';
import { preprocessingNotes } from '../../../preprocessingNotes';
import { version } from '../../../version';
import type { MaskFormat } from '../maskFormat';
import { outputOf } from '../outputOf';
import type { PredictRequest } from '../predictRequest';
import { joinPredictions } from './joinPredictions';
import { hashesOf, type MaskState, type Prediction, stateOf } from './prediction';
import { bytesOf, type ScanJob, scanJobs } from './scanJobs';
import { scanWork } from './scanWork';

/**
 * Predicts the scans of a folder, or a part of them. Each scan has a record beside the masks, by which a later command, even
 * one with other parts, resumes. The process that ends last joins the records.
 */
export async function predictMany(request: PredictRequest): Promise<void> {
  const { out, merge = false, shard = { index: 0, count: 1 } } = request;
  if (merge && request.shard) throw new UsageError('--merge joins the results of all parts; leave out --shard');
  const { format } = outputOf(out, request.format, null);
  const jobs = await scanJobs(request, format);
  if (merge) return joinPredictions(jobs, { out, isLast: true });
  await requireWritable(out, 'folder');
  const own = itemsOf(jobs, shard);
  const end = await withBackend(request, (signal, backend) =>
    predictOwn(own, { request, format, shard, signal, backend }),
  );
  console.log(endText(end, { all: own.length, shard, noun: 'mask' }));
  await joinPredictions(jobs, { out, isLast: false });
  if (end.failed.length > 0) throw failureOf(end);
}

/** The part of one process. */
interface Part {
  readonly request: PredictRequest;
  readonly format: MaskFormat;
  readonly shard: Shard;
  readonly signal: AbortSignal;
  readonly backend: BackendInfo;
}

async function predictOwn(own: readonly ScanJob[], part: Part): Promise<JobsEnd> {
  const { request, format, shard, signal, backend } = part;
  const run = await openRun(request.model);
  const options = predictVolumeOptions(request, run);
  for (const note of preprocessingNotes(run, options, { values: request, hasUnits: true })) console.error(note);
  const { batchSize, ...effective } = options; // masks do not depend on the batch
  const usual = { model: await hashOfWeights(run), ...effective, format: format.name, ...readOptions(request) };
  const records = recordsOf(request.out);
  const settings = new Map<string, JobSettings>();
  for (const job of own) settings.set(job.name, { ...usual, scan: resolve(job.path), bytes: await bytesOf(job) });
  const state = async ({ name, out }: ScanJob): Promise<MaskState> => {
    const found = await hashesOf(format.fileNames(out));
    return stateOf(found, await readRecord<Prediction>(records, name), settings.get(name)!);
  };
  const open = await openJobs(own, { state, records, force: request.force ?? false });
  const byName = new Map(own.map((job) => [job.name, job]));
  const work = scanWork({ byName, request, format, run, options, signal });
  const end = await runJobs<Prediction>({
    ...{ records, signal, work, names: open.map(({ name }) => name) },
    settings: (name) => settings.get(name)!,
    about: { model: request.model, shard: shardName(shard), program: `msa-unet ${version()} on ${backend.name}` },
    isDone: async (name) => {
      const now = await state(byName.get(name)!);
      if (typeof now === 'object' && !request.force) throw refusal([`${byName.get(name)!.out} ${now.refused}`]);
      return now === 'done';
    },
  });
  return { ...end, there: end.there + own.length - open.length };
}

/** The scans without a complete mask, or with a claim. @throws Error if masks would be overwritten */
async function openJobs(
  jobs: readonly ScanJob[],
  how: { readonly state: (job: ScanJob) => Promise<MaskState>; readonly records: string; readonly force: boolean },
): Promise<ScanJob[]> {
  const { records, force } = how;
  const open: ScanJob[] = [];
  const refused: string[] = [];
  for (const job of jobs) {
    const state = await how.state(job);
    if (typeof state === 'object') refused.push(`${job.out} ${state.refused}`);
    if (state !== 'done' || (await isClaimed(records, job.name))) open.push(job);
  }
  if (refused.length === 0 || force) return open;
  throw refusal(refused);
}

const refusal = (files: readonly string[]) =>
  new Error(
    `${counted(files.length, 'file')} would be overwritten:\n${listText(files)}\nPass --force to replace them, or another --out`,
  );
