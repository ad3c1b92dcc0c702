// Prints what the installed package makes of each path: the hash of its volume or why it is refused, and all notes.
import { createHash } from 'node:crypto';
import { readVolume } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';

const hash = (data) => createHash('sha256').update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));

for (const path of process.argv.slice(2)) {
  const notes = [];
  const outcome = await readVolume(await ctFiles(path), { onNote: (note) => notes.push(note) }).then(
    ({ data, ...header }) => ({ ...header, type: data.constructor.name, sha256: hash(data).digest('hex') }),
    ({ message }) => message,
  );
  console.log(JSON.stringify({ outcome, notes }));
}
