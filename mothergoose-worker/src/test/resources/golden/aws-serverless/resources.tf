module "runners_aws_serverless" {
  source = "./modules/aws-serverless"

  egg     = var.egg
  retired = contains(var.retired, "aws-serverless")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      subnet_id = each.subnet_id != null ? each.subnet_id : sort(data.aws_subnets.default[join("/", compact([each.region, each.zone]))].ids)[0]
      identity  = each.identity == null || startswith(coalesce(each.identity, "-"), "arn:") ? each.identity : data.aws_iam_role.named[each.identity].arn
    }) if each.variant == "aws-serverless"
  }
}

locals {
  runners = merge(module.runners_aws_serverless.runners)
}

output "runners" {
  value = local.runners
}
