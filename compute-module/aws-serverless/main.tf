# Runners as ECS services of one task on Fargate.

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
    kind              = "serverless"
    cloud             = true
    cluster           = true
    limits            = "at most 16 cores and 120 GB, see shapes.json"
    disk              = [21, 200]
    preemptible       = true
    region            = "^[a-z]{2}(-[a-z]+)+-[0-9]$"
    zone              = "^(-|[a-z]{2}(-[a-z]+)+-[0-9][a-z])$"
    subnet            = "^subnet-[0-9a-f]{8,17}$"
    security_group    = "^sg-[0-9a-f]{8,17}$"
    identity          = "^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,128}$"
    image             = "^[a-z0-9.-]+(:[0-9]+)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$"
    environment_bytes = 32768
    user_data         = false
    token             = true
    lifetime          = 3600
    log_days          = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]
  }

  # In rising order; the first pair that holds what is asked for is taken.
  fits = flatten([
    for shape in jsondecode(file("${path.module}/shapes.json")) : [
      for memory_mb in shape.memory_mb : { cpu = shape.units / 1024, units = shape.units, memory_mb = memory_mb }
    ]
  ])
  pairs = {
    for id, each in var.instances : id => [
      for fit in local.fits : fit if fit.cpu >= each.cpu && fit.memory_mb >= each.memory_mb
    ][0]
  }

  # The repositories of private images, which the pull role is to read.
  private = distinct(compact([
    for each in values(var.instances) : try(
      format("arn:%s:ecr:%s:%s:repository/%s", local.partition[each.region],
        regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[.a-z]*/([^@]+)@", each.image)[1],
        regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[.a-z]*/([^@]+)@", each.image)[0],
      regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com[.a-z]*/([^@]+)@", each.image)[2]),
      ""
    )
  ]))
  partition = {
    for place in local.places : place => startswith(place, "cn-") ? "aws-cn" : startswith(place, "us-gov-") ? "aws-us-gov" : "aws"
  }

  assumed_by_tasks = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })

  # A service knows no address of its task before the task runs.
  runners = {
    for id, service in aws_ecs_service.runner : id => {
      id         = service.id
      hostname   = local.names[id]
      private_ip = null
      public_ip  = null
      start_url  = null
    }
  }
}

resource "aws_cloudwatch_log_group" "runner" {
  for_each = local.places

  region            = each.key
  name              = "/gosling/${local.base}/task"
  retention_in_days = var.egg.log_days
  tags              = local.shared_tag
}

# What the platform needs to start the task; job code cannot use it.
resource "aws_iam_role" "pull" {
  count = local.shared ? 1 : 0

  name               = "${local.base}-pull"
  assume_role_policy = local.assumed_by_tasks
  tags               = local.shared_tag
}

resource "aws_iam_role_policy" "pull" {
  count = local.shared && length(local.places) > 0 ? 1 : 0

  name = "pull"
  role = aws_iam_role.pull[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = [for group in values(aws_cloudwatch_log_group.runner) : "${group.arn}:*"]
      }],
      length(local.private) == 0 ? [] : [
        { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
        { Effect = "Allow", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = local.private },
      ],
    )
  })
}

# What job code is: a role that may do nothing.
resource "aws_iam_role" "task" {
  count = local.own ? 1 : 0

  name               = "${local.base}-task"
  assume_role_policy = local.assumed_by_tasks
  tags               = local.shared_tag
}

resource "aws_ecs_task_definition" "runner" {
  for_each = var.instances

  region                   = each.value.region
  family                   = local.names[each.key]
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = tostring(local.pairs[each.key].units)
  memory                   = tostring(local.pairs[each.key].memory_mb)
  execution_role_arn       = aws_iam_role.pull[0].arn
  task_role_arn            = each.value.identity == null ? aws_iam_role.task[0].arn : each.value.identity
  tags                     = each.value.labels

  container_definitions = sensitive(jsonencode([{
    name        = "runner"
    image       = each.value.image
    essential   = true
    stopTimeout = 30
    environment = [for name, value in local.told[each.key] : { name = name, value = value }]
    # An init reaps what jobs leave behind.
    linuxParameters = { initProcessEnabled = true }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.runner[each.value.region].name
        awslogs-region        = each.value.region
        awslogs-stream-prefix = local.names[each.key]
      }
    }
  }]))

  dynamic "ephemeral_storage" {
    for_each = each.value.disk_gb == null ? [] : [each.value.disk_gb]
    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  lifecycle {
    # A runner keeps what it was made with.
    ignore_changes = all
  }
}

resource "aws_ecs_service" "runner" {
  for_each = var.instances

  region          = each.value.region
  name            = local.names[each.key]
  cluster         = var.egg.cluster
  task_definition = aws_ecs_task_definition.runner[each.key].arn
  launch_type     = each.value.preemptible ? null : "FARGATE"

  desired_count                      = 1
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100
  # The worker learns from the agent that it is there, and waits no longer than it wants to.
  wait_for_steady_state  = false
  enable_execute_command = false
  propagate_tags         = "SERVICE"
  tags                   = each.value.labels

  dynamic "capacity_provider_strategy" {
    for_each = each.value.preemptible ? [1] : []
    content {
      capacity_provider = "FARGATE_SPOT"
      weight            = 1
    }
  }

  network_configuration {
    subnets          = [each.value.subnet_id]
    security_groups  = each.value.security_group_ids
    assign_public_ip = each.value.public_ip
  }

  lifecycle {
    # A runner keeps what it was made with.
    ignore_changes = all
  }

  # A task that cannot be pulled or logged would fail, and be tried again and again.
  depends_on = [aws_iam_role_policy.pull]
}
