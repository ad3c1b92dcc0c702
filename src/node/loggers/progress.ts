import type { EpochRecord, TrainingProgress } from '../../training/history';

/** Output of progress: a terminal (`isTTY`), a file or a pipe. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Writes text without adding a line break. */
  write(text: string): unknown;
}

/** Options of `trainSegmentation` that display its progress. */
export interface ProgressLine {
  /** Updates the line after a batch. */
  onProgress(progress: TrainingProgress): void;
  /** Writes the line of a finished epoch. */
  onEpoch(record: EpochRecord): void;
}

/**
 * Displays a training run on one line with the time left, updated after every batch, and keeps one line per epoch.
 * Without a terminal, only the lines of the epochs are written.
 *
 * @param stream output; by default standard error, so that results can be piped
 * @example
 * ```ts no-run
 * import { buildMsaUnet, phantomDataSet, prepareSlices, splitDataSet, trainSegmentation } from 'msa-unet';
 * import { progressLine } from 'msa-unet/node';
 *
 * const { parts } = await splitDataSet(phantomDataSet());
 * const [train, val] = [prepareSlices(parts.train), prepareSlices(parts.val)];
 * await trainSegmentation(buildMsaUnet([128, 128, 1], { baseFilters: 8 }), { ...progressLine(), train, val });
 * ```
 */
export function progressLine(stream: ProgressStream = process.stderr): ProgressLine {
  const rewrite = (text: string) => stream.write(`\r\x1b[K${text}`);
  return {
    onProgress(progress) {
      if (stream.isTTY) rewrite(progressText(progress).slice(0, (stream.columns || 80) - 1));
    },
    onEpoch(record) {
      if (stream.isTTY) rewrite('');
      stream.write(`${epochText(record)}\n`);
    },
  };
}

function progressText({ epoch, epochs, batch, batches, loss, secondsLeft }: TrainingProgress): string {
  const shown = loss === null ? '–' : loss.toFixed(4);
  return `epoch ${epoch}/${epochs} ${bar(batch / batches)} ${batch}/${batches}  loss ${shown}  ${clock(secondsLeft)} left`;
}

function epochText({ epoch, loss, valLoss, valScores, seconds }: EpochRecord): string {
  const measured = `loss ${loss.toFixed(4)}  val loss ${valLoss.toFixed(4)}  val DSC ${valScores.diceCoefficient.toFixed(4)}`;
  return `epoch ${String(epoch).padStart(3)}  ${measured}  in ${clock(seconds)}`;
}

function bar(share: number): string {
  const cells = 20;
  return '█'.repeat(Math.round(share * cells)).padEnd(cells, '░');
}

/** Formats seconds as `m:ss` or `h:mm:ss`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
