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

locals {
  runners = merge(module.runners_yandex_vm.runners)
}

output "runners" {
  value = local.runners
}
