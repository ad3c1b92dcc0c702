import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core';

/** Starts a Chromium for which there are no other hosts than this machine. */
export const launchOffline = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });

/** A tab that opens pages of a site and records what goes wrong. */
export interface Tab {
  readonly page: Page;
  /**
   * Opens a page, as on a small phone.
   *
   * @returns what goes wrong from then on, as it happens: errors and warnings on the console, missing files, and requests
   *   to other hosts
   */
  open(path: string): Promise<string[]>;
}

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

/** Opens a tab for the site at `url`. */
export async function openTab(browser: Browser, url: string): Promise<Tab> {
  const page = await browser.newPage({ viewport: phone });
  let problems: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && !['data:', 'blob:'].includes(protocol)) problems.push(`asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (isComplaint(message)) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`throws ${error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  const open = async (path: string) => {
    problems = [];
    await page.setViewportSize(phone);
    await page.goto(`${url}/${path}`, { waitUntil: 'load' });
    return problems;
  };
  return { page, open };
}

const isComplaint = (message: ConsoleMessage) => ['error', 'warning', 'assert'].includes(message.type());

/** The pixels by which a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Shows a page in a window as wide as that of a desktop, in light or dark colours, and at rest. */
export async function showOnDesktop(page: Page, isDark: boolean): Promise<void> {
  await page.setViewportSize(desktop);
  await page.addStyleTag({
    content: '*, ::before, ::after { transition: none !important; animation: none !important; }',
  });
  await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), isDark);
}
