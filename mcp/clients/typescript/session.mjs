// session.mjs PACKAGES CLIENT PROTOCOL SERVER ARGUMENT...: a session of a client of the protocol's authors about the bank
// of the working directory. PACKAGES is the folder that the client is installed in, CLIENT its package and PROTOCOL the
// version to speak. SERVER is a command, or a URL followed by its token. It fails where something is not as it should
// be, and prints what the client has found otherwise.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [packages, name, protocol, server, ...args] = process.argv.slice(2);
const require = createRequire(join(packages, 'package.json'));
const told = { name: 'cortex-test', version: '1' };

// clients are the ways to start a client, which differ.
const clients = {
  '@modelcontextprotocol/sdk': () => {
    const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
    const { StdioClientTransport } = require('@modelcontextprotocol/sdk/client/stdio.js');
    const { StreamableHTTPClientTransport } = require('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { ResourceUpdatedNotificationSchema } = require('@modelcontextprotocol/sdk/types.js');
    return { client: new Client(told), StdioClientTransport, StreamableHTTPClientTransport, updated: ResourceUpdatedNotificationSchema };
  },
  '@modelcontextprotocol/client': () => {
    const { Client, StreamableHTTPClientTransport } = require('@modelcontextprotocol/client');
    const { StdioClientTransport } = require('@modelcontextprotocol/client/stdio');
    const mode = protocol === '2026-07-28' ? { pin: protocol } : 'legacy';
    const client = new Client(told, { versionNegotiation: { mode } });
    return { client, StdioClientTransport, StreamableHTTPClientTransport, updated: 'notifications/resources/updated' };
  },
};

const { client, StdioClientTransport, StreamableHTTPClientTransport, updated } = clients[name]();
const failures = [];
client.onerror = error => failures.push(error);
await client.connect(server.startsWith('http:')
  ? new StreamableHTTPClientTransport(new URL(server), { requestInit: { headers: { Authorization: `Bearer ${args[0]}` } } })
  : new StdioClientTransport({ command: server, args }));
assert.equal(client.getServerVersion()?.name, 'cortex');
assert.match(client.getInstructions(), /bank_load_context/);

// call calls a tool that has an answer.
const call = async (tool, given = {}) => {
  const answer = await client.callTool({ name: tool, arguments: given });
  assert.ok(!answer.isError, `${tool}: ${JSON.stringify(answer.content)}`);
  return answer;
};

const { tools } = await client.listTools();
const overview = await call('bank_overview', { files: true });
assert.deepEqual(JSON.parse(overview.content[0].text), overview.structuredContent);
const found = await call('bank_search', { query: 'engine' });
const judged = await call('bank_validate');
const read = await call('bank_read', { path: 'progress.md', section: '*' });
const hash = overview.structuredContent.banks[0].listed.find(f => f.path.endsWith('progress.md')).hash;

// An edit needs the hash of what was read: once it is done, the hash is another.
const edits = [{ op: 'append_to_section', section: 'What Works', text: '- The tanks.' }];
const edited = await call('bank_edit', { path: 'progress.md', if_hash: hash, edits, diff: 'full' });
const refused = await client.callTool({ name: 'bank_edit', arguments: { path: 'progress.md', if_hash: hash, edits } });
assert.ok(refused.isError && refused.structuredContent === undefined, JSON.stringify(refused));

const { resources } = await client.listResources();
const { resourceTemplates } = await client.listResourceTemplates();
const uri = resources.find(r => r.uri.endsWith('progress.md')).uri;
const { contents } = await client.readResource({ uri });
assert.match(contents[0].text, /The tanks/);
const { prompts } = await client.listPrompts();
const prompt = await client.getPrompt({ name: 'load_memory_bank', arguments: { task: 'mend the engine' } });
assert.match(prompt.messages[0].content.text, /mend the engine/);
const { completion } = await client.complete({
  ref: { type: 'ref/prompt', name: 'review_memory_bank' }, argument: { name: 'path', value: 'prog' },
});

// Who subscribes is told of what others write.
const news = new Promise(resolve => client.setNotificationHandler(updated, n => resolve(n.params.uri)));
await (client.getProtocolEra?.() === 'modern' ? client.listen({ resourceSubscriptions: [uri] }) : client.subscribeResource({ uri }));
await writeFile(join('memory-bank', 'progress.md'), '# Progress\n\nAll is done.\n');
assert.equal(await news, uri);

const spoken = client.getNegotiatedProtocolVersion?.() ?? ''; // the older client does not tell
await client.close();
assert.deepEqual(failures, []);
console.log(JSON.stringify({
  spoken,
  tools: tools.map(t => t.name).sort(),
  prompts: prompts.map(p => p.name).sort(),
  templates: resourceTemplates.map(t => t.uriTemplate).sort(),
  completed: completion.values,
  found: found.structuredContent,
  judged: judged.structuredContent,
  read: read.content[0].text,
  diff: edited.structuredContent.diff,
  refused: refused.content[0].text,
}));
