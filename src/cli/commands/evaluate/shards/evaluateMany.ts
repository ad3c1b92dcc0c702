import { CtFileError, type CtScan, type EvaluationReport, evaluateVolumes } from 'msa-unet';
import { type BackendInfo, requireWritable } from 'msa-unet/node';

import type { Values } from '../../../args/option';
import { UsageError } from '../../../args/usageError';
import { counted } from '../../../counted';
import { endText, failureOf } from '../../../jobs/endText';
import { hashOfWeights } from '../../../jobs/hashOfWeights';
import { difference, isClaimed, type JobSettings, readRecord, recordsOf } from '../../../jobs/jobRecord';
import { listText } from '../../../jobs/missing';
import { runJobs, UnusableScan } from '../../../jobs/runJobs';
import { itemsOf, shardName } from '../../../jobs/shard';
import { withBackend } from '../../../options/backendOptions';
import { version } from '../../../version';
import type { evaluateOptions } from '../evaluateOptions';
import { type OpenedScans, openScans } from '../openScans';
import { predictedPairs } from '../predictedPairs';
import { jobName } from './jobName';
import { joinScores, type Scoring } from './joinScores';

type EvaluateValues = Values<typeof evaluateOptions>;

/**
 * Scores the scans of a data set, or a part of them. Each scan has a record with its scores, by which a later command, even one
 * with other parts, resumes. The process that ends last joins the scores.
 */
export async function evaluateMany(values: EvaluateValues): Promise<void> {
  const { out, merge = false, shard } = values;
  if (out === undefined)
    throw new UsageError(`${merge ? '--merge' : '--shard'} needs --out DIR, the folder of the scores`);
  if (merge && shard) throw new UsageError('--merge joins the results of all parts; leave out --shard');
  const other = (['csv', 'json', 'pictures'] as const).find((name) => values[name] !== undefined);
  if (other) throw new UsageError(`--${other} cannot be combined with --out, which gets scores.json and scores.csv`);
  await requireWritable(out, 'folder');
  await withBackend(values, async (signal, backend) => {
    const opened = await openScans(values);
    const how = { openEnds: values.openEnds ?? false, tolerance: values.tolerance ?? null };
    const failed = merge ? [] : await scoreOwn(opened, { values, out, how, signal, backend });
    await joinScores(opened, { out, how, isLast: merge });
    if (failed.length > 0) throw failureOf({ failed });
  });
}

interface Part {
  readonly values: EvaluateValues;
  readonly out: string;
  readonly how: Scoring;
  readonly signal: AbortSignal;
  readonly backend: BackendInfo;
}

/** Scores the scans of this process. @returns a line for each that failed */
async function scoreOwn(opened: OpenedScans, { values, out, how, signal, backend }: Part): Promise<readonly string[]> {
  const { scans, options, run, table } = opened;
  const { shard = { index: 0, count: 1 }, force = false } = values;
  const own = new Map(itemsOf(scans, shard).map((scan) => [jobName(scan), scan]));
  const { batchSize, ...effective } = options; // scores do not depend on the batch
  const usual = { model: await hashOfWeights(run), ...effective, ...how, labels: table };
  const settings = (name: string): JobSettings => ({ ...usual, files: own.get(name)!.fingerprint });
  const doubted = new Set<string>();
  const open = await openNames([...own.keys()], { records: recordsOf(out), settings, force });
  const end = await runJobs<EvaluationReport>({
    ...{ records: recordsOf(out), names: open, settings, signal },
    about: { model: values.model, shard: shardName(shard), program: `msa-unet ${version()} on ${backend.name}` },
    isDone: async (name) => (await changeOf(recordsOf(out), name, settings(name))) === null,
    work: async (name, _next, keep) => keep(await scoreScan(own.get(name)!, opened, how, { signal, doubted })),
  });
  const there = end.there + own.size - open.length;
  console.log(endText({ ...end, there }, { all: own.size, shard, noun: 'record' }));
  return end.failed;
}

/** Scores one scan. @throws UnusableScan if its files are broken */
async function scoreScan(
  scan: CtScan,
  { run, options, table }: OpenedScans,
  { openEnds, tolerance }: Scoring,
  watched: { readonly signal: AbortSignal; readonly doubted: Set<string> },
): Promise<EvaluationReport> {
  try {
    const pairs = predictedPairs([scan], run, { options, pictures: null, ...watched });
    return await evaluateVolumes(pairs, { openEnds, ...(table ? { labels: table, tolerance } : {}) });
  } catch (cause) {
    throw cause instanceof CtFileError ? new UnusableScan(cause.message, 'failed', { cause }) : cause;
  }
}

/** Says what has changed since a scan was scored; `null`: nothing, `undefined`: it has no scores. */
async function changeOf(records: string, name: string, settings: JobSettings): Promise<string | null | undefined> {
  const record = await readRecord(records, name);
  return record?.status === 'done' ? difference(record.settings, settings) : undefined;
}

/** The scans without scores, or with a claim. @throws Error if scores of other settings would be overwritten */
async function openNames(
  names: readonly string[],
  how: { readonly records: string; readonly settings: (name: string) => JobSettings; readonly force: boolean },
): Promise<string[]> {
  const open: string[] = [];
  const refused: string[] = [];
  for (const name of names) {
    const change = await changeOf(how.records, name, how.settings(name));
    if (typeof change === 'string') refused.push(`${name} was scored with other settings (${change})`);
    if (change !== null || (await isClaimed(how.records, name))) open.push(name);
  }
  if (refused.length === 0 || how.force) return open;
  throw new Error(
    `${counted(refused.length, 'record')} would be overwritten:\n${listText(refused)}\nPass --force to replace them, or another --out`,
  );
}
