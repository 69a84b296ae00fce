// vscode.ts: as much of the editor as the tests that need none of it ask for.
import os from 'node:os';
import path from 'node:path';

export class MarkdownString {
  isTrusted: unknown;
  constructor(public value: string) {}
}

export class EventEmitter<T> {
  private readonly listeners: ((value: T) => unknown)[] = [];
  readonly event = (listener: (value: T) => unknown) => {
    this.listeners.push(listener);
    return { dispose: () => undefined };
  };
  fire(value: T): void {
    this.listeners.forEach((listener) => listener(value));
  }
  dispose(): void {}
}

/** project is a folder that is not there. */
export const project = path.join(os.tmpdir(), 'cortex-unit-nowhere', 'tidal');

export const workspace = {
  workspaceFolders: [{ name: 'tidal', uri: { fsPath: project, toString: () => `file://${project}` } }],
  getConfiguration: () => ({ get: () => process.execPath }),
  findFiles: async () => ['memory-bank/progress.md'],
  onDidChangeWorkspaceFolders: new EventEmitter<unknown>().event,
};

export class RelativePattern {}

export class McpStdioServerDefinition {
  constructor(
    readonly label: string,
    readonly command: string,
    readonly args: string[],
  ) {}
}

/** cursor is what the tests make of it: it is there in Cursor alone. */
export const cursor: { mcp: { registerServer?: (config: unknown) => void } } = { mcp: {} };

export interface Provider {
  onDidChangeMcpServerDefinitions(listener: () => void): unknown;
  provideMcpServerDefinitions(): Promise<McpStdioServerDefinition[]>;
}

export const lm = {
  registerMcpServerDefinitionProvider: (_: string, provider: Provider): unknown => {
    throw new Error(`nobody asked for ${provider}`);
  },
};

export const extensions = { getExtension: () => undefined };

export const window = {
  createOutputChannel: () => ({ info: () => undefined, warn: () => undefined, error: () => undefined, show: () => undefined }),
  showErrorMessage: async () => undefined,
};

export class Disposable {
  static from(): Disposable {
    return new Disposable();
  }
  dispose(): void {}
}

export const commands = { executeCommand: async () => undefined };
