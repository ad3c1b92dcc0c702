// Packs the library, installs the tarball in an empty project and uses it there as a stranger would.
import { rmSync } from 'node:fs';

import { checks } from './checks';
import { pack } from './workspace';

const packed = pack();
let failed = 0;
for (const [fact, check] of Object.entries(checks)) {
  const start = performance.now();
  const seconds = () => `(${((performance.now() - start) / 1000).toFixed(1)} s)`;
  try {
    const detail = await check(packed);
    console.log(`✓ ${fact}: ${detail} ${seconds()}`);
  } catch (error) {
    failed++;
    console.log(`✗ ${fact} ${seconds()}\n${error instanceof Error ? error.message : error}`);
  }
}
rmSync(packed.workspace, { recursive: true });
console.log(`package: ${Object.keys(checks).length - failed} checks passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
