// Loaded before a program with `--import`: kills it at its n-th operation on files, or lets that operation fail.
import fs from 'node:fs/promises';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const { FAIL_AT, FAIL_HOW, FAIL_COUNT } = process.env;
const { appendFileSync } = createRequire(import.meta.url)('node:fs');
const watched = ['open', 'writeFile', 'appendFile', 'mkdir', 'rename', 'rm', 'rmdir', 'readdir', 'utimes'];
const ofHandles = ['writeFile', 'sync', 'close'];
let count = 0;

function next(name) {
  count++;
  if (FAIL_COUNT) appendFileSync(FAIL_COUNT, `${name}\n`);
  if (count !== Number(FAIL_AT)) return;
  if (FAIL_HOW === 'kill') process.kill(process.pid, 'SIGKILL');
  const error = new Error(`${FAIL_HOW}: made to fail, ${name}`);
  throw Object.assign(error, { code: FAIL_HOW, syscall: name });
}

/** Half of what was to be written, as when a disk is full or a program is killed in the middle. */
const half = (data) => data.slice(0, Math.floor(data.length / 2));

function watch(object, names) {
  for (const name of names) {
    const original = object[name].bind(object);
    object[name] = async (...args) => {
      const isLast = count + 1 === Number(FAIL_AT);
      if (isLast && name === 'writeFile' && object !== fs) await original(half(args[0]));
      if (isLast && name === 'close') await original();
      next(name);
      const result = await original(...args);
      if (name === 'open') watch(result, ofHandles);
      return result;
    };
  }
}

watch(fs, watched);
syncBuiltinESMExports();
