// build.mjs: bundles the extension and the page of the picture into dist/ and brings the schemas in.
import { build } from 'esbuild';
import fs from 'node:fs';

process.chdir(import.meta.dirname);
const bundle = { bundle: true, minify: true, mainFields: ['module', 'main'], logLevel: 'warning' };
await build({
  ...bundle,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
});
await build({ ...bundle, entryPoints: ['webview/main.ts', 'webview/page.css'], outdir: 'dist/webview', format: 'iife', target: 'es2022' });
fs.copyFileSync('webview/page.html', 'dist/webview/page.html');
fs.mkdirSync('schemas', { recursive: true });
for (const schema of ['config.schema.json', 'profile.schema.json']) {
  fs.copyFileSync(`../../docs/schema/${schema}`, `schemas/${schema}`);
}
fs.copyFileSync('../../LICENSE', 'LICENSE');
