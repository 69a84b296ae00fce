// build.mjs: bundles the extension and the page of the picture into dist/ and brings the schemas in.
import { build } from 'esbuild';
import fs from 'node:fs';

process.chdir(import.meta.dirname);
const bundle = { bundle: true, minify: true, mainFields: ['module', 'main'], logLevel: 'warning', metafile: true };
const host = await build({
  ...bundle,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
});
const page = await build({
  ...bundle,
  entryPoints: ['webview/main.ts', 'webview/page.css'],
  outdir: 'dist/webview',
  format: 'iife',
  target: 'es2022',
});
fs.copyFileSync('webview/page.html', 'dist/webview/page.html');
fs.mkdirSync('schemas', { recursive: true });
for (const schema of ['config.schema.json', 'profile.schema.json']) {
  fs.copyFileSync(`../../docs/schema/${schema}`, `schemas/${schema}`);
}
fs.copyFileSync('../../LICENSE', 'LICENSE');
fs.writeFileSync('THIRD-PARTY-LICENSES.txt', licenses([host, page]));

// licenses returns those of the packages that are in the bundles.
function licenses(builds) {
  const inputs = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const packages = inputs.map((name) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(name)?.[0]).filter(Boolean);
  const texts = [...new Set(packages)].sort().map((folder) => {
    const file = fs.readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const { name, version } = JSON.parse(fs.readFileSync(`${folder}/package.json`, 'utf8'));
    return `${name} ${version}\n\n${fs.readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
