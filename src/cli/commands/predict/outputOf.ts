import { UsageError } from '../../args/usageError';
import type { MaskFormat } from './maskFormat';
import { formatOfFile, maskEndings, maskFormats } from './maskFormats';

/** What `--out` names. */
export interface MaskOutput {
  readonly format: MaskFormat;
  /** Whether it is a file, not a folder. */
  readonly isFile: boolean;
}

/**
 * The masks that `--out` and `--format` ask for.
 *
 * @param count number of scans; `null`: any, so that it must be a folder
 * @throws UsageError if it has the ending of another format, of none, or is a file for several scans
 */
export function outputOf(out: string, name: string | undefined, count: number | null): MaskOutput {
  const format = chooseFormat(out, name);
  const isFile = formatOfFile(out) !== undefined;
  if (isFile && count !== 1)
    throw new UsageError(`--out must be a folder for ${count ?? 'all'} scans; received "${out}"`);
  if (!isFile && formatOfFile(`${out}.gz`))
    throw new UsageError(`--out: masks are written compressed; pass "${out}.gz"`);
  if (!isFile && foreignFile.test(out))
    throw new UsageError(`--out: masks are written as ${maskEndings()}; received "${out}"`);
  return { format, isFile };
}

/** Endings that masks are never written with; other dots may be part of a folder name. */
const foreignFile = /\.(png|jpe?g|tiff?|gz|zip)$/i;

/** The format of `--format`, else that of the ending of `--out`, else the first for a folder. */
function chooseFormat(out: string, name: string | undefined): MaskFormat {
  const byEnding = formatOfFile(out);
  if (name === undefined) return byEnding ?? maskFormats[0]!;
  const chosen = maskFormats.find((format) => format.name === name)!;
  if (!byEnding || byEnding.ending === chosen.ending) return chosen;
  throw new UsageError(`--out: a file of --format ${name} ends in ${chosen.ending}; received "${out}"`);
}
