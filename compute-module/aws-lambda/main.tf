# Job runners as Lambda functions, started by a call.

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
    kind              = "job"
    cloud             = true
    cluster           = false
    limits            = "at most 5 cores and 10240 MB"
    disk              = [1, 10]
    preemptible       = false
    region            = "^[a-z]{2}(-[a-z]+)+-[0-9]$"
    zone              = "^(-|[a-z]{2}(-[a-z]+)+-[0-9][a-z])$"
    subnet            = "^(-|subnet-[0-9a-f]{8,17})$"
    security_group    = "^sg-[0-9a-f]{8,17}$"
    identity          = "^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,128}$"
    image             = "^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$"
    environment_bytes = 4096
    user_data         = false
    token             = true
    lifetime          = 600
    log_days          = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]
  }

  # Cores come with memory: one for each 1769 MB.
  mb_per_core = 1769
  fits        = [{ cpu = floor(10240 / local.mb_per_core), memory_mb = 10240 }]

  runners = {
    for id, function in aws_lambda_function.runner : id => {
      id         = function.arn
      hostname   = local.names[id]
      private_ip = null
      public_ip  = null
      start_url  = "https://lambda.${var.instances[id].region}.amazonaws.com/2015-03-31/functions/${local.names[id]}/invocations"
    }
  }
}

resource "aws_cloudwatch_log_group" "runner" {
  for_each = local.places

  region            = each.key
  name              = "/gosling/${local.base}/job"
  retention_in_days = var.egg.log_days
  tags              = local.shared_tag
}

resource "aws_iam_role" "runner" {
  count = local.own ? 1 : 0

  name = "${local.base}-job"
  tags = local.shared_tag
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "runner" {
  count = local.own && length(local.places) > 0 ? 1 : 0

  name = "run"
  role = aws_iam_role.runner[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for group in values(aws_cloudwatch_log_group.runner) : "${group.arn}:*"]
      }],
      # Network interfaces know no narrower resource when they are made.
      !anytrue([for each in values(var.instances) : each.subnet_id != null]) ? [] : [{
        Effect   = "Allow"
        Action   = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"]
        Resource = ["*"]
      }],
    )
  })
}

resource "aws_lambda_function" "runner" {
  for_each = var.instances

  region        = each.value.region
  function_name = local.names[each.key]
  role          = each.value.identity == null ? aws_iam_role.runner[0].arn : each.value.identity
  package_type  = "Image"
  image_uri     = each.value.image
  architectures = ["x86_64"]
  memory_size   = max(each.value.memory_mb, ceil(each.value.cpu * local.mb_per_core))
  # Longer than the runner may live by nothing: the platform's own end is the hard one.
  timeout = 600
  # One call, one runner.
  reserved_concurrent_executions = 1
  tags                           = each.value.labels

  environment {
    variables = sensitive(local.told[each.key])
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.runner[each.value.region].name
  }

  dynamic "ephemeral_storage" {
    for_each = each.value.disk_gb == null ? [] : [each.value.disk_gb]
    content {
      size = ephemeral_storage.value * 1024
    }
  }

  dynamic "vpc_config" {
    for_each = each.value.subnet_id == null ? [] : [1]
    content {
      subnet_ids         = [each.value.subnet_id]
      security_group_ids = each.value.security_group_ids
    }
  }

  lifecycle {
    # A runner keeps what it was made with.
    ignore_changes = all
  }

  depends_on = [aws_iam_role_policy.runner]
}
