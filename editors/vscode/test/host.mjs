// host.mjs URL FOLDER CHROMIUM EXTENSION SUITE: runs a suite in the extension host of VS Code in a browser, with the extension as it
// is in its folder, and prints what the suite says. The exit code is the suite's.
import { chromium } from 'playwright-core';

const [url, folder, executablePath, extension, suite] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
const page = await browser.newPage();
page.on('console', (message) => {
  const said = /(passed|failed): .*/s.exec(message.text());
  if (said) console.log(said[0]);
});
const ended = new Promise((resolve) => {
  page.exposeFunction('codeAutomationExit', resolve);
  page.exposeFunction('codeAutomationLog', () => undefined);
});
const remote = (path) => `vscode-remote://${new URL(url).host}${path}`;
const payload = [
  ['extensionDevelopmentPath', remote(extension)],
  ['extensionTestsPath', remote(suite)],
  ['skipWelcome', 'true'],
];
await page.goto(`${url}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
process.exitCode = await ended;
await browser.close();
