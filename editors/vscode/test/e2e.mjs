// e2e.mjs URL BANK EMPTY PICTURES CHROMIUM SETTINGS: follows a user through VS Code in a browser, in a folder with a bank and
// in an empty one, and prints what was seen as JSON. SETTINGS is the editor's file of settings. vscode_test.go starts the
// editor and judges the report.
import fs from 'node:fs';
import path from 'node:path';
import { open, plain } from './workbench.mjs';

const [url, bank, empty, pictures, executablePath, settings] = process.argv.slice(2);
const file = path.join(bank, 'memory-bank', 'activeContext.md');
const report = { steps: {} };
const began = Date.now();
const step = (name) => {
  report.steps[name] = Date.now() - began;
};

const w = await open(url, { executablePath, pictures, settings });
const { page } = w;

const broken = () => page.locator('.squiggly-error').count();
const shown = (text) => page.locator('.view-line').filter({ hasText: text }).count();
const status = '#cortex\\.cortex\\.cortex\\.status';
const spot = (name) => w.frame().locator(`.spot[data-path$="/${name}"]`);

async function look() {
  await w.openFolder(bank);
  step('editor');
  await w.until(async () => (await w.texts(status)).join().includes('3'), 60_000);
  report.status = (await w.texts(status))[0];
  step('status');
  await w.again(async () => {
    await page.locator(status).click();
    await w.choose('Show the Memory Bank', '', 5000);
  });
  await spot('progres.md').waitFor({ state: 'attached' });
  report.spots = await w
    .frame()
    .locator('.spot')
    .evaluateAll((spots) => spots.map((s) => s.getAttribute('aria-label')));
  report.rows = (await w.frame().locator('tbody tr').allInnerTexts()).map(plain);
  await page.keyboard.press('Control+B');
  await w.frame().locator('.list').hover();
  await w.picture('bank-light');
  await w.theme('Dark Modern');
  await w.picture('bank-dark');
  await w.theme('Light Modern');
  await page.keyboard.press('Control+B');
  step('picture');
}

// follow opens a file from the picture, which then shows what is typed.
async function follow() {
  await spot('activeContext.md').focus();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'activeContext.md' }).waitFor();
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n[later](later.md)\n');
  await spot('later.md').waitFor({ state: 'attached' });
  step('picture followed');
  await w.until(async () => {
    await page.keyboard.press('Control+Z');
    return (await page.locator('.tab.dirty').count()) === 0;
  });
  await spot('later.md').waitFor({ state: 'detached' });
  await w.runCommand('View: Close All Editors');
  step('picture followed undo');
}

async function mend() {
  await w.openFile('activeContext.md');
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
  step('squiggle');
  await w.runCommand('Problems: Focus on Problems View');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'broken-link' }).first().waitFor();
  report.problems = await w.texts('.markers-panel .monaco-list-row');
  await page.keyboard.press('Control+1');
  await w.again(async () => {
    await page.mouse.move(0, 0);
    await page.locator('.squiggly-error').first().hover({ force: true }); // the text lies above it
    await page.locator('.monaco-hover', { hasText: 'does not exist' }).first().waitFor({ timeout: 5000 });
  });
  report.hover = (await w.texts('.monaco-hover'))[0];
  await w.picture('hover');
  await page.keyboard.press('Escape');
  step('hover');
  await w.line(10);
  const fix = await w.lightBulb('Change to "progress.md"');
  report.fixes = await w.texts('.action-widget .monaco-list-row');
  await w.picture('fix-light');
  await w.theme('Dark Modern');
  await w.picture('fix-dark');
  await w.theme('Light Modern');
  step('fixes');
  await fix.click();
  await w.until(async () => (await shown('(progress.')) > 0 && (await broken()) === 0);
  step('fixed');
  await page.keyboard.press('Control+Z');
  await w.until(async () => (await shown('(progres.')) > 0 && (await broken()) > 0);
  step('undone');
  await page.keyboard.press('Control+Shift+Z');
  await w.until(async () => (await broken()) === 0);
  await page.keyboard.press('Control+S');
  await w.until(async () => fs.readFileSync(file, 'utf8').includes('(progress.md#what-works)'));
  step('saved');
}

async function readRule() {
  await page.locator('.markers-panel a', { hasText: 'heading-level-skip' }).first().click();
  await page.locator('.tab.active', { hasText: 'heading-level-skip' }).waitFor();
  report.rulePage = plain(await w.frame().locator('h1').first().innerText());
  await w.picture('rule');
  step('rule page');
}

async function showReferences() {
  w.set({ 'cortex.codeLens': true });
  await w.openFile('progress.md');
  await page.locator('.codelens-decoration a', { hasText: '1 reference' }).first().click();
  const peek = page.locator('.reference-zone-widget');
  await peek.locator('.monaco-list-row', { hasText: 'comparison' }).waitFor();
  await w.picture('references');
  await page.keyboard.press('Escape');
  w.set({ 'cortex.codeLens': false });
  await page.locator('.codelens-decoration').first().waitFor({ state: 'detached' });
  step('references');
}

