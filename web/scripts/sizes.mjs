// What a first visit to the register downloads, gzipped; fails when it is more than the promise.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const files = new Set();
const add = (key) => {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) {
    return;
  }
  files.add(chunk.file);
  for (const css of chunk.css ?? []) {
    files.add(css);
  }
  for (const next of chunk.imports ?? []) {
    add(next);
  }
};
add('index.html');

const sum = (extension) =>
  [...files]
    .filter((file) => file.endsWith(extension))
    .reduce((total, file) => total + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0) / 1024;

const script = sum('.js');
process.stdout.write(
  `register route: ${script.toFixed(1)} KB JavaScript, ${sum('.css').toFixed(1)} KB CSS, gzipped (limit ${LIMIT_KB} KB JavaScript)\n`,
);
if (script > LIMIT_KB) {
  process.stderr.write('The register route has grown beyond its limit.\n');
  process.exit(1);
}
