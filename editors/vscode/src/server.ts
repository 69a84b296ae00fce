import * as vscode from 'vscode';
import type {
  ClientCapabilities,
  LanguageClient,
  LanguageClientOptions,
  Location,
  LSPAny,
  Position,
  StaticFeature,
} from 'vscode-languageclient/node';
import { nativeHover } from './hover';
import { manualAt } from './manual';
import { findProgram, NotFound } from './program';

/** announced tells the server which command of the extension its code lenses can run. */
const announced: StaticFeature = {
  fillClientCapabilities: (capabilities: ClientCapabilities) => {
    capabilities.experimental = { commands: { commands: ['cortex.showReferences'] } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

/**
 * outlined tells that the editor's own extension for Markdown is on. It has an outline and a search for headings, which
 * would be there twice with those of the server.
 */
const outlined = () => vscode.extensions.getExtension('vscode.markdown-language-features') !== undefined;

/** patience is how long a server that is to stop may take to start before, in milliseconds. */
const patience = 5000;

type Library = typeof import('vscode-languageclient/node');

export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

/** Server is the language server of this window: at most one process. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<LanguageClient> | undefined;
  /** launches counts starts and stops, so that a launch finds out that it was overtaken. */
  private launches = 0;
  /** ending is over when all clients that were stopped have ended: two at a time would have the same commands. */
  private ending: Promise<unknown> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.changed.event;
  state: ServerState = 'stopped';
  /** problem says why the server does not run. */
  problem = '';
  readonly output = vscode.window.createOutputChannel('Cortex', { log: true });

  constructor(
    private readonly extension: vscode.Extension<unknown>,
    private readonly settings: ReadonlySet<string>,
  ) {}

  /** start returns the running client. When it cannot, the user has been told why. */
  start(): Promise<LanguageClient> {
    if (!this.starting) {
      const starting: Promise<LanguageClient> = this.launch().catch((error: unknown) => {
        if (this.starting === starting) {
          this.starting = undefined;
          this.fail(error);
        }
        throw error;
      });
      this.starting = starting;
    }
    return this.starting;
  }

  /** execute runs a command of the server. */
  async execute<T>(command: string, argument: object = {}): Promise<T> {
    const client = await this.start();
    return client.sendRequest<T>('workspace/executeCommand', { command, arguments: [argument] });
  }

  /** references returns who leads to what stands at a position, without it. */
  async references(uri: string, position: Position): Promise<vscode.Location[]> {
    const client = await this.start();
    const found = await client.sendRequest<Location[] | null>('textDocument/references', {
      textDocument: { uri },
      position,
      context: { includeDeclaration: false },
    });
    return (await client.protocol2CodeConverter.asReferences(found)) ?? [];
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async launch(): Promise<LanguageClient> {
    const launch = ++this.launches;
    this.enter('starting');
    await this.ending;
    const command = await findProgram(this.extension.extensionPath);
    this.output.info(`starting ${command} lsp`);
    // It is read only here: where there is no bank, the extension costs next to nothing.
    const lib = await import('vscode-languageclient/node');
    this.demand(launch);
    const server = { command, args: ['lsp'] };
    const client = new lib.LanguageClient('cortex', 'Cortex', { run: server, debug: server }, this.options(lib));
    client.registerFeature(announced);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) {
        this.enter(newState === lib.State.Running ? 'running' : newState === lib.State.Starting ? 'starting' : 'stopped');
      }
    });
    await client.start();
    if (launch !== this.launches) {
      await client.dispose();
    }
    this.demand(launch);
    return client;
  }

  /** demand ends a launch in the middle of which the server was stopped. */
  private demand(launch: number): void {
    if (launch !== this.launches) {
      throw new Error('the server was stopped while it started');
    }
  }

  private options(lib: Library): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: 'file', language: 'markdown' },
        { scheme: 'file', pattern: '**/.cortex.yaml' },
      ],
      outputChannel: this.output,
      initializationOptions: this.known(vscode.workspace.getConfiguration().get('cortex')),
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: lib.ErrorAction.Continue, handled: true }),
        closed: () => ({ action: this.mayRestart() ? lib.CloseAction.Restart : lib.CloseAction.DoNotRestart, handled: true }),
      },
      middleware: {
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          return hover && nativeHover(hover);
        },
        provideDocumentSymbols: (document, token, next) => (outlined() ? [] : next(document, token)),
        provideWorkspaceSymbols: (query, token, next) => (outlined() ? [] : next(query, token)),
        workspace: {
          configuration: async (params, token, next) => {
            const answers = await next(params, token);
            return Array.isArray(answers)
              ? answers.map((answer: LSPAny, i) => (params.items[i]?.section === 'cortex' ? this.known(answer) : answer))
              : answers;
          },
        },
      },
    };
  }

  /** known leaves out the settings that are the extension's own, and says where the pages of the rules are. */
  private known(all: unknown): Record<string, LSPAny> {
    const own = Object.entries((all ?? {}) as Record<string, LSPAny>).filter(([key]) => this.settings.has(`cortex.${key}`));
    const settings: Record<string, LSPAny> = Object.fromEntries(own);
    return { ...settings, manual: manualAt(settings.manual) };
  }

  private crashes: number[] = [];

  /** mayRestart tells whether a server that ended unasked is started again: not if it ends all the time. */
  private mayRestart(): boolean {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < 3 * 60_000), now];
    if (this.crashes.length < 4) {
      return true;
    }
    this.crashes = [];
    this.starting = undefined;
    this.fail(new Error('the server has ended four times within three minutes'));
    return false;
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.problem = error instanceof NotFound ? reason : `Cortex does not run: ${reason}`;
    this.output.error(this.problem);
    this.enter('failed');
    void this.tell();
  }

  private async tell(): Promise<void> {
    const settings = 'Open Settings';
    const output = 'Show Output';
    const retry = 'Try Again';
    const chosen = await vscode.window.showErrorMessage(this.problem, settings, output, retry);
    if (chosen === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'cortex.path');
    } else if (chosen === output) {
      this.output.show();
    } else if (chosen === retry) {
      await this.restart().catch(() => undefined);
    }
  }

  private enter(state: ServerState): void {
    // A failure is told until the next start.
    if (this.state === 'failed' && state === 'stopped') {
      return;
    }
    this.state = state;
    this.changed.fire(state);
  }

  async stop(): Promise<void> {
    this.launches++;
    const client = this.client;
    this.client = undefined;
    this.starting = undefined;
    const ending = client && this.end(client, this.state === 'starting');
    this.ending = Promise.all([this.ending, ending]);
    await this.ending;
    if (!this.starting) {
      this.enter('stopped');
    }
  }

  /** end stops a client. One that is starting cannot be stopped before it runs, which is waited for, but not for ever. */
  private async end(client: LanguageClient, starting: boolean): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      if (starting) {
        await Promise.race([client.start(), new Promise((resolve) => (timer = setTimeout(resolve, patience)))]);
      }
      await client.dispose();
    } catch (error) {
      this.output.warn(`the server did not stop by itself: ${String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}
