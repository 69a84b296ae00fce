import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Asked, Overview, Told } from '../webview/overview';
import type { Server } from './server';

const kind = 'cortex.bank';

/** pause gathers what happens while somebody types. */
const pause = 300;

/** Picture is the panel with the banks' files, their tokens, diagnostics and links. There is at most one. */
export class Picture implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private waiting: NodeJS.Timeout | undefined;
  /** stale tells that something has happened since the picture was made, telling that one is being made. */
  private stale = false;
  private telling = false;

  constructor(
    private readonly server: Server,
    private readonly folder: vscode.Uri,
  ) {
    // It is not told when links change, but nothing changes them without changing a document or a file.
    const files = vscode.workspace.createFileSystemWatcher('**/*.md');
    const change = () => this.change();
    this.subscriptions = [
      files,
      files.onDidCreate(change),
      files.onDidChange(change),
      files.onDidDelete(change),
      vscode.window.registerWebviewPanelSerializer(kind, this),
      vscode.languages.onDidChangeDiagnostics(change),
      vscode.workspace.onDidChangeTextDocument((e) => e.document.languageId === 'markdown' && change()),
      server.onDidChangeState((state) => (state === 'running' || state === 'failed') && change()),
    ];
  }

  async show(): Promise<void> {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    await this.fill(vscode.window.createWebviewPanel(kind, 'Memory Bank', vscode.ViewColumn.Active));
  }

  /** deserializeWebviewPanel fills the panel of a window that was open before. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    await this.fill(panel);
  }

  private async fill(panel: vscode.WebviewPanel): Promise<void> {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.folder, 'media', 'icon.png');
    panel.onDidDispose(() => {
      if (this.panel === panel) {
        this.panel = undefined;
      }
    });
    panel.onDidChangeViewState(() => {
      if (this.stale && panel.visible) {
        this.change();
      }
    });
    const pages = vscode.Uri.joinPath(this.folder, 'dist', 'webview');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pages] };
    panel.webview.onDidReceiveMessage((asked: Asked) => this.answer(asked));
    panel.webview.html = await page(panel.webview, pages);
  }

  private async answer(asked: Asked): Promise<void> {
    switch (asked.ask) {
      case 'overview':
        return this.tell();
      case 'open':
        // Beside the picture, which stays in view.
        await vscode.window.showTextDocument(vscode.Uri.parse(asked.uri), { viewColumn: this.beside(), preview: true });
        return;
      case 'problems':
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        return;
      case 'start':
        await vscode.commands.executeCommand('cortex.initBank');
    }
  }

  private beside(): vscode.ViewColumn {
    const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== this.panel?.viewColumn);
    return other?.viewColumn ?? vscode.ViewColumn.Beside;
  }

  private change(): void {
    if (!this.panel?.visible) {
      this.stale = true;
      return;
    }
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      void this.tell();
    }, pause);
  }

  /** tell asks the server, for one answer at a time. */
  private async tell(): Promise<void> {
    this.stale = this.telling;
    if (this.telling) {
      return;
    }
    this.telling = true;
    try {
      await this.panel?.webview.postMessage(await this.ask());
    } finally {
      this.telling = false;
    }
    if (this.stale) {
      this.change();
    }
  }

  private async ask(): Promise<Told> {
    try {
      return { overview: await this.server.execute<Overview>('cortex.overview') };
    } catch (error) {
      return { problem: this.server.problem || String(error instanceof Error ? error.message : error) };
    }
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.panel?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** page returns the page, which loads nothing but its own script and style. */
async function page(webview: vscode.Webview, folder: vscode.Uri): Promise<string> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'page.html')));
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const values: Record<string, string> = {
    source: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
    script: address('main.js'),
    style: address('page.css'),
  };
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
