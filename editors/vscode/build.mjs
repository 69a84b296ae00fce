// build.mjs: bundles the extension into dist/ and brings the schemas in.
import { build } from 'esbuild';
import fs from 'node:fs';

process.chdir(import.meta.dirname);
await build({
  entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', bundle: true, minify: true,
  platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], mainFields: ['module', 'main'], logLevel: 'warning',
});
fs.mkdirSync('schemas', { recursive: true });
for (const schema of ['config.schema.json', 'profile.schema.json']) {
  fs.copyFileSync(`../../docs/schema/${schema}`, `schemas/${schema}`);
}
fs.copyFileSync('../../LICENSE', 'LICENSE');
