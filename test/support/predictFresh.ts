import { loadModel } from '../../src/models/loadModel';
import { type BackendName, useBackend } from '../../src/node/backends/useBackend';
import { fileSystem } from '../../src/node/fileSystem';
import { predictionsOf } from './layers';

/** Prints what a saved model gives on a backend, as JSON: numbers survive it bit by bit. */
const [folder, backend, scale = '1'] = process.argv.slice(2);
await useBackend(backend as BackendName, { log: null });
process.stdout.write(JSON.stringify(await predictionsOf(await loadModel(fileSystem(folder!)), Number(scale))));
