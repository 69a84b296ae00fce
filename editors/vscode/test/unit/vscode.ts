// vscode.ts: as much of the editor as the tests that need none of it ask for.
import os from 'node:os';

export class MarkdownString {
  isTrusted: unknown;
  constructor(public value: string) {}
}

export const workspace = {
  workspaceFolders: [{ name: 'tidal', uri: { fsPath: os.tmpdir() } }],
  getConfiguration: () => ({ get: () => process.execPath }),
  findFiles: async () => ['memory-bank/progress.md'],
};

export class RelativePattern {}

let register: (config: unknown) => void;

/** registered is the MCP server that Cursor is told of. */
export const registered = new Promise((resolve) => {
  register = resolve;
});

export const cursor = { mcp: { registerServer: (config: unknown) => register(config) } };

/** lm is a dummy in Cursor. */
export const lm = {
  registerMcpServerDefinitionProvider: () => {
    throw new Error('Cursor does nothing with it');
  },
};
