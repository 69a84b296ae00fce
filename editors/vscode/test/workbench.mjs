// workbench.mjs: what a user does in VS Code, in a browser.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import UPNG from 'upng-js';

export const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();

// open returns the workbench at an address. Pictures go to a folder; settings is the editor's file of settings.
export async function open(url, { executablePath, pictures, settings }) {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 780 } });
  page.setDefaultTimeout(30_000);
  return new Workbench(browser, page, url, pictures, settings);
}

class Workbench {
  constructor(browser, page, url, pictures, settings) {
    Object.assign(this, { browser, page, url, pictures, settings });
  }

  close() {
    return this.browser.close();
  }

  // picture keeps what is shown, with 256 colours: it is for a README.
  async picture(name) {
    const { width, height, data, ...image } = UPNG.decode(await this.page.screenshot());
    const [frame] = UPNG.toRGBA8({ width, height, data, ...image });
    fs.writeFileSync(path.join(this.pictures, `${name}.png`), Buffer.from(UPNG.encode([frame], width, height, 256)));
  }

  async texts(selector) {
    return (await this.page.locator(selector).allInnerTexts()).map(plain);
  }

  async openFolder(folder) {
    await this.page.goto(`${this.url}/?folder=${folder}`, { waitUntil: 'domcontentloaded' });
    await this.page.locator('.explorer-viewlet').waitFor({ timeout: 60_000 });
  }

  openFile(name) {
    return this.again(async () => {
      await this.page.keyboard.press('Control+P');
      await this.choose(name, '', 3000);
      await this.page.locator(`.tab.active:has-text("${name}")`).waitFor({ timeout: 3000 });
    });
  }

  // choose takes what the list has first when it is filtered by a text.
  async choose(text, prefix = '', timeout = 30_000) {
    await this.page
      .locator('.quick-input-widget input')
      .first()
      .fill(prefix + text, { timeout });
    await this.page.locator('.quick-input-list .monaco-list-row').first().filter({ hasText: text }).waitFor({ timeout });
    await this.page.keyboard.press('Enter');
  }

  // again tries an action until it succeeds: what is pressed before all extensions are there can be lost.
  async again(action) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        if (attempt === 8) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  runCommand(title) {
    return this.again(async () => {
      await this.page.keyboard.press('F1');
      await this.choose(title, '>', 3000);
    });
  }

  async line(number) {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').first().fill(`:${number}`);
    await this.page.keyboard.press('Enter');
  }

  // lightBulb opens the fixes at the cursor and returns one of them.
  lightBulb(title) {
    return this.again(async () => {
      await this.page.keyboard.press('Control+.');
      const row = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
      await row.waitFor({ timeout: 2000 });
      return row;
    });
  }

  async until(condition, patience = 20_000) {
    for (const end = Date.now() + patience; !(await condition()); await this.page.waitForTimeout(50)) {
      if (Date.now() > end) throw new Error(`never came true: ${condition}`);
    }
  }

  // frame is the page in the webview that is shown.
  frame() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  // notification waits for one. It may have gone from the corner to the list of all in the meantime.
  notification(text) {
    const item = this.page.locator('.notification-list-item', { hasText: text }).first();
    return this.again(async () => {
      try {
        await item.waitFor({ timeout: 5000 });
      } catch {
        await this.runCommand('Notifications: Show Notifications');
        await item.waitFor({ timeout: 5000 });
      }
      return item;
    });
  }

  press(text, button) {
    return this.again(async () => {
      const item = await this.notification(text);
      await item.locator('.monaco-button', { hasText: button }).click({ timeout: 5000 });
    });
  }

  set(settings) {
    fs.writeFileSync(this.settings, JSON.stringify({ ...JSON.parse(fs.readFileSync(this.settings, 'utf8')), ...settings }));
  }

  async theme(name) {
    this.set({ 'workbench.colorTheme': name });
    await this.page.locator(name.startsWith('Dark') ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs').waitFor();
    await this.until(() => this.page.evaluate(() => document.getAnimations().length === 0));
  }
}
