import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Server } from './server';

/** RulePages serves the pages of the rules, as the running server has them. */
export class RulePages implements vscode.TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const rule = path.posix.basename(uri.path, '.md');
    try {
      return await this.server.execute<string>('cortex.explain', { rule });
    } catch (error) {
      return `# ${rule}\n\nThere is no page of this rule: ${error instanceof Error ? error.message : String(error)}\n`;
    }
  }
}
