# What eggs leave open is looked up once for each place, and only for runners that are new.

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
