# Runners as machines of Yandex Compute Cloud.

terraform {
  required_version = ">= 1.10"
  required_providers {
    yandex = {
      source  = "yandex-cloud/yandex"
      version = ">= 0.170"
    }
  }
}

locals {
  variant = {
    kind              = "vm"
    cloud             = true
    cluster           = false
    limits            = "at most 96 cores and 640 GB, see shapes.json"
    disk              = [8, 8192]
    preemptible       = true
    region            = "^[a-z]+-[a-z]+[0-9]$"
    zone              = "^[a-z]+-[a-z]+[0-9]-[a-z]$"
    subnet            = "^[a-z0-9]{20}$"
    security_group    = "^[a-z0-9]{20}$"
    identity          = "^[a-z0-9]{20}$"
    image             = "^[a-z0-9]{20}$"
    environment_bytes = 65536
    user_data         = true
    token             = false
    lifetime          = 31536000
    log_days          = [1, 2, 3]
  }

  shape = jsondecode(file("${path.module}/shapes.json"))
  fits = [
    for cores in local.shape.cores : {
      cpu       = cores
      memory_mb = min(cores * local.shape.most_gb_per_core, local.shape.most_gb) * 1024
    }
  ]
  cores = {
    for id, each in var.instances : id => [
      for fit in local.fits : fit.cpu if fit.cpu >= each.cpu && fit.memory_mb >= each.memory_mb
    ][0]
  }

  runners = {
    for id, instance in yandex_compute_instance.runner : id => {
      id         = instance.id
      hostname   = instance.fqdn
      private_ip = instance.network_interface[0].ip_address
      public_ip  = terraform_data.address[id].output == "" ? null : terraform_data.address[id].output
      start_url  = null
    }
  }
}

# What job code can reach through the metadata of its machine is what this account may do: nothing, unless somebody
# gives it more.
resource "yandex_iam_service_account" "runner" {
  count = local.own ? 1 : 0

  name   = "${local.base}-vm"
  labels = local.shared_tag
}

resource "yandex_compute_instance" "runner" {
  for_each = var.instances

  name        = local.names[each.key]
  hostname    = local.names[each.key]
  zone        = each.value.zone
  platform_id = local.shape.platform
  labels      = each.value.labels

  service_account_id = each.value.identity == null ? yandex_iam_service_account.runner[0].id : each.value.identity

  resources {
    cores         = local.cores[each.key]
    memory        = max(ceil(each.value.memory_mb / 1024), local.cores[each.key] * local.shape.least_gb_per_core)
    core_fraction = 100
  }

  boot_disk {
    auto_delete = true
    initialize_params {
      image_id = each.value.image
      size     = coalesce(each.value.disk_gb, 50)
      type     = "network-ssd"
    }
  }

  network_interface {
    subnet_id          = each.value.subnet_id
    security_group_ids = each.value.security_group_ids
    nat                = each.value.public_ip
  }

  scheduling_policy {
    preemptible = each.value.preemptible
  }

  # The enrolment token is in it.
  metadata = sensitive({ user-data = each.value.user_data })

  # The metadata of the first version answers to any request, without a header that says it is meant.
  metadata_options {
    gce_http_endpoint    = 1
    gce_http_token       = 1
    aws_v1_http_endpoint = 2
    aws_v1_http_token    = 2
  }

  lifecycle {
    # A runner keeps what it was made with, and whether it runs is not OpenTofu's business.
    ignore_changes = all
  }
}

# The address that a machine was made with. The present one goes and comes with every stop and start, which would show
# as a change of the outputs in each plan.
resource "terraform_data" "address" {
  for_each = var.instances

  input = yandex_compute_instance.runner[each.key].network_interface[0].nat_ip_address

  lifecycle {
    ignore_changes = [input]
  }
}
