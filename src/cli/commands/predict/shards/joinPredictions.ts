import { join } from 'node:path';

import { writeFileAtomic } from 'msa-unet/node';

import { counted } from '../../../counted';
import { difference, type JobRecord, type JobSettings, readRecord, recordsOf } from '../../../jobs/jobRecord';
import { listText, missingText } from '../../../jobs/missing';
import { hashesOf, type Prediction } from './prediction';
import type { ScanJob } from './scanJobs';

type Records = readonly (JobRecord<Prediction> | null)[];

/**
 * Joins the records of all scans to `predictions.json` and `predictions.csv`.
 *
 * @param jobs all scans, of all parts
 * @param isLast whether nothing comes after: then what is missing is an error; else others may still work, and join later
 * @throws Error that names scans without a mask, or whose masks are of different settings
 */
export async function joinPredictions(
  jobs: readonly ScanJob[],
  { out, isLast }: { readonly out: string; readonly isLast: boolean },
): Promise<void> {
  const records = await completeRecords(jobs, out);
  const missing = records.filter((record) => record === null).length;
  const other = otherSettings(records);
  if (!isLast && (missing > 0 || other !== null)) {
    const left = missing > 0 ? `${missing} of ${jobs.length} scans are still to do` : other;
    console.log(`${left}. To join the results, repeat the command with --merge when all parts have ended`);
    return;
  }
  if (other !== null) throw new Error(`${other}. Predict them again with --force, or into another --out`);
  const files = ['predictions.json', 'predictions.csv'].map((name) => join(out, name)) as [string, string];
  await writeFileAtomic(files[0], `${JSON.stringify(joined(jobs, records), null, 1)}\n`);
  await writeFileAtomic(files[1], csvOf(jobs, records));
  const count = (status: JobRecord['status']) => records.filter((record) => record?.status === status).length;
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
  console.log(`${counted(count('done'), 'mask')} of ${counted(jobs.length, 'scan')}${skipped}: ${files.join(', ')}`);
  const problems = isLast
    ? [...(missing > 0 ? [missingText(namesOf(jobs), records)] : []), ...failedTexts(records)]
    : [];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

const namesOf = (jobs: readonly ScanJob[]) => jobs.map(({ name }) => name);

/** The record of each scan; `null` too if its mask is not there as it was written. */
async function completeRecords(jobs: readonly ScanJob[], out: string): Promise<Records> {
  const records: (JobRecord<Prediction> | null)[] = [];
  for (const { name } of jobs) {
    const record = await readRecord<Prediction>(recordsOf(out), name);
    records.push(record && record.status !== 'done' ? { ...record, result: null } : record);
  }
  for (const [i, record] of records.entries()) {
    const masks = record?.result?.masks ?? [];
    const hashes = await hashesOf(masks.map(({ file }) => join(out, file)));
    if (masks.some(({ sha256 }, at) => hashes[at] !== sha256)) records[i] = null;
  }
  return records;
}

function failedTexts(records: Records): string[] {
  const failed = records.flatMap((record) => (record?.status === 'failed' ? [`${record.name}: ${record.reason}`] : []));
  return failed.length === 0 ? [] : [`${counted(failed.length, 'scan')} failed:\n${listText(failed)}`];
}

/** The settings that all scans share. */
const shared = ({ scan, bytes, ...settings }: JobSettings): JobSettings => settings;

/** Says which masks are of other settings than the first; `null`: none. */
function otherSettings(records: Records): string | null {
  const known = records.filter((record) => record !== null);
  const [first] = known;
  for (const record of known) {
    const change = difference(shared(first!.settings), shared(record.settings));
    if (change !== null) return `${first!.name} and ${record.name} are of different settings (${change})`;
  }
  return null;
}

function joined(jobs: readonly ScanJob[], records: Records) {
  const first = records.find((record) => record !== null);
  const scans = jobs.map(({ name, path }, i) => {
    const { status = 'missing', reason = null, result = null, seconds = null, program = null } = records[i] ?? {};
    const scan = records[i]?.settings.scan ?? path;
    return { name, scan, status, reason, ...result, seconds, program };
  });
  return { format: 1, model: first?.model ?? null, settings: first ? shared(first.settings) : null, scans };
}

/** A line for each label of each mask, and for each scan without one. */
function csvOf(jobs: readonly ScanJob[], records: Records): string {
  const rows = jobs.flatMap(({ name }, i) => {
    const { status = 'missing', reason = null, result = null, seconds = null } = records[i] ?? {};
    const mask = result?.masks[0]?.file ?? null;
    const labels = result?.volumes ?? [{ name: null, ml: null }];
    return labels.map((label) => [name, status, mask, label.name, label.ml?.toFixed(3) ?? null, seconds, reason]);
  });
  return [['scan', 'status', 'mask', 'label', 'ml', 'seconds', 'reason'], ...rows]
    .map((row) => `${row.map(fieldOf).join(',')}\n`)
    .join('');
}

function fieldOf(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
