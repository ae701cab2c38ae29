# OpenTofu's protocol for external key providers: a header line, one JSON value in, keys out. The keys are in the
# environment, so they are in no file and in no process's arguments: GOSLING_STATE_KEY encrypts; GOSLING_STATE_KEYS may
# list that and earlier ones, the newest first, which decrypt what they have encrypted.
printf '%s\n' '{"magic":"OpenTofu-External-Key-Provider","version":1}'
IFS= read -r meta || true

# What a key is known by: it says nothing of the key. printf is no process of its own.
id_of() {
    digest=$(printf %s "$1" | sha256sum)
    printf %.12s "$digest"
}

decryption=
if [ "$meta" != null ]; then
    found=
    for key in ${GOSLING_STATE_KEYS:-$GOSLING_STATE_KEY}; do
        case $meta in
        *'"key_id"'*) case $meta in *"\"$(id_of "$key")\""*) found=$key ;; esac ;;
        # It was written before there were ids, and the earliest key comes last.
        *) found=$key ;;
        esac
    done
    if [ -z "$found" ]; then
        echo "state or plan was encrypted with a key that is not known here: $meta (expected: a key of" \
            "local://gosling/state-keys; put that key back)" >&2
        exit 1
    fi
    decryption=",\"decryption_key\":\"$found\""
fi
printf '{"keys":{"encryption_key":"%s"%s},"meta":{"external_data":{"key_id":"%s"}}}\n' \
    "$GOSLING_STATE_KEY" "$decryption" "$(id_of "$GOSLING_STATE_KEY")"
