import { type Names, requireKnown } from '../../utils/check';
import type { OpenVolumeOptions } from './volumeFormat';

/** Names of {@link OpenVolumeOptions}. */
export const openVolumeNames: Names<OpenVolumeOptions> = {
  kind: 0,
  seriesUid: 0,
  acquisition: 0,
  spacing: 0,
  offset: 0,
  first: 0,
  segments: 0,
  overlap: 0,
  grid: 0,
};

/**
 * Picks the options of one format out of those of all formats.
 *
 * @throws OptionError for an option that no format has
 */
export function ownOptions<Name extends keyof OpenVolumeOptions>(
  format: string,
  options: OpenVolumeOptions = {},
  own: readonly Name[],
): Pick<OpenVolumeOptions, Name> {
  requireKnown(format, options, openVolumeNames);
  return Object.fromEntries(own.map((name) => [name, options[name]])) as Pick<OpenVolumeOptions, Name>;
}
