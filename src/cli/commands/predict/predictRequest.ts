import type { Values } from '../../args/option';
import type { Shard } from '../../jobs/shard';
import type { backendOptions } from '../../options/backendOptions';
import type { predictOptions } from '../../options/predictOptions';
import type { seriesOptions } from '../../options/seriesOptions';

/** The options of `predict`. */
export interface PredictRequest extends Values<typeof predictOptions & typeof backendOptions & typeof seriesOptions> {
  readonly model: string;
  /** Scans: a file or folder each; with `data`, a pattern of theirs. */
  readonly image: readonly string[] | undefined;
  /** Folder of the scans. */
  readonly data: string | undefined;
  readonly shard: Shard | undefined;
  readonly merge: boolean | undefined;
  /** File or folder of the masks. */
  readonly out: string;
  /** Name of their format. */
  readonly format: string | undefined;
  readonly force: boolean | undefined;
}
