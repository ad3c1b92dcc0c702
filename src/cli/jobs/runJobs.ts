import { claimFolder } from 'msa-unet/node';

import { type JobRecord, type JobSettings, recordFolder, writeRecord } from './jobRecord';

/** The scans of one process, and how each is done. */
export interface Jobs<R> {
  /** Folder of the records. */
  readonly records: string;
  /** Names of the scans to do, in their order, and of those that are done but claimed: a claim may be left over. */
  readonly names: readonly string[];
  /** The settings of a scan. */
  settings(name: string): JobSettings;
  /** What else all records hold. */
  readonly about: Pick<JobRecord, 'model' | 'shard' | 'program'>;
  readonly signal: AbortSignal;
  /** Whether another process has completed a scan in the meantime. */
  isDone(name: string): Promise<boolean>;
  /**
   * Does a scan, and calls `keep` with the result before it writes other files.
   *
   * @param next the scan after it, which can be read ahead
   * @throws UnusableScan if the scan is to blame
   */
  work(name: string, next: string | null, keep: (result: R) => Promise<void>): Promise<void>;
}

/** How many scans have ended in which way. */
export interface JobsEnd {
  readonly done: number;
  /** Done by another process in the meantime. */
  readonly there: number;
  readonly skipped: number;
  /** A line for each, with its name and the reason. */
  readonly failed: readonly string[];
}

/** The error of a scan that cannot be used, whatever the machine; with status `skipped` it is no failure. */
export class UnusableScan extends Error {
  override readonly name = 'UnusableScan';

  constructor(
    message: string,
    readonly status: 'failed' | 'skipped',
    options: ErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** Failures in a row, not by unusable scans, after which the machine is to blame, and scans are left for the next try. */
const mostInARow = 3;

/**
 * Does one scan after the other. Each is claimed, so that no two processes do the same one; those that another process holds
 * come last. A scan that fails is recorded, and does not stop the others.
 *
 * @throws Error of the third failure in a row, or of a record that cannot be written; the signal's reason after an abort
 */
export async function runJobs<R>(jobs: Jobs<R>): Promise<JobsEnd> {
  const end = { done: 0, there: 0, skipped: 0, failed: [] as string[], inARow: 0 };
  let open = jobs.names;
  for (const isLast of [false, true]) {
    const held: string[] = [];
    for (const [i, name] of open.entries()) {
      if (isLast && (await jobs.isDone(name))) {
        end.there++; // by the process that held it
        continue;
      }
      const onHeld = (holder: string) => {
        if (!isLast) throw new Held();
        console.error(`${name}: waiting for ${holder}`);
      };
      await claimFolder(
        recordFolder(jobs.records, name),
        async () => {
          if (await jobs.isDone(name)) end.there++;
          else await attempt(jobs, name, open[i + 1] ?? null, end);
        },
        { onHeld, signal: jobs.signal },
      ).catch((error: unknown) => {
        if (!(error instanceof Held)) throw error;
        held.push(name);
      });
    }
    open = held;
  }
  return end;
}

/** Another process does this scan now. */
class Held extends Error {}

type Counts = { -readonly [Name in Exclude<keyof JobsEnd, 'failed'>]: number } & { failed: string[]; inARow: number };

async function attempt<R>(jobs: Jobs<R>, name: string, next: string | null, end: Counts): Promise<void> {
  jobs.signal.throwIfAborted();
  const start = performance.now();
  let result: R | null = null;
  const keep = (status: JobRecord['status'], reason: string | null) => {
    const seconds = Math.round(performance.now() - start) / 1000;
    const settings = jobs.settings(name);
    return writeRecord(jobs.records, { format: 1, name, status, reason, ...jobs.about, seconds, settings, result });
  };
  try {
    await jobs.work(name, next, (ours) => {
      result = ours;
      return keep('done', null);
    });
    end.done++;
    end.inARow = 0;
  } catch (error) {
    if (jobs.signal.aborted) throw error;
    const status = error instanceof UnusableScan ? error.status : 'failed';
    const reason = error instanceof Error ? error.message : String(error);
    await keep(status, reason); // with the result, by which files that are written already are known
    if (status === 'skipped') end.skipped++;
    else {
      console.error(`${name}: ${reason}`);
      end.failed.push(`${name}: ${reason}`);
    }
    if (error instanceof UnusableScan) return;
    if (++end.inARow === mostInARow)
      throw new Error(`${mostInARow} scans in a row failed: ${reason}`, { cause: error });
  }
}
