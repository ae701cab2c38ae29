# Runners as EC2 instances.

terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The first that takes a region for each resource: an egg's runners may be in several.
      version = ">= 6.0"
    }
  }
}

locals {
  variant = {
    kind              = "vm"
    cloud             = true
    cluster           = false
    limits            = "at most 128 cores and 1 TB, see shapes.json"
    disk              = [8, 16384]
    preemptible       = true
    region            = "^[a-z]{2}(-[a-z]+)+-[0-9]$"
    zone              = "^(-|[a-z]{2}(-[a-z]+)+-[0-9][a-z])$"
    subnet            = "^subnet-[0-9a-f]{8,17}$"
    security_group    = "^sg-[0-9a-f]{8,17}$"
    identity          = "^[A-Za-z0-9+=,.@_-]{1,128}$"
    image             = "^ami-[0-9a-f]{8,17}$"
    environment_bytes = 65536
    user_data         = true
    token             = false
    lifetime          = 31536000
    log_days          = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]
  }

  # In rising order of price; the first that holds what is asked for is taken.
  fits = jsondecode(file("${path.module}/shapes.json"))
  types = {
    for id, each in var.instances : id => [
      for fit in local.fits : fit.type if fit.cpu >= each.cpu && fit.memory_mb >= each.memory_mb
    ][0]
  }

  runners = {
    for id, instance in aws_instance.runner : id => {
      id         = instance.id
      hostname   = instance.private_dns
      private_ip = instance.private_ip
      public_ip  = terraform_data.address[id].output == "" ? null : terraform_data.address[id].output
      start_url  = null
    }
  }
}

# What job code can reach through the metadata of its machine is what this role may do: nothing.
resource "aws_iam_role" "runner" {
  count = local.own ? 1 : 0

  name = "${local.base}-vm"
  tags = local.shared_tag
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "runner" {
  count = local.own ? 1 : 0

  name = "${local.base}-vm"
  role = aws_iam_role.runner[0].name
  tags = local.shared_tag
}

resource "aws_instance" "runner" {
  for_each = var.instances

  region                      = each.value.region
  availability_zone           = each.value.zone
  subnet_id                   = each.value.subnet_id
  vpc_security_group_ids      = each.value.security_group_ids
  associate_public_ip_address = each.value.public_ip
  ami                         = each.value.image
  instance_type               = local.types[each.key]
  iam_instance_profile        = each.value.identity == null ? aws_iam_instance_profile.runner[0].name : each.value.identity
  # The enrolment token is in it.
  user_data = sensitive(each.value.user_data)

  # The end that works with everything else dead: the guest's own timer powers it off, and it is gone.
  instance_initiated_shutdown_behavior = "terminate"

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
    # One hop: the machine itself, but no container on it.
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  root_block_device {
    encrypted             = true
    volume_type           = "gp3"
    volume_size           = coalesce(each.value.disk_gb, 50)
    delete_on_termination = true
    tags                  = merge(each.value.labels, { Name = local.names[each.key] })
  }

  dynamic "instance_market_options" {
    for_each = each.value.preemptible ? [1] : []
    content {
      market_type = "spot"
      spot_options {
        # A persistent request would make a new machine after the end of this one.
        spot_instance_type             = "one-time"
        instance_interruption_behavior = "terminate"
      }
    }
  }

  tags = merge(each.value.labels, { Name = local.names[each.key] })

  lifecycle {
    # A runner keeps what it was made with, and whether it runs is not OpenTofu's business.
    ignore_changes = all
  }
}

# The address that a machine was made with. The present one goes and comes with every stop and start, which would show
# as a change of the outputs in each plan.
resource "terraform_data" "address" {
  for_each = var.instances

  input = aws_instance.runner[each.key].public_ip

  lifecycle {
    ignore_changes = [input]
  }
}
