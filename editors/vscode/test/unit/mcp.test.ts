import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { offerToAgents } from '../../src/mcp';
import type { ServerState } from '../../src/server';
import { cursor, EventEmitter, lm, project, workspace, type Provider } from './vscode';

/** offer does what the extension does when it is activated. */
function offer(): EventEmitter<ServerState> {
  const extension = { extensionPath: os.tmpdir(), packageJSON: { version: '1.2.3' } } as unknown as vscode.Extension<unknown>;
  const states = new EventEmitter<ServerState>();
  offerToAgents(extension, ['**/memory-bank/*.md'], states.event as unknown as vscode.Event<ServerState>);
  return states;
}

test('Cursor is told of the MCP server by its own interface, also of a bank that is started later', async (t) => {
  t.mock.method(lm, 'registerMcpServerDefinitionProvider', () => assert.fail('Cursor does nothing with it'));
  const configs: unknown[] = [];
  const registered = new Promise<void>((resolve) => {
    cursor.mcp.registerServer = (config) => resolve(void configs.push(config));
  });
  const looked = new Promise<void>((resolve) => {
    t.mock.method(workspace, 'findFiles', async () => (resolve(), []), { times: 1 });
  });
  const states = offer();
  await looked;
  states.fire('starting');
  states.fire('running');
  await registered;
  delete cursor.mcp.registerServer;
  assert.deepEqual(configs, [{ name: 'cortex-tidal', server: { command: process.execPath, args: ['mcp', '--bank', project], env: {} } }]);
});

test('an editor asks again for MCP servers when the language server has started', async (t) => {
  const providers: Provider[] = [];
  t.mock.method(lm, 'registerMcpServerDefinitionProvider', (_: string, provider: Provider) => providers.push(provider));
  const states = offer();
  let asked = 0;
  providers[0]?.onDidChangeMcpServerDefinitions(() => asked++);
  states.fire('starting');
  assert.equal(asked, 0);
  states.fire('running');
  assert.equal(asked, 1);
  const [server] = (await providers[0]?.provideMcpServerDefinitions()) ?? [];
  assert.deepEqual([server?.label, server?.command, server?.args], ['Cortex', process.execPath, ['mcp', '--bank', project]]);
});
