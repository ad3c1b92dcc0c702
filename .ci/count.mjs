// count.mjs VITEST_REPORT FAILED_PARTS SCRIPT=OUTPUT…: prints the failed tests, the counts of all test runs, and their sum last.
import { existsSync, readFileSync } from 'node:fs';

const [vitestReport, failedParts, ...others] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, testResults = [] } = JSON.parse(read(vitestReport) || '{}');
let passed = numPassedTests ?? 0;
let failed = numFailedTests ?? 0;

console.log(`npm test: ${passed} passed, ${failed} failed, ${numPendingTests ?? 0} skipped`);
for (const { name, message, assertionResults } of testResults) {
  if (message) console.log(`FAILED: ${name}: ${message}`);
  for (const { status, fullName } of assertionResults)
    if (status === 'failed') console.log(`FAILED: ${name}: ${fullName}`);
}
for (const [name, output] of others.map((other) => other.split('='))) {
  const counts = /^(?<passed>\d+) passed, (?<failed>\d+) failed$/m.exec(read(output))?.groups;
  console.log(`npm run ${name}: ${counts?.passed ?? 0} passed, ${counts?.failed ?? 0} failed`);
  passed += Number(counts?.passed ?? 0);
  failed += Number(counts?.failed ?? 0);
}
// A part can fail without a failing test, and then counts as one.
console.log(`${passed} passed, ${Math.max(failed, Number(failedParts))} failed`);

/** What a run wrote; nothing if it broke off before. */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
