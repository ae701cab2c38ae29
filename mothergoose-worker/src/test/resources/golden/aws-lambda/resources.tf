module "runners_aws_lambda" {
  source = "./modules/aws-lambda"

  egg     = var.egg
  retired = contains(var.retired, "aws-lambda")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      identity = each.identity == null || startswith(coalesce(each.identity, "-"), "arn:") ? each.identity : data.aws_iam_role.named[each.identity].arn
    }) if each.variant == "aws-lambda"
  }
}

locals {
  runners = merge(module.runners_aws_lambda.runners)
}

output "runners" {
  value = local.runners
}
