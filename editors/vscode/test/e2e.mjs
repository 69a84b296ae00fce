// e2e.mjs URL WORKSPACE PICTURES CHROMIUM: follows a user through VS Code in a browser, and prints what was seen as JSON.
// vscode_test.go starts the editor and judges the report.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url, workspace, pictures, executablePath] = process.argv.slice(2);
const file = path.join(workspace, 'memory-bank', 'activeContext.md');
const report = { steps: {} };
const began = Date.now();
const step = (name) => { report.steps[name] = Date.now() - began; };

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(30_000);
const picture = (name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
const texts = (selector) => page.locator(selector).allInnerTexts();
const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();

const openFile = async (name) => {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill(name);
  await page.locator(`.quick-input-list .monaco-list-row:has-text("${name}")`).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active:has-text("${name}")`).waitFor();
};

const runCommand = async (title) => {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill(`>${title}`);
  await page.locator(`.quick-input-list .monaco-list-row:has-text("${title}")`).first().waitFor();
  await page.keyboard.press('Enter');
};

const line = async (number) => {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').first().fill(`:${number}`);
  await page.keyboard.press('Enter');
};

// lightBulb opens the fixes at the cursor. The first attempts can be lost while other extensions start.
const lightBulb = async (title) => {
  const row = page.locator('.action-widget .monaco-list-row').filter({ hasText: title });
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+.');
    try {
      await row.first().waitFor({ timeout: 2000 });
      return row.first();
    } catch (error) {
      if (attempt === 8) throw error;
      await page.keyboard.press('Escape');
    }
  }
};

const broken = () => page.locator('.squiggly-error').count();
const until = async (condition) => {
  for (const end = Date.now() + 20_000; !(await condition()); await page.waitForTimeout(50)) {
    if (Date.now() > end) throw new Error(`never came true: ${condition}`);
  }
};
const shown = (text) => page.locator('.view-line').filter({ hasText: text }).count();

try {
  await page.goto(`${url}/?folder=${workspace}`, { waitUntil: 'domcontentloaded' });
  await page.locator('.explorer-viewlet').waitFor({ timeout: 60_000 });
  step('editor');
  await openFile('activeContext.md');
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
  step('squiggle');

  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row:has-text("broken-link")').first().waitFor();
  await until(async () => (await texts('#cortex\\.cortex\\.cortex\\.status')).length > 0);
  report.status = plain((await texts('#cortex\\.cortex\\.cortex\\.status'))[0]);
  report.problems = (await texts('.markers-panel .monaco-list-row')).map(plain);
  await page.keyboard.press('Control+1');
  await line(10);
  const fix = await lightBulb('Change to "progress.md"');
  report.fixes = (await texts('.action-widget .monaco-list-row')).map(plain);
  await picture('fix');
  step('fixes');

  await fix.click();
  await until(async () => (await shown('(progress.')) > 0 && (await broken()) === 0);
  step('fixed');
  await page.keyboard.press('Control+Z');
  await until(async () => (await shown('(progres.')) > 0 && (await broken()) > 0);
  step('undone');
  await page.keyboard.press('Control+Shift+Z');
  await until(async () => (await broken()) === 0);
  await page.keyboard.press('Control+S');
  await until(async () => fs.readFileSync(file, 'utf8').includes('(progress.md#what-works)'));
  step('saved');

  await page.locator('.markers-panel a', { hasText: 'heading-level-skip' }).first().click();
  await page.locator('.tab.active:has-text("heading-level-skip")').waitFor();
  const frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  report.rulePage = plain(await frame.locator('h1').first().innerText());
  await picture('rule');
  step('rule page');
} catch (error) {
  report.error = String(error);
  await picture('failure');
}
console.log(JSON.stringify(report, null, 1));
await browser.close();
process.exit(report.error ? 1 : 0);
