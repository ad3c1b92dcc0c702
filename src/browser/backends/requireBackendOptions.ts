import { invalidOption } from '../../utils/errors';
import type { UseBackendOptions } from './useBackend';

/** Throws OptionError unless the options of a backend are valid. */
export function requireBackendOptions(
  owner: string,
  { log = null, wasmPath = null, powerPreference = 'high-performance' }: UseBackendOptions,
): void {
  if (log !== null && typeof log !== 'function')
    throw invalidOption(owner, 'log', 'a function of a line, or null', log, [
      { option: 'log', value: null, when: 'for none' },
      { option: 'log', value: undefined, when: 'for the console' },
    ]);
  if (wasmPath !== null && typeof wasmPath !== 'string')
    throw invalidOption(owner, 'wasmPath', 'the URL of a folder, or null', wasmPath, {
      option: 'wasmPath',
      value: null,
      when: 'for the files that the library brings along',
    });
  if (!['high-performance', 'low-power'].includes(powerPreference))
    throw invalidOption(owner, 'powerPreference', 'one of high-performance, low-power', powerPreference, {
      option: 'powerPreference',
      value: undefined,
      when: 'for the fastest GPU',
    });
}
