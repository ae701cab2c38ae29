# A runner that is as it should be; every test changes one thing about it.
egg = {
  slug    = "web"
  cluster = "gosling"
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
    cpu                = 2
    memory_mb          = 4096
    region             = "eu-central-1"
    zone               = "eu-central-1a"
    subnet_id          = "subnet-0123456789abcdef0"
    security_group_ids = ["sg-0123456789abcdef0"]
    image              = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner@sha256:abababababababababababababababababababababababababababababababab"
    egg                = "web"
    api_url            = "https://gosling.example.com"
    enrolment_token    = "enrolment-token-0001"
  }
}
