import { CallError } from '../../utils/callError';
import { fitsNone, nothingShared } from './pairErrors';
import { type Match, matching } from './pattern';
import type { Sources } from './sources';

/** Patterns of scans and masks. */
export interface PairPatterns {
  readonly image: string;
  readonly mask: string;
  /** Which patterns the caller passed. */
  readonly given: { readonly image: boolean; readonly mask: boolean };
}

/** A scan and its mask. */
export interface Pair {
  readonly name: string;
  readonly image: Match;
  readonly mask: Match;
}

/**
 * Finds the pairs of scans and masks whose patterns' stars stand for the same text.
 *
 * @throws OptionError if a pattern fits nothing, or no scan and mask belong together; Error if one has no other
 */
export async function pairsIn(sources: Sources, patterns: PairPatterns): Promise<Pair[]> {
  const { owner, files } = sources;
  const images = await matching(files, patterns.image, owner, 'image');
  const masks = await matching(files, patterns.mask, owner, 'mask');
  requireFits(sources, patterns, images, masks);
  const lonely = [...masks.values()].find(({ key }) => !images.has(key));
  if (lonely)
    throw new CallError(
      owner,
      `${lonely.path} has no ${fill(patterns.image, lonely.key)}; add the scan or remove the labels`,
    );
  return [...images.values()].map((image) => {
    const mask = masks.get(image.key);
    if (!mask)
      throw new CallError(
        owner,
        `${image.path} has no ${fill(patterns.mask, image.key)}; add the labels, or move scans without any away`,
      );
    return { name: image.name, image, mask };
  });
}

/** Throws unless both patterns fit volumes, of which at least one scan and one mask belong together. */
function requireFits(
  sources: Sources,
  { image, mask, given }: PairPatterns,
  images: ReadonlyMap<string, Match>,
  masks: ReadonlyMap<string, Match>,
): void {
  const [scanSide, maskSide] = [
    { option: 'image', pattern: image, isGiven: given.image } as const,
    { option: 'mask', pattern: mask, isGiven: given.mask } as const,
  ];
  const besides = (taken: ReadonlyMap<string, Match>) => {
    const own = new Set([...taken.values()].flatMap((match) => match.files));
    return sources.files.filter((file) => !own.has(file));
  };
  if (images.size === 0) throw fitsNone(sources, scanSide, besides(masks));
  if (masks.size === 0) throw fitsNone(sources, maskSide, besides(images));
  if ([...images.keys()].some((key) => masks.has(key))) return;
  const [[imageKey], [maskKey]] = [[...images.keys()], [...masks.keys()]];
  throw nothingShared(sources.owner, { ...scanSide, key: imageKey! }, { ...maskSide, key: maskKey! });
}

const fill = (pattern: string, key: string) => pattern.replace('*', () => key);
