# OpenTofu's protocol for external key providers: a header line, one JSON value in, keys out. The key is in the
# environment, so it is in no file and in no process's arguments.
printf '%s\n' '{"magic":"OpenTofu-External-Key-Provider","version":1}'
IFS= read -r meta || true
if [ "$meta" = null ]; then decryption=; else decryption=",\"decryption_key\":\"$GOSLING_STATE_KEY\""; fi
printf '{"keys":{"encryption_key":"%s"%s},"meta":{"external_data":{}}}\n' "$GOSLING_STATE_KEY" "$decryption"
