import * as vscode from 'vscode';
import { banksIn } from './banks';
import { findProgram } from './program';
import type { ServerState } from './server';

/** CursorApi is what Cursor has in place of vscode.lm for this. */
interface CursorApi {
  mcp?: { registerServer?(config: { name: string; server: { command: string; args: string[]; env: Record<string, string> } }): void };
}

/**
 * offerToAgents has the agents of the editor start the MCP server, in editors where extensions can do that. Whenever the language
 * server has started there may be a first bank, or another program.
 */
export function offerToAgents(
  extension: vscode.Extension<unknown>,
  patterns: string[],
  onDidChangeState: vscode.Event<ServerState>,
): vscode.Disposable[] {
  const cursor = (vscode as unknown as { cursor?: CursorApi }).cursor;
  if (cursor?.mcp?.registerServer) {
    const register = cursor.mcp.registerServer.bind(cursor.mcp);
    const offered = new Set<string>();
    const offer = () => void offerToCursor(extension, patterns, offered, register);
    offer();
    return [onDidChangeState((state) => state === 'running' && offer())];
  }
  if (typeof vscode.lm?.registerMcpServerDefinitionProvider !== 'function') {
    return [];
  }
  const changed = new vscode.EventEmitter<void>();
  const version = String(extension.packageJSON.version);
  return [
    changed,
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    onDidChangeState((state) => state === 'running' && changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider('cortex', {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: async () => {
        const folders = await banksIn(patterns);
        // Whoever starts the language server is told where the program is missing.
        const command = folders.length > 0 ? await findProgram(extension.extensionPath).catch(() => undefined) : undefined;
        return command ? folders.map((folder) => definition(folder, command, version)) : [];
      },
    }),
  ];
}

function definition(folder: vscode.WorkspaceFolder, command: string, version: string): vscode.McpStdioServerDefinition {
  const one = vscode.workspace.workspaceFolders?.length === 1;
  const label = one ? 'Cortex' : `Cortex (${folder.name})`;
  return new vscode.McpStdioServerDefinition(label, command, ['mcp', '--bank', folder.uri.fsPath], {}, version);
}

async function offerToCursor(
  extension: vscode.Extension<unknown>,
  patterns: string[],
  offered: Set<string>,
  register: NonNullable<NonNullable<CursorApi['mcp']>['registerServer']>,
): Promise<void> {
  for (const folder of await banksIn(patterns)) {
    const command = await findProgram(extension.extensionPath).catch(() => undefined);
    const place = folder.uri.toString();
    if (command && !offered.has(place)) {
      offered.add(place);
      register({ name: `cortex-${folder.name}`, server: { command, args: ['mcp', '--bank', folder.uri.fsPath], env: {} } });
    }
  }
}
