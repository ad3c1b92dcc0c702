import type { EpochRecord, TrainingProgress } from '../../training/history';

/** Where progress is written: a terminal (`isTTY`) or a file or pipe. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Takes text as it is; no line end is added. */
  write(text: string): unknown;
}

/** Options of `trainSegmentation` that show how far it is. */
export interface ProgressLine {
  /** Rewrites the line after a batch. */
  onProgress(progress: TrainingProgress): void;
  /** Writes the line of an epoch that has ended. */
  onEpoch(record: EpochRecord): void;
}

/**
 * Shows a training run on one line with the time left, rewritten after every batch, and keeps one line per epoch.
 * Without a terminal only the lines of the epochs are written.
 *
 * @example `await trainSegmentation(model, { ...progressLine(), train, val })`
 * @param stream standard error if not given, so that results can be piped
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

/** Seconds as `m:ss` or `h:mm:ss`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
