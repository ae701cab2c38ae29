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
  runners = merge(module.runners_yandex_serverless.runners)
}

output "runners" {
  value = local.runners
}
