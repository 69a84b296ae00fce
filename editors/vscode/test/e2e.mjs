// e2e.mjs URL BANK EMPTY PICTURES CHROMIUM SETTINGS: follows a user through VS Code in a browser, in a folder with a bank and
// in an empty one, and prints what was seen as JSON. SETTINGS is the editor's file of settings. vscode_test.go starts the
// editor and judges the report.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url, bank, empty, pictures, executablePath, settings] = process.argv.slice(2);
const file = path.join(bank, 'memory-bank', 'activeContext.md');
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

const openFolder = async (folder) => {
  await page.goto(`${url}/?folder=${folder}`, { waitUntil: 'domcontentloaded' });
  await page.locator('.explorer-viewlet').waitFor({ timeout: 60_000 });
};

const openFile = async (name) => {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input').first().fill(name);
  await page.locator(`.quick-input-list .monaco-list-row:has-text("${name}")`).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active:has-text("${name}")`).waitFor();
};

// choose takes what the list has first when it is filtered by a text.
const choose = async (text, prefix = '', timeout = 30_000) => {
  await page.locator('.quick-input-widget input').first().fill(prefix + text);
  await page.locator('.quick-input-list .monaco-list-row').first().filter({ hasText: text }).waitFor({ timeout });
  await page.keyboard.press('Enter');
};

// again tries an action until it succeeds: what is pressed before all extensions are there can be lost.
const again = async (action) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === 8) throw error;
      await page.keyboard.press('Escape');
    }
  }
};

const runCommand = (title) => again(async () => {
  await page.keyboard.press('F1');
  await choose(title, '>', 3000);
});

const line = async (number) => {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').first().fill(`:${number}`);
  await page.keyboard.press('Enter');
};

// lightBulb opens the fixes at the cursor and returns one of them.
const lightBulb = (title) => again(async () => {
  await page.keyboard.press('Control+.');
  const row = page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
  await row.waitFor({ timeout: 2000 });
  return row;
});

const broken = () => page.locator('.squiggly-error').count();
const until = async (condition) => {
  for (const end = Date.now() + 20_000; !(await condition()); await page.waitForTimeout(50)) {
    if (Date.now() > end) throw new Error(`never came true: ${condition}`);
  }
};
const shown = (text) => page.locator('.view-line').filter({ hasText: text }).count();
const status = '#cortex\\.cortex\\.cortex\\.status';
const notification = (text) => page.locator('.notification-list-item', { hasText: text }).first();

async function mend() {
  await openFolder(bank);
  step('editor');
  await openFile('activeContext.md');
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
  step('squiggle');
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'broken-link' }).first().waitFor();
  await until(async () => plain((await texts(status)).join()).includes('3'));
  report.status = plain((await texts(status))[0]);
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
}

async function readRule() {
  await page.locator('.markers-panel a', { hasText: 'heading-level-skip' }).first().click();
  await page.locator('.tab.active', { hasText: 'heading-level-skip' }).waitFor();
  const frame = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  report.rulePage = plain(await frame.locator('h1').first().innerText());
  await picture('rule');
  step('rule page');
}

async function fixAll() {
  await runCommand('Cortex: Apply All Safe Fixes');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  report.question = plain(await dialog.innerText());
  await picture('fix-all');
  await dialog.locator('.monaco-button', { hasText: 'Apply' }).click();
  await notification('Undo takes it back').locator('.monaco-button', { hasText: 'Save' }).click();
  await until(async () => !fs.readFileSync(path.join(bank, 'memory-bank', 'progress.md'), 'utf8').includes('</content>'));
  step('all fixed');
}

// restart has the server end by a command, and then without one.
async function restart() {
  const counts = async () => plain((await texts(status)).join());
  const before = await counts();
  const first = serverProcess();
  await runCommand('Cortex: Restart the Server');
  await until(async () => ![undefined, first].includes(serverProcess()) && (await counts()) === before);
  step('restarted');
  const second = serverProcess();
  process.kill(second, 'SIGKILL');
  await until(async () => ![undefined, second].includes(serverProcess()) && (await counts()) === before);
  step('restarted after a crash');
}

// serverProcess returns the id of the process of the language server that the editor has started.
function serverProcess() {
  const data = path.dirname(path.dirname(path.dirname(settings)));
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).find((id) => {
    try {
      const [program, mode] = fs.readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return program.startsWith(data) && mode === 'lsp';
    } catch {
      return false; // it has ended
    }
  });
}

async function checkAll() {
  await runCommand('Cortex: Check All Memory Banks');
  await notification('in 6 files').waitFor();
  report.checked = plain(await notification('in 6 files').locator('.notification-list-item-message').innerText());
  step('checked');
}

async function renameFile() {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'progress.md' }).click();
  await page.locator('.tab.active', { hasText: 'progress.md' }).waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'progress.md' }).click();
  await page.keyboard.press('F2');
  const input = page.locator('.explorer-item-edited input');
  await input.fill('results.md');
  await input.press('Enter');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  report.renaming = plain(await dialog.innerText());
  await picture('rename');
  await dialog.locator('.monaco-button', { hasText: 'OK' }).click();
  await page.locator('.tab.dirty', { hasText: 'activeContext.md' }).waitFor();
  await runCommand('File: Save All');
  await until(async () => fs.readFileSync(file, 'utf8').includes('(results.md#what-works)'));
  step('renamed');
}

async function startAgentServer() {
  await runCommand('MCP: List Servers');
  await choose('Cortex');
  await choose('Start Server');
  const discovered = page.locator('.view-line', { hasText: 'Discovered' }).first();
  await discovered.waitFor();
  report.agents = plain(await discovered.innerText());
  await picture('mcp');
  step('MCP server');
}

async function startBank() {
  await openFolder(empty);
  await page.locator('#status\\.problems').waitFor();
  report.untouched = (await texts(status)).map(plain).join();
  await runCommand('Cortex: Start a Memory Bank');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Six files from the brief' }).waitFor();
  await picture('profiles');
  await choose('Six files from the brief');
  await notification('Cortex: created').waitFor();
  report.unsaved = await page.locator('.tab.dirty').count();
  report.created = fs.readdirSync(path.join(empty, 'memory-bank'));
  await picture('new-bank');
  step('new bank');
}

async function configure() {
  await runCommand('Cortex: Open Configuration');
  await page.locator('.tab.active', { hasText: '.cortex.yaml' }).waitFor();
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nruels: {}\n');
  await page.keyboard.press('Control+Shift+M');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'ruels' }).first();
  await problem.waitFor();
  report.misconfigured = plain(await problem.innerText());
  await picture('configuration');
  step('configuration judged');
}

async function walk() {
  // Beside the panel and the explorer there is no room for its pictures.
  await page.keyboard.press('Control+J');
  await page.keyboard.press('Control+B');
  await runCommand('Welcome: Open Walkthrough...');
  await choose('Memory banks with Cortex');
  await page.locator('.getting-started-step', { hasText: 'Mend what is wrong' }).click();
  await page.locator('.getting-started-media img').first().waitFor();
  report.walkthrough = (await texts('.getting-started-step h3')).map(plain);
  await picture('walkthrough');
  step('walkthrough');
}

async function missProgram() {
  const before = JSON.parse(fs.readFileSync(settings, 'utf8'));
  fs.writeFileSync(settings, JSON.stringify({ ...before, 'cortex.path': '/nowhere/cortex' }));
  await notification('cortex.path').waitFor();
  report.missing = plain(await notification('cortex.path').innerText());
  await until(async () => (await page.locator(`${status} .codicon-error`).count()) > 0);
  await picture('missing');
  step('told that the program is missing');
}

try {
  for (const stage of [mend, readRule, fixAll, checkAll, restart, renameFile, startAgentServer, startBank, configure, walk, missProgram]) {
    await stage();
  }
} catch (error) {
  report.error = String(error);
  await picture('failure');
}
console.log(JSON.stringify(report));
await browser.close();
