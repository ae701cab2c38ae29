module "runners_aws_vm" {
  source = "./modules/aws-vm"

  egg     = var.egg
  retired = contains(var.retired, "aws-vm")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      image     = each.image != null ? each.image : data.aws_ssm_parameter.image[each.region].insecure_value
      subnet_id = each.subnet_id != null ? each.subnet_id : sort(data.aws_subnets.default[join("/", compact([each.region, each.zone]))].ids)[0]
    }) if each.variant == "aws-vm"
  }
}

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

module "runners_yandex_vm" {
  source = "./modules/yandex-vm"

  egg     = var.egg
  retired = contains(var.retired, "yandex-vm")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      image     = can(regex("^[a-z0-9]{20}$", each.image)) ? each.image : data.yandex_compute_image.family[coalesce(each.image, "ubuntu-2404-lts")].id
      subnet_id = each.subnet_id != null ? each.subnet_id : data.yandex_vpc_subnet.default[each.zone].id
      identity  = each.identity == null || can(regex("^[a-z0-9]{20}$", each.identity)) ? each.identity : data.yandex_iam_service_account.named[each.identity].id
    }) if each.variant == "yandex-vm"
  }
}

module "runners_yandex_serverless" {
  source = "./modules/yandex-serverless"

  egg     = var.egg
  retired = contains(var.retired, "yandex-serverless")
  instances = {
    for id, each in var.worker_instances : id => merge(each, {
      identity = each.identity == null || can(regex("^[a-z0-9]{20}$", each.identity)) ? each.identity : data.yandex_iam_service_account.named[each.identity].id
    }) if each.variant == "yandex-serverless"
  }
}

locals {
  runners = merge(module.runners_aws_vm.runners, module.runners_aws_serverless.runners, module.runners_yandex_vm.runners, module.runners_yandex_serverless.runners)
}

output "runners" {
  value = local.runners
}
