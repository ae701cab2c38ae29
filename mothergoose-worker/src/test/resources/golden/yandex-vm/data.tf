# What eggs leave open is looked up once for each place, and only for runners that are new.

data "yandex_compute_image" "family" {
  for_each = toset([
    for each in values(var.worker_instances) : coalesce(each.image, "ubuntu-2404-lts")
    if each.variant == "yandex-vm" && !can(regex("^[a-z0-9]{20}$", each.image))
  ])

  # Without a folder: among the standard images.
  family = each.key
}

data "yandex_vpc_subnet" "default" {
  for_each = toset([
    for each in values(var.worker_instances) : each.zone if each.variant == "yandex-vm" && each.subnet_id == null
  ])

  # As the default network of a folder has them.
  name = "default-${each.key}"
}

data "yandex_iam_service_account" "named" {
  for_each = toset([
    for each in values(var.worker_instances) : each.identity
    if startswith(each.variant, "yandex-") && each.identity != null && !can(regex("^[a-z0-9]{20}$", each.identity))
  ])

  name = each.key
}
