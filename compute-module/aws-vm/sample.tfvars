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
    kind = "vm"
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
    image              = "ami-0123456789abcdef0"
    user_data          = "#cloud-config\n{}\n"
  }
}
