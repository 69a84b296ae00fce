import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { offerToAgents } from '../../src/mcp';
import { registered } from './vscode';

test('Cursor is told of the MCP server by its own interface', async () => {
  const extension = { extensionPath: os.tmpdir(), packageJSON: { version: '1.2.3' } };
  offerToAgents(extension as unknown as vscode.Extension<unknown>, ['**/memory-bank/*.md']);
  assert.deepEqual(await registered, {
    name: 'cortex-tidal',
    server: { command: process.execPath, args: ['mcp', '--bank', os.tmpdir()], env: {} },
  });
});
