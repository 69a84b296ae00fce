import * as vscode from 'vscode';
import { bankPatterns, whenBank } from './banks';
import { commands } from './commands';
import { offerToAgents } from './mcp';
import { Picture } from './picture';
import { RulePages } from './rulepages';
import { Server } from './server';
import { Status } from './status';

let server: Server | undefined;

/** activate starts the server only where there is a memory bank; elsewhere the first command does. */
export function activate(context: vscode.ExtensionContext): void {
  const began = process.cpuUsage();
  const { activationEvents, contributes } = context.extension.packageJSON;
  const patterns = bankPatterns(activationEvents);
  const running = new Server(context.extension, new Set(Object.keys(contributes.configuration[1].properties)));
  server = running;
  const picture = new Picture(running, context.extensionUri);
  context.subscriptions.push(
    running,
    running.output,
    new Status(running),
    picture,
    vscode.workspace.registerTextDocumentContentProvider('cortex-rule', new RulePages(running)),
    ...Object.entries(commands(running, picture)).map(([name, run]) => vscode.commands.registerCommand(name, run)),
    ...offerToAgents(context.extension, patterns, running.onDidChangeState),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration('cortex.path') && running.state !== 'stopped') {
        void running.restart().catch(() => undefined);
      }
    }),
    whenBank(patterns, () => void running.start().catch(() => undefined)),
  );
  const { user, system } = process.cpuUsage(began);
  running.output.info(`activated in ${((user + system) / 1000).toFixed(1)} ms of the processor's time`);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
