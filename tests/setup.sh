#!/usr/bin/env bash
# What the tests need beside Python packages: a Chromium, and PostgreSQL's server programs.
# Each is taken from the system where it is there, else from Debian's packages when root on Debian;
# failing that, Chromium comes from Playwright, and the PostgreSQL tests say that they were skipped.
set -euo pipefail

python=$1
debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }

wanted=()
has_chromium >/dev/null || wanted+=(chromium)
has_postgres >/dev/null || wanted+=(postgresql)
if [ ${#wanted[@]} -gt 0 ] && debian_root; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi
if ! has_chromium >/dev/null; then
  "$python" -m playwright install chromium
fi
