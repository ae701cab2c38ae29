# Runners as serverless containers of Yandex Cloud, started by a call.

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
    kind              = "serverless"
    cloud             = true
    cluster           = false
    limits            = "at most 4 cores and 8192 MB"
    disk              = [1, 10]
    preemptible       = false
    region            = "^[a-z]+-[a-z]+[0-9]$"
    zone              = "^(-|[a-z]+-[a-z]+[0-9]-[a-z])$"
    subnet            = "^(-|[a-z0-9]{20})$"
    security_group    = "^$"
    identity          = "^[a-z0-9]{20}$"
    image             = "^cr\\.yandex/[a-z0-9]+/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$"
    environment_bytes = 4096
    user_data         = false
    token             = true
    lifetime          = 3600
    log_days          = [1, 2, 3]
  }
  fits = [{ cpu = 4, memory_mb = 8192 }]

  runners = {
    for id, container in yandex_serverless_container.runner : id => {
      id         = container.id
      hostname   = local.names[id]
      private_ip = null
      public_ip  = null
      start_url  = container.url
    }
  }
}

resource "yandex_logging_group" "runner" {
  count = local.shared ? 1 : 0

  name             = "${local.base}-task"
  retention_period = "${var.egg.log_days * 24}h"
  labels           = local.shared_tag
}

resource "yandex_iam_service_account" "runner" {
  count = local.own ? 1 : 0

  name   = "${local.base}-task"
  labels = local.shared_tag
}

# A container pulls its image and writes its log as its own account, so these are the two roles it has. They are of the
# folder: a binding on the registry would take the role from everybody else.
resource "yandex_resourcemanager_folder_iam_member" "runner" {
  for_each = local.own ? toset(["container-registry.images.puller", "logging.writer"]) : toset([])

  folder_id = yandex_iam_service_account.runner[0].folder_id
  role      = each.key
  member    = "serviceAccount:${yandex_iam_service_account.runner[0].id}"
}

resource "yandex_serverless_container" "runner" {
  for_each = var.instances

  name   = local.names[each.key]
  labels = each.value.labels

  cores         = each.value.cpu
  core_fraction = 100
  memory        = ceil(each.value.memory_mb / 128) * 128
  # One call, one runner.
  concurrency = 1
  # The platform's own end is the hard one.
  execution_timeout  = "${each.value.lifetime_seconds}s"
  service_account_id = each.value.identity == null ? yandex_iam_service_account.runner[0].id : each.value.identity

  runtime {
    type = "task"
  }

  async_invocation {}

  image {
    url         = each.value.image
    environment = sensitive(local.told[each.key])
  }

  log_options {
    log_group_id = yandex_logging_group.runner[0].id
  }

  metadata_options {
    gce_http_endpoint    = 1
    aws_v1_http_endpoint = 2
  }

  dynamic "connectivity" {
    for_each = each.value.network_id == null ? [] : [each.value.network_id]
    content {
      network_id = connectivity.value
    }
  }

  dynamic "mounts" {
    for_each = each.value.disk_gb == null ? [] : [each.value.disk_gb]
    content {
      mount_point_path = "/builds"
      mode             = "rw"
      ephemeral_disk {
        size_gb = mounts.value
      }
    }
  }

  lifecycle {
    # A runner keeps what it was made with.
    ignore_changes = all
  }

  depends_on = [yandex_resourcemanager_folder_iam_member.runner]
}
