#!/bin/sh
# Builds what the console shows: one style sheet, the icons it names, two vendored scripts, their licences.
# Needs node and npm, here only; the results are committed, and a run of this script changes nothing unless a source did.
set -eu
cd "$(dirname "$0")"
out=../src/evenhand/console/static/evenhand
moj=node_modules/@ministryofjustice/frontend/moj

npm ci
rm -rf "$out/vendor" "$out/images"
mkdir -p "$out/vendor" "$out/images"

node_modules/.bin/sass --no-source-map --style=compressed --load-path=. \
    --quiet-deps --silence-deprecation=import styles/evenhand.scss "$out/evenhand.css"
grep -o 'url(images/[^)]*)' "$out/evenhand.css" | sort -u | sed 's#url(images/\(.*\))#\1#' |
while read -r icon; do cp "$moj/assets/images/$icon" "$out/images/"; done

node_modules/.bin/esbuild scripts/govuk.js --bundle --format=esm --minify --log-level=warning \
    --banner:js='/*! govuk-frontend 6.6.0 (parts), MIT, see govuk-frontend.LICENCE.txt */' \
    --outfile="$out/vendor/govuk-frontend.js"
cp node_modules/htmx.org/dist/htmx.min.js "$out/vendor/htmx-2.0.11.js"
cp node_modules/htmx.org/LICENSE "$out/vendor/htmx.LICENCE.txt"
cp licences/govuk-frontend.txt "$out/vendor/govuk-frontend.LICENCE.txt"
cp licences/moj-frontend.txt "$out/vendor/moj-frontend.LICENCE.txt"
