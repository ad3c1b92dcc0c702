import { type MemorySetup, stepMemory } from './stepMemory';

/** Prints the {@link stepMemory} of the setup it is given, as JSON. */
console.log(JSON.stringify(await stepMemory(JSON.parse(process.argv[2]!) as MemorySetup)));
process.exit(); // WebGPU in Node keeps the process alive
