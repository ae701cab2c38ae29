key_provider "external" "state" {
  command = ["sh", "state_key.sh"]
}
method "aes_gcm" "state" {
  keys = key_provider.external.state
}
state {
  method   = method.aes_gcm.state
  enforced = true
}
plan {
  method   = method.aes_gcm.state
  enforced = true
}
