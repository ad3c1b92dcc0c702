import { checks } from '/work/wt/site/test/package/checks';
import { pack } from '/work/wt/site/test/package/workspace';
const packed = pack();
for (const [fact, check] of Object.entries(checks)) {
  if (!/install|example|compiles what/.test(fact)) continue;
  const t = Date.now();
  try { console.log('OK', fact, await check(packed), Date.now() - t); } catch (e) { console.log('FAIL', fact, e); }
}
