import { OptionError } from 'msa-unet';

/** The name on the command line: `batchSize` → `--batch-size`. */
export const dashed = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The known name that a mistyped one is nearest to; `null` if none is near. */
export function nearest(text: string, names: readonly string[]): string | null {
  const [fix] = OptionError.unknown('', text, names, text).fix;
  return fix && 'option' in fix ? fix.option : null;
}
