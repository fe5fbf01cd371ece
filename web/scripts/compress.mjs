// Lays the gzip form of each file beside it, so that the server does not compress it anew for everybody.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url));
for (const name of readdirSync(assets).filter((each) => /\.(js|css)$/.test(each))) {
  const file = assets + name;
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION }));
}
