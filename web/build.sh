#!/bin/sh
# Builds the page into web/dist, unless nothing has changed since it was built. Maven calls this before it packs the jar.
set -eu

cd "$(dirname "$0")"

inputs="src public index.html package.json package-lock.json vite.config.ts postcss.config.cjs ../api/openapi.yaml"

if [ -f dist/index.html ] &&
    [ -z "$(find $inputs -newer dist/index.html -print 2>/dev/null | head -n 1)" ]; then
    exit 0
fi

if ! command -v npm >/dev/null 2>&1; then
    if [ -f dist/index.html ]; then
        echo "npm was not found: packing the page as it was built before" >&2
        exit 0
    fi
    echo "Node 20.19 or newer with npm is needed to build the page (apt install npm · dnf install nodejs-npm · brew install node)" >&2
    exit 1
fi

if ! node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'; then
    echo "Node 20.19 or newer is needed to build the page; this is $(node --version)" >&2
    exit 1
fi

# Not "npm ci": it refuses a lock that lacks the programs of other platforms, which are optional.
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm install --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
npm run --silent build
