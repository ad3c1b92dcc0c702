import { loadModel } from '../../src/models/loadModel';
import { fileSystem } from '../../src/node/fileSystem';
import { outputsOf } from './tinyModel';

/** Prints what a saved model gives, as JSON: numbers survive it bit by bit. */
process.stdout.write(JSON.stringify(outputsOf(await loadModel(fileSystem(process.argv[2])))));
