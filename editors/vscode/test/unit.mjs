// unit.mjs: runs the tests of test/unit, which need no editor.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

process.chdir(path.dirname(import.meta.dirname));
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cortex-unit-'));
try {
  const entryPoints = fs
    .readdirSync('test/unit')
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/unit/${name}`);
  await build({
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    alias: { vscode: './test/unit/vscode.ts', 'vscode-languageclient/node': './test/unit/languageclient.ts' },
    logLevel: 'warning',
  });
  const files = fs.readdirSync(outdir).map((name) => path.join(outdir, name));
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  fs.rmSync(outdir, { recursive: true });
}
