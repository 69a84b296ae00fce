import * as vscode from 'vscode';
import type { Server } from './server';

/** pause gathers changes of diagnostics, which come one file after the other. */
const pause = 100;

/** Status is the item in the status bar: whether the server runs, and how much it reports. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('cortex.status', vscode.StatusBarAlignment.Left, 0);
  private readonly subscriptions: vscode.Disposable[];
  private waiting: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item.name = 'Cortex';
    this.item.command = 'cortex.menu';
    this.subscriptions = [
      server.onDidChangeState(() => this.show()),
      vscode.languages.onDidChangeDiagnostics(() => {
        this.waiting ??= setTimeout(() => {
          this.waiting = undefined;
          this.show();
        }, pause);
      }),
    ];
  }

  private show(): void {
    const { state, problem } = this.server;
    this.item.backgroundColor = state === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    if (state === 'running') {
      this.showCounts();
    } else {
      const icon = { stopped: 'circle-slash', starting: 'loading~spin', failed: 'error' }[state];
      this.item.text = `$(${icon}) Cortex`;
      this.item.tooltip = state === 'failed' ? problem : `Cortex: the server is ${state === 'starting' ? 'starting' : 'not running'}`;
    }
    this.item.show();
  }

  private showCounts(): void {
    const n = counts();
    const shown = [
      n.errors > 0 ? ` $(error) ${n.errors}` : '',
      n.warnings > 0 ? ` $(warning) ${n.warnings}` : '',
      n.others > 0 ? ` $(info) ${n.others}` : '',
    ].join('');
    this.item.text = shown === '' ? '$(check) Cortex' : `Cortex${shown}`;
    this.item.tooltip = `Memory banks: ${n.errors} errors, ${n.warnings} warnings, ${n.others} more. Click for commands.`;
  }

  dispose(): void {
    clearTimeout(this.waiting);
    vscode.Disposable.from(this.item, ...this.subscriptions).dispose();
  }
}

function counts(): { errors: number; warnings: number; others: number } {
  const n = { errors: 0, warnings: 0, others: 0 };
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    for (const { source, severity } of diagnostics) {
      if (source !== 'cortex') {
        continue;
      }
      const kind = severity === vscode.DiagnosticSeverity.Error ? 'errors' : severity === vscode.DiagnosticSeverity.Warning ? 'warnings' : 'others';
      n[kind]++;
    }
  }
  return n;
}
