# What eggs leave open is looked up once for each place, and only for runners that are new.

data "aws_iam_role" "named" {
  for_each = toset([
    for each in values(var.worker_instances) : each.identity
    if contains(["aws-serverless", "aws-lambda"], each.variant) && each.identity != null && !startswith(coalesce(each.identity, "-"), "arn:")
  ])

  name = each.key
}