async function fixAll() {
  await w.runCommand('Cortex: Apply All Safe Fixes');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await w.picture('fix-all');
  await dialog.locator('.monaco-button', { hasText: 'Apply' }).click();
  await w.press('Undo takes it back', 'Save');
  await w.until(async () => !fs.readFileSync(path.join(bank, 'memory-bank', 'progress.md'), 'utf8').includes('</content>'));
  step('all fixed');
}

async function checkAll() {
  await w.runCommand('Cortex: Check All Memory Banks');
  const told = await w.notification('in 6 files');
  report.checked = plain(await told.locator('.notification-list-item-message').innerText());
  await w.runCommand('Notifications: Clear All Notifications');
  step('checked');
}

// restart has the server end by a command, and then without one.
async function restart() {
  const counts = async () => (await w.texts(status)).join();
  const before = await counts();
  const first = serverProcess();
  await w.runCommand('Cortex: Restart the Server');
  await w.until(async () => ![undefined, first].includes(serverProcess()) && (await counts()) === before);
  step('restarted');
  const second = serverProcess();
  process.kill(second, 'SIGKILL');
  await w.until(async () => ![undefined, second].includes(serverProcess()) && (await counts()) === before);
  step('restarted after a crash');
}

// serverProcess returns the id of the process of the language server that the editor has started.
function serverProcess() {
  const data = path.dirname(path.dirname(path.dirname(settings)));
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((id) => {
      try {
        const [program, mode] = fs.readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
        return program.startsWith(data) && mode === 'lsp';
      } catch {
        return false; // it has ended
      }
    });
}

async function renameFile() {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'progress.md' });
  await row.click();
  await page.locator('.tab.active', { hasText: 'progress.md' }).waitFor();
  const input = page.locator('.explorer-item-edited input');
  await w.again(async () => {
    await row.click();
    await page.keyboard.press('F2');
    await input.fill('results.md', { timeout: 5000 });
  });
  await input.press('Enter');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await w.picture('rename');
  await dialog.locator('.monaco-button', { hasText: 'OK' }).click();
  await page.locator('.tab.dirty', { hasText: 'activeContext.md' }).waitFor();
  await w.again(async () => {
    await w.runCommand('File: Save All');
    await w.until(async () => fs.readFileSync(file, 'utf8').includes('(results.md#what-works)'), 5000);
  });
  step('renamed');
}

async function startAgentServer() {
  await w.runCommand('MCP: List Servers');
  await w.choose('Cortex');
  await w.choose('Start Server');
  const discovered = page.locator('.view-line', { hasText: 'Discovered' }).first();
  await discovered.waitFor();
  report.agents = plain(await discovered.innerText());
  await w.picture('mcp');
  step('MCP server');
}

async function startBank() {
  await w.openFolder(empty);
  await page.locator('#status\\.problems').waitFor();
  report.untouched = (await w.texts(status)).join();
  await w.runCommand('Cortex: Start a Memory Bank');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Six files from the brief' }).waitFor();
  await w.picture('profiles');
  await w.choose('Six files from the brief');
  await w.notification('Cortex: created');
  report.unsaved = await page.locator('.tab.dirty').count();
  report.created = fs.readdirSync(path.join(empty, 'memory-bank'));
  await w.picture('new-bank');
  await w.runCommand('Notifications: Clear All Notifications');
  step('new bank');
}

async function configure() {
  await w.runCommand('Cortex: Open Configuration');
  await page.locator('.tab.active', { hasText: '.cortex.yaml' }).waitFor();
  await page.locator('.editor-instance .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nruels: {}\n');
  await w.runCommand('Problems: Focus on Problems View');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'ruels' }).first();
  await problem.waitFor();
  report.misconfigured = plain(await problem.innerText());
  step('configuration judged');
}

async function walk() {
  // Beside the panel and the explorer there is no room for its pictures.
  await page.keyboard.press('Control+J');
  await page.keyboard.press('Control+B');
  await w.runCommand('Welcome: Open Walkthrough...');
  await w.choose('Memory banks with Cortex');
  await page.locator('.getting-started-step', { hasText: 'Mend what is wrong' }).click();
  await page.locator('.getting-started-media img').first().waitFor();
  report.walkthrough = await w.texts('.getting-started-step h3');
  await w.picture('walkthrough');
  step('walkthrough');
}

async function missProgram() {
  w.set({ 'cortex.path': '/nowhere/cortex' });
  report.missing = plain(await (await w.notification('cortex.path')).innerText());
  await w.until(async () => (await page.locator(`${status} .codicon-error`).count()) > 0);
  await w.picture('missing');
  w.set({ 'cortex.path': undefined });
  step('told that the program is missing');
}

try {
  for (const stage of [
    look,
    follow,
    mend,
    readRule,
    showReferences,
    fixAll,
    checkAll,
    restart,
    renameFile,
    startAgentServer,
    startBank,
    configure,
    walk,
    missProgram,
  ]) {
    await stage();
  }
} catch (error) {
  report.error = String(error);
  await w.picture('failure');
}
console.log(JSON.stringify(report));
await w.close();
