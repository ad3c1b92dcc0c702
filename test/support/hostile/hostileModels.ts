import { brokenJson } from './brokenJson';
import type { HostileModel } from './hostileModel';
import { largeModels } from './largeModels';
import { wiredModels } from './wiredModels';

/** Models that are wired, sized or written to take long, fill the memory, or overflow the stack. */
export const hostileModels: readonly HostileModel[] = [...wiredModels, ...largeModels, ...brokenJson];
