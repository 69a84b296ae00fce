// bundle.mjs FILE: bundles the tests for the extension host into a file.
import path from 'node:path';
import { build } from 'esbuild';

process.chdir(path.dirname(import.meta.dirname));
await build({
  entryPoints: ['test/suite/index.ts'],
  outfile: process.argv[2],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
});
