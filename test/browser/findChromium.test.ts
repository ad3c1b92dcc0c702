import { existsSync } from 'node:fs';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { chromiumForChecks } from './findChromium';

vi.mock('node:fs', () => ({ existsSync: vi.fn(() => false) }));

beforeEach(() => void vi.stubEnv('CHROMIUM_PATH', undefined));
afterEach(() => void vi.unstubAllEnvs());

it('without a Chromium, checks are skipped, but fail in CI', () => {
  vi.stubEnv('CI', undefined);
  expect(chromiumForChecks()).toBeNull();
  vi.stubEnv('CI', 'true');
  expect(chromiumForChecks).toThrow('CI needs a Chromium: install it at /usr/bin/chromium, or set CHROMIUM_PATH');
});

it('CHROMIUM_PATH goes before the usual places', () => {
  vi.mocked(existsSync).mockReturnValueOnce(true);
  expect(chromiumForChecks()).toBe('/usr/bin/chromium');
  vi.stubEnv('CHROMIUM_PATH', '/opt/chrome');
  expect(chromiumForChecks()).toBe('/opt/chrome');
});
