import { mkdir } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';

import { type CtFile, type PredictVolumeOptions, predictVolume, type Volume } from 'msa-unet';
import { ctFiles, type Run } from 'msa-unet/node';

import { type Jobs, UnusableScan } from '../../../jobs/runJobs';
import { readOptions } from '../../../options/seriesOptions';
import { clock, statusLine } from '../../../statusLine';
import type { MaskFormat } from '../maskFormat';
import { encodeMask, writeFiles } from '../maskFormats';
import { maskText, noLiver, volumesOf } from '../maskText';
import type { PredictRequest } from '../predictRequest';
import { readScan, WrongVoxels } from '../readScan';
import { type Prediction, sha256 } from './prediction';
import { readingAhead } from './readingAhead';
import type { ScanJob } from './scanJobs';

/** What masks are made with. */
interface Work {
  readonly byName: ReadonlyMap<string, ScanJob>;
  readonly request: PredictRequest;
  readonly format: MaskFormat;
  readonly run: Run;
  readonly options: PredictVolumeOptions;
  readonly signal: AbortSignal;
}

interface ReadScan {
  readonly files: readonly CtFile[];
  readonly volume: Volume;
}

/** How the mask of a scan is made: the next scan is read meanwhile. */
export function scanWork(work: Work): Jobs<Prediction>['work'] {
  const scans = readingAhead((name) => read(work.byName.get(name)!, work));
  const status = statusLine();
  return async (name, next, keep) => {
    const { path, out } = work.byName.get(name)!;
    const { files, volume } = await scans.take(name);
    if (next !== null) scans.begin(next);
    const onProgress: PredictVolumeOptions['onProgress'] = ({ slices, depth, secondsLeft }) =>
      status.show(`${path}  slice ${slices}/${depth}  ${clock(secondsLeft)} left`);
    const { signal, options, format, request, run } = work;
    const mask = await predictVolume(run.model, volume, { ...options, signal, onProgress }).finally(() =>
      status.clear(),
    );
    const encoded = await encodeMask(format, out, mask, { path, files, ...readOptions(request) });
    await mkdir(dirname(resolve(out)), { recursive: true });
    await keep({
      masks: encoded.map(({ name: file, bytes }) => ({ file: relative(request.out, file), sha256: sha256(bytes) })),
      ...{ shape: mask.shape, isUneven: mask.isUneven ?? false, volumes: volumesOf(mask) },
    });
    await writeFiles(encoded);
    console.log(`${out}: ${maskText(mask)}`);
    const doubt = format.doubt(mask);
    if (doubt !== null) console.error(`Note: ${out}: ${doubt}`);
    if (mask.data.every((label) => label === 0)) console.error(`Note: ${out}: ${noLiver(options.threshold)}`);
  };
}

/** @throws UnusableScan for whatever is wrong with a scan; masks among the scans of a folder are skipped */
async function read({ path, paths }: ScanJob, { request, format }: Work): Promise<ReadScan> {
  try {
    const files = await ctFiles(paths);
    const volume = await readScan({ image: path, files }, request);
    await format.requireScan({ path, files, ...readOptions(request) });
    return { files, volume };
  } catch (cause) {
    const isMask = cause instanceof WrongVoxels && cause.isMask && request.data !== undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableScan(reason, isMask ? 'skipped' : 'failed', { cause });
  }
}
