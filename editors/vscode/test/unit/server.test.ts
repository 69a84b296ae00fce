import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { Server, type ServerState } from '../../src/server';
import { clients, State } from './languageclient';

const extension = { extensionPath: os.tmpdir() } as unknown as vscode.Extension<unknown>;

/** made returns the client with a number when it is there and has begun to start. */
async function made(n: number): Promise<(typeof clients)[number]> {
  for (;;) {
    const client = clients[n];
    if (client?.state === State.Starting) {
      return client;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test.beforeEach(() => void clients.splice(0));

test('a server that is restarted while it starts is stopped before the next one starts', async () => {
  const server = new Server(extension, new Set());
  const overtaken = assert.rejects(server.start(), /stopped while it started/);
  const first = await made(0);
  const restarted = server.restart();
  first.answer();
  await overtaken;
  const second = await made(1);
  assert.equal(first.state, State.Stopped);
  second.answer();
  await restarted;
  assert.deepEqual([second.state, server.state, server.problem, clients.length], [State.Running, 'running', '', 2]);
});

test('a server that is restarted before its process is there starts once', async () => {
  const server = new Server(extension, new Set());
  const overtaken = assert.rejects(server.start(), /stopped while it started/);
  const restarted = server.restart();
  (await made(0)).answer();
  await Promise.all([overtaken, restarted]);
  assert.deepEqual([server.state, clients.length], ['running', 1]);
});

test('a server that is restarted twice at once runs, and says so', async () => {
  const server = new Server(extension, new Set());
  const states: ServerState[] = [];
  const started = server.start();
  (await made(0)).answer();
  await started;
  server.onDidChangeState((state) => states.push(state));
  const restarted = Promise.all([server.restart(), server.restart()]);
  (await made(1)).answer();
  await restarted;
  assert.deepEqual([server.state, states.at(-1), clients.length], ['running', 'running', 2]);
});
