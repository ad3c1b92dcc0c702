// A stranger's program: compiled once as an ES module and once as CommonJS against the installed package, and run.
import * as library from 'msa-unet';
import * as node from 'msa-unet/node';

console.log(JSON.stringify({ '.': namesOf(library), './node': namesOf(node) }));

function namesOf(entry: object): string[] {
  return Object.keys(entry)
    .filter((name) => name !== 'default')
    .sort();
}
