# A runner that is as it should be; every test changes one thing about it.
egg = {
  slug = "web"
  labels = {
    gosling-managed = "true"
    gosling-nest    = "main"
    gosling-egg     = "web"
  }
}
instances = {
  abc123def456 = {
    kind = "serverless"
    labels = {
      gosling-managed = "true"
      gosling-nest    = "main"
      gosling-egg     = "web"
      gosling-runner  = "abc123def456"
      gosling-expires = "1900000000"
    }
    cpu             = 2
    memory_mb       = 4096
    region          = "ru-central1"
    image           = "cr.yandex/crp0000000000000000a/runner@sha256:abababababababababababababababababababababababababababababababab"
    egg             = "web"
    api_url         = "https://gosling.example.com"
    enrolment_token = "enrolment-token-0001"
  }
}
