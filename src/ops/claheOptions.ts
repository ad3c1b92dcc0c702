import type { ClaheTiles } from '../kernels/claheGrid';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** Options of contrast-limited adaptive histogram equalisation (CLAHE); the defaults are the paper's. */
export interface ClaheOptions {
  /** Highest bin of a tile's histogram, in multiples of the mean bin; 0 or less for no limit. @defaultValue `2` */
  clipLimit?: number;
  /** Tiles across. @defaultValue `8` */
  tileColumns?: number;
  /** Tiles down. @defaultValue `8` */
  tileRows?: number;
}

/** Fills in the defaults and throws on values out of range. */
export function resolveClahe(
  owner: string,
  { clipLimit = 2, tileColumns = 8, tileRows = 8, ...others }: ClaheOptions,
): ClaheTiles {
  requireKnown<ClaheOptions>(owner, others, { clipLimit, tileColumns, tileRows });
  if (!Number.isFinite(clipLimit)) throw invalidOption(owner, 'clipLimit', 'a finite number', clipLimit);
  requireInteger(owner, 'tileColumns', tileColumns);
  requireInteger(owner, 'tileRows', tileRows);
  return { clipLimit, tileColumns, tileRows };
}
