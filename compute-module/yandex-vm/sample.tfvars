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
    region             = "ru-central1"
    zone               = "ru-central1-a"
    subnet_id          = "e9b0000000000000000a"
    security_group_ids = ["enp0000000000000000a"]
    image              = "fd80000000000000000a"
    user_data          = "#cloud-config\n{}\n"
  }
}
