// tokens.mjs PACKAGES: what the extension of VS Code does for its language server, which parses no Markdown itself: lines
// {"text": "..."} come in, lines with the tokens of markdown-it go out. PACKAGES is the folder that it is installed in.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MarkdownIt = createRequire(join(process.argv[2], 'package.json'))('markdown-it');
const parser = new MarkdownIt({ html: true });
createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(parser.parse(JSON.parse(line).text, {}))}\n`);
});
