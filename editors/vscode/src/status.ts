import * as vscode from 'vscode';
import type { Server } from './server';
import { plural } from './text';

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
      n.notes > 0 ? ` $(info) ${n.notes}` : '',
    ].join('');
    this.item.text = shown === '' ? '$(check) Cortex' : `Cortex${shown}`;
    this.item.tooltip = `Memory banks: ${plural(n.errors, 'error')}, ${plural(n.warnings, 'warning')}, ${n.notes} information. Click for commands.`;
  }

  dispose(): void {
    clearTimeout(this.waiting);
    vscode.Disposable.from(this.item, ...this.subscriptions).dispose();
  }
}

/** counts leaves out hints, as the list of problems does. */
function counts(): { errors: number; warnings: number; notes: number } {
  const n = { errors: 0, warnings: 0, notes: 0 };
  const kinds = {
    [vscode.DiagnosticSeverity.Error]: 'errors',
    [vscode.DiagnosticSeverity.Warning]: 'warnings',
    [vscode.DiagnosticSeverity.Information]: 'notes',
  } as const;
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    for (const { source, severity } of diagnostics) {
      if (source === 'cortex' && severity !== vscode.DiagnosticSeverity.Hint) {
        n[kinds[severity]]++;
      }
    }
  }
  return n;
}
