// count.mjs VITEST_REPORT BACKENDS_OUTPUT FAILED_PARTS: prints the counts of both test runs, and their sum last.
import { existsSync, readFileSync } from 'node:fs';

const [vitestReport, backendsOutput, failedParts] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(read(vitestReport) || '{}');
const backends = /^(?<passed>\d+) passed, (?<failed>\d+) failed$/m.exec(read(backendsOutput))?.groups;
const passed = [numPassedTests ?? 0, Number(backends?.passed ?? 0)];
const failed = [numFailedTests ?? 0, Number(backends?.failed ?? 0)];

console.log(`npm test: ${passed[0]} passed, ${failed[0]} failed, ${numPendingTests ?? 0} skipped`);
console.log(`npm run test:backends: ${passed[1]} passed, ${failed[1]} failed`);
// A part can fail without a failing test, and then counts as one.
console.log(`${passed[0] + passed[1]} passed, ${Math.max(failed[0] + failed[1], Number(failedParts))} failed`);

/** What a run wrote; nothing if it broke off before. */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
