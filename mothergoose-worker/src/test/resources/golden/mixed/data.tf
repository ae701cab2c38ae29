# What eggs leave open is looked up once for each place, and only for runners that are new.

data "aws_ssm_parameter" "image" {
  for_each = toset([
    for each in values(var.worker_instances) : each.region if each.variant == "aws-vm" && each.image == null
  ])

  region          = each.key
  name            = "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
  with_decryption = false
}

data "aws_subnets" "default" {
  for_each = {
    for each in values(var.worker_instances) :
    join("/", compact([each.region, each.zone])) => { region = each.region, zone = each.zone }...
    if contains(["aws-vm", "aws-serverless"], each.variant) && each.subnet_id == null
  }

  region = each.value[0].region

  filter {
    name   = "default-for-az"
    values = ["true"]
  }

  dynamic "filter" {
    for_each = compact([each.value[0].zone])
    content {
      name   = "availability-zone"
      values = [filter.value]
    }
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) > 0
      error_message = "No default subnet in ${each.key} (expected: subnet_id in the egg's cloud block, or a default VPC there)."
    }
  }
}

data "aws_iam_role" "named" {
  for_each = toset([
    for each in values(var.worker_instances) : each.identity
    if contains(["aws-serverless", "aws-lambda"], each.variant) && each.identity != null && !startswith(coalesce(each.identity, "-"), "arn:")
  ])

  name = each.key
}

data "yandex_compute_image" "family" {
  for_each = toset([
    for each in values(var.worker_instances) : coalesce(each.image, "ubuntu-2404-lts")
    if each.variant == "yandex-vm" && !can(regex("^[a-z0-9]{20}$", each.image))
  ])

  # Without a folder: among the standard images.
  family = each.key
}

data "yandex_vpc_subnet" "default" {
  for_each = toset([
    for each in values(var.worker_instances) : each.zone if each.variant == "yandex-vm" && each.subnet_id == null
  ])

  # As the default network of a folder has them.
  name = "default-${each.key}"
}

data "yandex_iam_service_account" "named" {
  for_each = toset([
    for each in values(var.worker_instances) : each.identity
    if startswith(each.variant, "yandex-") && each.identity != null && !can(regex("^[a-z0-9]{20}$", each.identity))
  ])

  name = each.key
}
