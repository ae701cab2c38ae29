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
    kind = "job"
    labels = {
      gosling-managed = "true"
      gosling-nest    = "main"
      gosling-egg     = "web"
      gosling-runner  = "abc123def456"
      gosling-expires = "1900000000"
    }
    cpu              = 2
    memory_mb        = 4096
    region           = "eu-central-1"
    image            = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner@sha256:abababababababababababababababababababababababababababababababab"
    egg              = "web"
    api_url          = "https://gosling.example.com"
    enrolment_token  = "enrolment-token-0001"
    lifetime_seconds = 600
  }
}
