// count.mjs VITEST_REPORT BACKENDS_REPORT FAILED_PARTS: prints the counts of both test runs, and their sum last.
import { readFileSync } from 'node:fs';

const [tests, backends, failedParts] = process.argv.slice(2);
const runs = {
  'npm test': read(tests, (r) => [r.numPassedTests, r.numFailedTests, r.numPendingTests]),
  'npm run test:backends': read(backends, (r) => [r.passed, r.failed, r.skipped]),
};
for (const [name, [passed, failed, skipped]] of Object.entries(runs))
  console.log(`${name}: ${passed} tests passed, ${failed} failed, ${skipped} skipped`);

const sum = (i) => Object.values(runs).reduce((total, counts) => total + counts[i], 0);
const failed = Math.max(sum(1), Number(failedParts)); // a part can fail without a failing test: it counts as one
console.log(`${sum(0)} passed, ${failed} failed`);

function read(path, counts) {
  try {
    return counts(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [0, 0, 0]; // the run broke off before it could report; its part has failed
  }
}
